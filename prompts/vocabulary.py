"""The closed vocabularies of a screenplay: the words of film that are allowed, one meaning each.

python -c "from prompts.vocabulary import VOCABULARIES; print(*VOCABULARIES['move'])"
"""

from __future__ import annotations

from typing import Literal, get_args

Size = Literal["extreme_wide", "wide", "full", "medium", "close", "extreme_close"]
Angle = Literal["eye_level", "low", "high", "overhead", "dutch", "over_the_shoulder"]
Lens = Literal["wide", "normal", "long"]
Move = Literal[
    "static",
    "pan_left",
    "pan_right",
    "tilt_up",
    "tilt_down",
    "push_in",
    "pull_out",
    "zoom_in",
    "zoom_out",
    "truck_left",
    "truck_right",
    "crane_up",
    "crane_down",
    "tracking",
    "handheld",
]
TimeOfDay = Literal["dawn", "morning", "day", "afternoon", "sunset", "evening", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog", "storm"]
Emotion = Literal["neutral", "happy", "sad", "angry", "afraid", "surprised", "tired", "proud", "loving"]
TransitionKind = Literal["cut", "dissolve", "fade", "smooth", "bridge"]
LetterMotion = Literal["rise", "drop", "wave", "typewriter", "fade", "none"]
"""How the letters of a card or a caption arrive, one after the other."""

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "size": get_args(Size),
    "angle": get_args(Angle),
    "lens": get_args(Lens),
    "move": get_args(Move),
    "time_of_day": get_args(TimeOfDay),
    "weather": get_args(Weather),
    "emotion": get_args(Emotion),
    "transition": get_args(TransitionKind),
    "letters": get_args(LetterMotion),
}
"""The closed vocabularies by field name, for templates, errors and documentation."""
