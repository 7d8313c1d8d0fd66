"""How a video model is to make a shot: the part of a screenplay that speaks to the floor, not to the eye.

Everything is left to the model unless it is written. The film's own `render` holds for all shots; a shot's
goes before it, field by field. What a backend cannot do is refused before anything is rendered.

    python -c "from prompts.render import Render; print(sorted(Render(noise='shared', freedom=.5).asks()))"
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from prompts.written import Unit, Written

Noise = Literal["random", "freenoise", "shared", "appearance", "dynamic", "reuse"]
Long = Literal["co_denoise", "freenoise", "streaming", "reuse", "sliding"]
Keeping = Literal["exact", "model"]
Turning = Literal["hard", "blend"]
Scale = Annotated[float, Field(ge=0, le=30)]


class Guidance(Written):
    """How strongly a model follows what it is given; 1 is as it learned, more is closer."""

    image: Scale | None = Field(None, description="the keyframe")
    text: Scale | None = Field(None, description="the words")


class Temporal(Written):
    """How far frames listen to their neighbours, in models with attention over time alone."""

    band: Annotated[float, Field(gt=0, le=64)] | None = Field(
        None, description="frames that a frame listens to most; few are livelier, many are steadier"
    )
    balance: Unit | None = Field(None, description="0 off .. 1, steadier shapes and livelier motion")


class Render(Written):
    """How a video model makes a shot; a field left out is the model's own way."""

    keep_first_frame: Keeping | None = Field(None, description="`exact`: the keyframe; `model`: its own")
    guidance: Guidance | None = None
    noise: Noise | None = Field(None, description="what the shot starts from")
    freedom: Unit | None = Field(None, description="how free frames are of what their noise shares")
    long: Long | None = Field(None, description="how a shot longer than the model is made")
    anchor: Unit | None = Field(None, description="how far later sections keep the colours of the first")
    beats: Turning | None = Field(None, description="how one beat becomes the next")
    temporal: Temporal | None = None
    sound: bool | None = Field(None, description="the sound that its model makes with the pictures is heard")

    def asks(self) -> frozenset[str]:
        """What is asked, in the words of a backend's card: `noise: shared`, `guidance: text`, `anchor`."""
        said = {
            f"{name}: {value}"
            for name in ("keep_first_frame", "noise", "long", "beats")
            if (value := getattr(self, name)) is not None
        }
        for name in ("guidance", "temporal"):
            part = getattr(self, name)
            said |= (
                {f"{name}: {field}" for field in type(part).model_fields if getattr(part, field) is not None}
                if part
                else set()
            )
        said |= {"anchor"} if self.anchor is not None else set()
        return frozenset(said | ({"sound"} if self.sound else set()))


AS_THE_MODEL_DOES = Render()
"""nothing is asked"""


def merge_render(film: Render | None, shot: Render | None) -> Render:
    """What holds for a shot: its own fields, and the film's where it has none."""
    merged = _over(film or Render(), shot or Render())
    assert isinstance(merged, Render)
    return merged


def _over(below: Written, above: Written) -> Written:
    values: dict[str, Any] = {}
    for name in type(above).model_fields:
        under, over = getattr(below, name), getattr(above, name)
        both = isinstance(under, Written) and isinstance(over, Written)
        values[name] = _over(under, over) if both else (under if over is None else over)
    return above.model_copy(update=values)
