"""What a writer is shown of a plan that is to be changed: all of a short film, a long one in parts.

python -c "from director.revising.revise_slots import SHOTS_AT_ONCE; print(SHOTS_AT_ONCE)"
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from director.planning.slots import entities, people
from director.planning.windows import fits, pack
from prompts.pages import ReviseSlots, Said, SceneToRevise, ShotToRevise, StagedPerformer
from prompts.screenplay import Camera, Scene, Screenplay, Shot, States
from shots.sound import LEAD_S, SHORTEST_S, TAIL_S, WORDLESS_S
from shots.voices.script import reading_seconds, script_lines

SHOTS_AT_ONCE = 30
"""So many shots, a page of about 4000 tokens, are shown at once, and fewer where the window is small."""


def revise_windows(
    screenplay: Screenplay, instruction: str, window: int | None = None
) -> Iterator[ReviseSlots]:
    """The whole film in runs of shots, each with its scenes. Shots need their ids.

    Args:
        window: tokens that a request and its answer may take together; None: any number.
    """
    rows = [(n, scene, shot) for n, (scene, shot) in enumerate(screenplay.shots(), 1)]

    def part_of(run: Sequence[tuple[int, Scene, Shot]]) -> ReviseSlots:
        return _window(screenplay, instruction, run, len(rows))

    for run in pack(rows, lambda run: fits("revise", part_of(run), window), SHOTS_AT_ONCE):
        yield part_of(run)


def _window(
    screenplay: Screenplay, instruction: str, rows: Sequence[tuple[int, Scene, Shot]], total: int
) -> ReviseSlots:
    inside = {scene.id for _, scene, _ in rows}
    numbers: dict[str | None, list[int]] = {}
    for n, (scene, _) in enumerate(screenplay.shots(), 1):
        numbers.setdefault(scene.id, []).append(n)
    return ReviseSlots(
        instruction=instruction,
        title=screenplay.title or "",
        logline=screenplay.logline or "",
        style=screenplay.style or "",
        cast=people(screenplay.cast),
        places=entities(screenplay.places),
        props=entities(screenplay.props),
        total_scenes=len(screenplay.scenes),
        total_shots=total,
        scenes=[
            _scene(n, scene, numbers[scene.id])
            for n, scene in enumerate(screenplay.scenes, 1)
            if scene.id in inside
        ],
        shots=[_shot(n, scene, shot) for n, scene, shot in rows],
    )


def _scene(number: int, scene: Scene, shots: list[int]) -> SceneToRevise:
    return SceneToRevise(
        id=scene.id or "",
        number=number,
        first=shots[0],
        last=shots[-1],
        place=scene.place or "",
        time_of_day=scene.time_of_day or "",
        weather=scene.weather or "",
        mood=scene.mood or "",
    )


def _natural_seconds(words_s: float) -> float:
    """How long a shot lasts of which nobody says so: its words and a breath."""
    return max(LEAD_S + words_s + TAIL_S, SHORTEST_S) if words_s else WORDLESS_S


def _shot(number: int, scene: Scene, shot: Shot) -> ShotToRevise:
    camera, states = shot.camera or Camera(), shot.states or States()
    words_s = sum(reading_seconds(text) for _, text in script_lines(shot))
    return ShotToRevise(
        id=shot.id or "",
        scene=scene.id or "",
        number=number,
        action=shot.action or "",
        relation=shot.relation or "",
        light=shot.light or "",
        who=[
            StagedPerformer(
                character=p.character, look=p.look, doing=p.doing or "", emotion=p.emotion or "neutral"
            )
            for p in shot.who or []
        ],
        props=shot.props or [],
        size=camera.size or "",
        angle=camera.angle or "",
        lens=camera.lens or "",
        move=camera.move or "",
        intensity=shot.motion.intensity if shot.motion else None,
        start=states.start or "",
        end=states.end or "",
        narration=shot.narration or "",
        dialogue=[Said(speaker=line.speaker, line=line.line) for line in shot.dialogue or []],
        duration_s=shot.duration_s,
        words_s=round(words_s, 1),
        lasts_s=round(shot.duration_s or _natural_seconds(words_s), 1),
        transition=shot.transition.kind if shot.transition else "",
    )
