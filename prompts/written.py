"""What every part of a screenplay is: frozen, and without unknown fields.

python -c "from prompts.written import Written; print(Written.model_config['frozen'])"
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

Unit = Annotated[float, Field(ge=0, le=1)]


class Written(BaseModel):
    """The base of everything that is written: frozen, and unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)

    @model_validator(mode="before")
    @classmethod
    def _nothing_is_left_out(cls, data: Any) -> Any:
        """A field without a value, as in `cast:` alone on its line, is a field that was left out."""
        if isinstance(data, dict):
            return {k: v for k, v in data.items() if v is not None or k not in cls.model_fields}
        return data
