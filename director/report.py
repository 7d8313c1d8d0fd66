"""What a production says about the film it made: one value, one JSON file.

python -c "from director.report import Report; print(*Report.model_fields)"
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from director.rubric import Reviewed


class BridgeReport(BaseModel):
    """The in-between clip of two shots."""

    model_config = ConfigDict(frozen=True)

    clip: str = Field(description="MP4, relative to the production folder")
    start_s: float = Field(description="when it begins to be seen, in the film")
    duration_s: float
    opens: float = Field(description="the jump from the shot before into it, in usual changes")
    ends: float = Field(description="the jump from it into the shot after, likewise")
    first_frame_ssim: float | None = Field(None, description="likeness of its first frame to the shot before")
    last_frame_ssim: float | None = Field(None, description="likeness of its last frame to the shot after")


class JoinReport(BaseModel):
    """How a shot meets what follows, on the film's own pictures."""

    model_config = ConfigDict(frozen=True)

    kind: str
    ratio: float = Field(description="the jump in usual changes; 1 is no seam")
    jump: float = Field(description="largest change from frame to frame in the join, 0..1")
    usual: float = Field(description="median change from frame to frame around it")
    colour_shift: float = Field(description="change of the mean colour over the join, 0..1")
    flow: float = Field(description="what moves at the join, in heights of the picture")
    usual_flow: float = Field(description="what moves around it from frame to frame")
    bridge: BridgeReport | None = Field(None, description="the clip that a bridge is")


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
    join: JoinReport | None = Field(None, description="to what follows; None at the end of the film")


class ChargeReport(BaseModel):
    """What hosted services took, for one thing or in all."""

    model_config = ConfigDict(frozen=True)

    stage: str = Field("", description="plan, draw or record; '' for a sum")
    what: str = Field("", description="the page, shot, anchor or words")
    service: str = ""
    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    pictures: int = 0
    letters: int = 0
    seconds: float = 0.0
    guessed: int = Field(0, description="requests whose tokens are a guess")
    cost: float | None = Field(None, description="None where the price list has no price")


class SpendingReport(BaseModel):
    """The bill of the film over all its runs."""

    model_config = ConfigDict(frozen=True)

    currency: str
    charges: list[ChargeReport]
    total: ChargeReport


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
    review: Reviewed | None = Field(None, description="the plan's scores before and after the review")
    shots: list[ShotReport]
    rendered: int = Field(description="takes made by this run")
    reused: int = Field(description="takes found finished")
    synthetic: bool = Field(True, description="made by a program; so say the film's metadata, too")
    spending: SpendingReport | None = Field(None, description="what hosted services took; None: nothing")
    spent_now: ChargeReport | None = Field(None, description="of it, what this run took; None: nothing")
