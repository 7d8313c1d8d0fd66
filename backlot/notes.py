"""Notes: what the drawn world will show otherwise than the screenplay asks, in plain sentences.

python -c "from backlot.notes import notes_for; print(notes_for.__doc__)"
"""

from __future__ import annotations

from collections.abc import Iterator

from backlot.actors.look import match_kind
from backlot.colour import words_of
from backlot.framing import OBEYED, covered
from backlot.placed import Placed
from backlot.places.sets import NEUTRAL, find_set, place_words
from backlot.prop_staging import stage_props
from backlot.staging import stage_cast
from prompts.screenplay import Character
from shots.backends import Panel

_NEARLY = 0.02
"""Who is so near to missing a box may miss it in a picture of few pixels."""
_HIDDEN = 0.9
"""Who is covered by so much is not seen, or as good as."""


def notes_for(panel: Panel) -> list[str]:
    """Stand-ins and mappings of one panel, one sentence each; [] when all is drawn as asked."""
    notes = []
    for performer in panel.shot.who or []:
        notes += _about_character(performer.character, panel.cast.get(performer.character))
    notes += _about_place(panel)
    notes += _about_props(panel)
    placed = stage_cast(panel)
    stage_props(panel, placed)  # whoever sits on a thing is raised to its seat
    notes += [p.note or _about_box(p, panel) for p in placed]
    notes += _about_hidden(placed, panel)
    angle = panel.shot.camera.angle if panel.shot.camera else None
    if angle == "over_the_shoulder" and not any(p.away for p in placed):
        notes.append(
            "camera angle over_the_shoulder is drawn at eye level: it needs two, and one with a back to show"
        )
    if panel.references:
        notes.append(
            f"reference pictures of {', '.join(sorted(panel.references))} are not used: drawn from words"
        )
    if panel.shot.image_prompt or panel.shot.motion_prompt:
        notes.append("image_prompt and motion_prompt are not read: drawn from action, cast and place")
    return [note for note in notes if note]


def _about_box(p: Placed, panel: Panel) -> str:
    """What does not fill the box that the screenplay has for it; '' for the others."""
    if not p.asked:
        return ""
    if p.overlap >= OBEYED + _NEARLY:
        leaves = p.at_worst < OBEYED
        return f"{p.part.actor.id}: to {p.part.action} leaves the box at times" if leaves else ""
    asked = p.asked[0][1]
    name, doing = p.part.actor.id, p.part.action
    wide, tall = p.extent[2] - p.extent[0], p.extent[3] - p.extent[1]
    shape = (asked[2] - asked[0]) * panel.width / ((asked[3] - asked[1]) * panel.height)
    part = "" if p.shown >= 1.0 else " above the lower edge"
    return (
        f"{name}: to {doing} is drawn {wide / tall:.1f} times as broad as tall{part}, "
        f"in a box of {shape:.1f} that it does not fill (overlap {p.overlap:.2f})"
    )


def _about_hidden(placed: list[Placed], panel: Panel) -> Iterator[str]:
    """Who is behind somebody, for the boxes ask for it; `placed` from the farthest to the nearest."""
    boxes = [p.planned_box(0.0, panel.width, panel.height) for p in placed]
    for i, (p, box) in enumerate(zip(placed, boxes, strict=True)):
        for q, other in zip(placed[i + 1 :], boxes[i + 1 :], strict=True):
            if p.asked and p is not q.carrier and covered(box, other) > _HIDDEN:
                yield f"{p.part.actor.id}: hidden behind {q.part.actor.id}, for its box is in front"
                break


def _about_character(name: str, character: Character | None) -> list[str]:
    kind = (character.kind if character else None) or ""
    look, called = (character.look, character.name) if character else (None, None)
    match = match_kind(name, kind, look, called)
    if match is None:
        return [f"stand-in: no drawing for kind {kind or name!r}; a plain thing with its name plays {name}"]
    if kind and not match.exact and match.word != match.kind.name and not _plain(match.word):
        return [f"{name}: {kind!r} is drawn as {match.kind.name}"]
    return []


def _plain(word: str) -> bool:
    """Words for people that need no note."""
    return word in _PLAIN


_PLAIN = frozenset(
    words_of(
        "person human child kid son daughter mother father grandmother grandfather mum dad "
        "lady gentleman neighbour teacher merchant traveller stranger villager brother sister wife husband"
    )
)


def _about_place(panel: Panel) -> list[str]:
    scene = panel.scene
    place = panel.place
    words = place_words(place, scene.place)
    if not words:
        return [f"no place is named: {NEUTRAL} is drawn"]
    match = find_set(*words)
    if not match.word:
        return [f"stand-in: no set for place {words[0]!r}; a board with its name stands on a {NEUTRAL}"]
    if match.word not in match.name and match.word not in _SYNONYMS:
        return [f"place: {match.word!r} is drawn as {match.name}"]
    return []


_SYNONYMS = frozenset(
    words_of(
        "wood woods woodland trees field fields grassland pasture lawn grass countryside yard "
        "backyard park path lane way trail cavern seashore shore coast seaside pond brook stream "
        "creek home house cottage room village hamlet town street streets city downtown marketplace "
        "bazaar fortress palace ocean waves clouds heaven stars seabed campsite hearth bed chamber "
        "school schoolroom smithy inn store railway indoors mountains peak summit dunes snow ice barn "
        "farmyard harbor port quay pier boat ship deck rocket spacecraft hall throne under water "
        "class classroom beacon train tram bus hut well station hills hill square cabin rainforest marsh bog "
        "fen dune cemetery churchyard windmill roof rooftop rooftops football soccer theater stage "
        "prison jail "
        "cell lab cafe café tavern inn pub clinic hallway passage chapel cathedral cornfield "
        "wheatfield wheat "
        "corn maize igloo iceberg arctic pole swimming basement garret bath bathtub stadium church pyramids "
        "waterfall falls gymnasium grocery glasshouse conservatory pavement sidewalk canteen cafeteria diner"
    )
)
"""Other words for a place that is drawn, rather than for a relative of it."""


def _about_props(panel: Panel) -> list[str]:
    notes = []
    for thing in stage_props(panel, []):
        if thing.match.label:
            notes.append(
                f"stand-in: no drawing for prop {thing.match.label!r}; a tag with its name stands there"
            )
        elif thing.match.word and not _same(thing.match.word, thing.match.kind.name):
            notes.append(f"{thing.id}: {thing.match.word!r} is drawn as {thing.match.kind.name}")
    return notes


def _same(word: str, name: str) -> bool:
    """Whether one is the other's plural, or both are parts of one word."""
    return name.removesuffix("s") in word or word.removesuffix("s") in name
