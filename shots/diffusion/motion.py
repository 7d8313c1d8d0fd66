"""Motion: the words and numbers that tell a video model how a shot moves.

What the keyframe shows already is not said again: who does what, how the camera moves, how much moves. Knows
the screenplay, nothing of models.

    python -c "from shots.diffusion.motion import motion_bucket; print(motion_bucket(5))"
"""

from __future__ import annotations

from prompts.wording import Seen, image_phrases, word_image, word_negative
from shots.backends import Panel

MOVES = {
    "static": "static camera",
    "pan_left": "camera pans left",
    "pan_right": "camera pans right",
    "tilt_up": "camera tilts up",
    "tilt_down": "camera tilts down",
    "push_in": "camera moves closer",
    "pull_out": "camera moves back",
    "zoom_in": "slow zoom in",
    "zoom_out": "slow zoom out",
}
AMOUNTS = (
    (2, "almost still, very slow subtle motion"),
    (4, "slow gentle motion"),
    (5, ""),
    (7, "lively motion"),
    (10, "fast energetic motion"),
)
"""(intensity up to which, words); the middle says nothing"""


def motion_prompt(panel: Panel, *, looks: bool = False) -> str:
    """What happens in a shot, for a video model; a person's `motion_prompt` wins.

    Args:
        looks: for a model that is not shown the keyframe: begin with the words of the still.
    """
    shot = panel.shot
    if shot.motion_prompt:
        return shot.motion_prompt.strip()
    seen = _seen(panel)
    phrases = [p.text for p in image_phrases(seen) if p.domain == "relation"]
    if looks:
        phrases = [word_image(seen, window=60).text]
    phrases += [p.doing for p in shot.who or [] if p.doing and not looks]
    move = (shot.camera.move if shot.camera else None) or ""
    phrases.append(MOVES.get(move, f"camera {move.replace('_', ' ')}" if move else ""))
    phrases.append(next(words for limit, words in AMOUNTS if intensity(panel) <= limit))
    said = ", ".join(dict.fromkeys(phrase for phrase in phrases if phrase))
    return said or word_image(seen, window=60).text


def list_beats(panel: Panel) -> list[tuple[float, str]]:
    """(moment 0..1, words) of what happens newly during a shot, in order."""
    return [(beat.at, beat.text) for beat in panel.shot.beats or []]


def negative_prompt(panel: Panel) -> str:
    """What the model is to keep away from."""
    return word_negative(panel.style, panel.shot.negative_prompt)


def intensity(panel: Panel) -> int:
    """1..10, how much moves; 5 where nobody said."""
    return panel.shot.motion.intensity if panel.shot.motion else 5


def motion_bucket(amount: int) -> int:
    """Stable Video Diffusion's own measure of motion for an intensity of 1..10: 25..254, and 127 for 5."""
    return min(round(amount * 25.4), 255)


def _seen(panel: Panel) -> Seen:
    return Seen(panel.shot, panel.scene, panel.cast, panel.place, panel.props, panel.style)
