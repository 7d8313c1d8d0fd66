"""What a production says about the film it made: one value, one JSON file.

python -c "from director.report import Report; print(*Report.model_fields)"
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class ShotReport(BaseModel):
    """One shot of the film."""

    model_config = ConfigDict(frozen=True)

    id: str
    words: str
    start_s: float = Field(description="when it begins to be seen, in the film")
    duration_s: float
    keyframe: str = Field(description="PNG, relative to the production folder")
    clip: str = Field(description="MP4, relative to the production folder")
    first_frame_ssim: float | None = Field(
        None, description="likeness of a model's first frame to the keyframe"
    )
    seam: float | None = Field(
        None, description="jump to the next shot in units of a usual change, where clips make the join"
    )


class Report(BaseModel):
    """The film, how it was made, and everything that is not as asked."""

    model_config = ConfigDict(frozen=True)

    title: str
    film: str
    duration_s: float
    num_frames: int
    width: int
    height: int
    fps: int
    made_by: dict[str, str] = Field(description="writer, keyframes, clips, voices, quality")
    stand_ins: list[str] = Field(description="what stands in for the real thing; also in the film's metadata")
    notes: list[str] = Field(description="what was put right or done otherwise than asked")
    problems: list[str] = Field(description="what the review found and nobody could put right")
    shots: list[ShotReport]
    rendered: int = Field(description="takes made by this run")
    reused: int = Field(description="takes found finished")
