"""What a shot's `render` asks of whom: refused before anything is rendered, with who else can do it.

check_render("s1-01", task.render, backend.card)
"""

from __future__ import annotations

from collections.abc import Iterator

from prompts.errors import BackendError
from prompts.render import Render
from prompts.vocabulary import TransitionKind
from shots.backends import Card

START_NOISE = frozenset(f"noise: {kind}" for kind in ("random", "freenoise", "shared", "dynamic", "reuse"))
"""What any model that takes noise can start from."""
SECTIONS = frozenset({"long: sliding", "long: reuse", "anchor"})
"""What any model whose latents can be watched can do, section by section."""
BY_WORDS = frozenset({"keep_first_frame: model", "guidance: text"})
"""What a model that hears words can do besides."""
BY_FRAMES = frozenset({"beats: hard", "beats: blend"})
"""What a model with cross-attention to its words can do."""
IN_CHANNELS = frozenset({"keep_first_frame: exact", "guidance: image", "long: co_denoise", "long: streaming"})
"""What a transformer can do that has the keyframe in channels beside its latents."""
WITH_FREEDOM = ("shared", "appearance", "dynamic", "reuse")
BY_WINDOWS = ("co_denoise", "freenoise", "streaming")
IN_SECTIONS = ("sliding", "reuse")
UNETS, SOME, ALL = ("animatediff", "svd"), ("animatediff", "svd", "wan"), "every video model"
WHO_CAN: dict[str, str] = {
    "keep_first_frame: exact": ", ".join(SOME),
    "keep_first_frame: model": "svd, wan, ltx, cogvideox, hunyuan, skyreels",
    "guidance: image": "svd, wan",
    "guidance: text": "animatediff, wan, ltx, cogvideox, hunyuan, skyreels",
    "noise: appearance": ", ".join(UNETS),
    "long: co_denoise": ", ".join(SOME),
    "long: streaming": ", ".join(SOME),
    "long: freenoise": "animatediff",
    "beats: hard": "animatediff, wan, ltx",
    "beats: blend": "animatediff, wan, ltx",
    "temporal: band": "animatediff",
    "temporal: balance": "animatediff",
    "sound": "ltx with an LTX-2 model",
    **dict.fromkeys(sorted(START_NOISE | SECTIONS), ALL),
}
"""What can be asked -> the built-in backends that can do it; the cards themselves decide."""
WHO_JOINS: dict[TransitionKind, str] = {
    "bridge": "svd, animatediff, ltx, wan (A14B, VACE), hunyuan (Framepack), skyreels (diffusion forcing)",
    "smooth": ALL,
}
"""Joins that need a video model -> the built-in backends that can make them."""


def check_render(shot_id: str, render: Render, card: Card) -> list[str]:
    """What the backend will do otherwise than asked, a sentence each.

    Raises:
        BackendError: it is asked for something that its card does not have, or for two things that exclude
            each other; the text says what it can, and who else can.
    """
    _check_sense(shot_id, render)
    asked = render.asks()
    if card.renders is None:
        told = ", ".join(sorted(asked))
        return [f"`render` ({told}) speaks to video models; {card.name} draws without one"] if asked else []
    for what in sorted(asked - card.renders):
        field, _, value = what.partition(": ")
        own = [known.partition(": ")[2] for known in sorted(card.renders) if known.startswith(f"{field}: ")]
        can = f"it can: {', '.join(own)}" if own else "it has nothing of the kind"
        named = f"`render.{field}.{value}`" if field in ("guidance", "temporal") else f"`render.{what}`"
        others = WHO_CAN.get(what, "")
        raise BackendError(
            f"Shot {shot_id}: {named} is beyond {card.name!r} clips; {can}. Choose one of these, leave it "
            f"out{f', or choose other --clips: {others}' if others else ''}."
        )
    return []


def _check_sense(shot_id: str, render: Render) -> None:
    for said in _contradictions(render):
        raise BackendError(f"Shot {shot_id}: {said}")


def _contradictions(render: Render) -> Iterator[str]:
    if render.freedom is not None and render.noise not in WITH_FREEDOM:
        yield (
            f"`render.freedom` is {render.freedom}, but noise is {render.noise or 'left out'}; freedom goes "
            f"with {', '.join(WITH_FREEDOM)}. Set `render.noise` to one of them, or drop freedom."
        )
    windows = render.long in BY_WINDOWS
    if windows and render.noise == "reuse":
        yield (
            f"`render.noise: reuse` takes over from section to section, but `long: {render.long}` makes one "
            "clip in windows. Use `long: sliding` or `long: reuse`, or another noise."
        )
    if windows and render.anchor:
        yield (
            f"`render.anchor` holds later sections to the first, but `long: {render.long}` makes one clip in "
            "windows. Drop anchor, or use `long: sliding` or `long: reuse`."
        )
    if render.long == "reuse" and render.noise not in (None, "reuse"):
        yield (
            f"`render.long: reuse` starts each section from the noise of the one before, but noise is "
            f"{render.noise}. Drop one of them, or use `long: sliding`."
        )
    balanced = render.temporal is not None and render.temporal.balance
    if render.long == "freenoise" and balanced:
        yield (
            "`render.temporal.balance` compares whole maps over time, which `long: freenoise` cuts into "
            "windows. Drop one of them, or use `long: co_denoise`."
        )
