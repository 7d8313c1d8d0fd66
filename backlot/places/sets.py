"""Sets by name: which place the words mean, and its stage, dressed for an hour and a weather.

python -c "from backlot.places.sets import find_set; print(find_set('the old oak wood behind the mill'))"
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from backlot.colour import colours_at, words_of
from backlot.places import afar, indoors, landmarks, outdoors, rooms, town, waters
from backlot.places.light import find_light
from backlot.places.stage import Stage

Build = Callable[[Stage], None]

_BUILDERS: dict[str, tuple[Build, str]] = {
    "forest": (outdoors.build_forest, "wood woods woodland grove thicket copse undergrowth trees orchard"),
    "meadow": (
        outdoors.build_meadow,
        "field grassland hill hillside hills pasture prairie lawn plain valley clearing glade grass "
        "countryside outside outdoors",
    ),
    "garden": (
        outdoors.build_garden,
        "yard backyard flowerbed park courtyard nursery "
        "patio greenhouse vineyard playground cemetery graveyard hedge",
    ),
    "mountain": (outdoors.build_mountain, "mountains peak summit cliff alps ridge rocks volcano slope pass"),
    "desert": (outdoors.build_desert, "dunes sahara wasteland canyon savanna savannah"),
    "snowfield": (outdoors.build_snowfield, "snow ice arctic tundra glacier pole icefield north"),
    "farm": (
        outdoors.build_farm,
        "barn farmyard barnyard ranch pigsty coop henhouse cornfield wheatfield mill",
    ),
    "road": (outdoors.build_road, "path lane way trail track highway roadside crossroads"),
    "cave": (outdoors.build_cave, "cavern den lair burrow tunnel grotto mine underground hole"),
    "beach": (waters.build_beach, "seashore shore coast seaside sand island bay"),
    "lake": (waters.build_lake, "pond pool lagoon marsh swamp reeds waterhole"),
    "river": (waters.build_river, "brook stream creek riverbank ford waterfall bank"),
    "living room": (
        indoors.build_living_room,
        "room house home cottage parlour parlor lounge flat apartment hut cabin sofa armchair "
        "villa hotel bathroom",
    ),
    "village street": (town.build_village, "village hamlet town street cottages neighbourhood gate"),
    "city street": (
        town.build_city,
        "city downtown skyscrapers pavement sidewalk streets avenue "
        "roof rooftop balcony alley alleyway boulevard terrace",
    ),
    "market": (town.build_market, "marketplace bazaar fair square stall plaza festival"),
    "castle": (town.build_castle, "fortress tower kingdom citadel ruins"),
    "arena": (town.build_arena, "stadium circus colosseum amphitheatre racetrack stage theatre"),
    "harbour": (afar.build_harbour, "harbor port dock quay pier wharf jetty"),
    "sea": (afar.build_sea, "ocean waves boat ship deck raft water"),
    "sky": (afar.build_sky, "clouds air heaven heavens nest treetop"),
    "space": (afar.build_space, "moon planet stars galaxy mars orbit asteroid universe"),
    "underwater": (afar.build_underwater, "seabed reef undersea depths seafloor ocean-floor"),
    "camp": (afar.build_camp, "campfire tent campsite"),
    "kitchen": (rooms.build_kitchen, "stove hearth bakery scullery oven fireplace dining"),
    "bedroom": (rooms.build_bedroom, "bed bedside bedchamber chamber attic dormitory"),
    "workshop": (rooms.build_workshop, "smithy forge studio bench cobbler laboratory lab"),
    "classroom": (rooms.build_classroom, "blackboard lesson schoolroom school class"),
    "castle hall": (
        rooms.build_hall,
        "hall palace ballroom church temple cathedral dungeon court "
        "mansion manor monastery courtroom chapel abbey",
    ),
    "throne room": (rooms.build_throne_room, "throne"),
    "library": (rooms.build_library, "study archive bookshop"),
    "shop": (rooms.build_shop, "store inn tavern pub cafe restaurant counter"),
    "stable": (rooms.build_stable, "stall manger loft shed hayloft"),
    "well": (landmarks.build_well, "fountain"),
    "bridge": (landmarks.build_bridge, "viaduct aqueduct"),
    "lighthouse": (landmarks.build_lighthouse, "beacon"),
    "platform": (landmarks.build_platform, "station railway terminus"),
    "carriage": (landmarks.build_carriage, "train tram bus compartment wagon coach subway underground-train"),
    "office": (
        landmarks.build_office,
        "agency bureau newsroom desk headquarters bank lift elevator reception",
    ),
    "works hall": (
        landmarks.build_works,
        "depot factory garage warehouse hangar museum hospital gym works foundry brewery gallery airport "
        "lobby corridor hallway cellar basement indoors inside interior building ceiling beams",
    ),
    "spaceship": (rooms.build_spaceship, "rocket spacecraft cockpit cabin-deck capsule shuttle"),
}
SETS: tuple[str, ...] = tuple(_BUILDERS)
"""Every set there is."""
NEUTRAL = "meadow"
"""Where a place is set that no word is known of."""
_BY_WORD: dict[str, str] = {
    w: name for name, (_, words) in _BUILDERS.items() for w in (*name.split()[-1:], *words.split())
}
_BY_WORD.update({name: name for name in _BUILDERS})


_PHRASES: dict[str, str] = {
    "space station": "spaceship",
    "space ship": "spaceship",
    "town square": "market",
    "market square": "market",
    "school room": "classroom",
    "sea shore": "beach",
    "river bank": "river",
    "farm house": "living room",
    "front garden": "garden",
    "bus stop": "city street",
    "police station": "works hall",
    "fire station": "works hall",
    "end of the line": "platform",
    "main hall": "castle hall",
}
"""Two words that mean another place than either of them."""
_RAILS = frozenset(["rails", "rail", "railway", "tracks", "tramline", "tramway"])
_WEAK = frozenset(
    words_of(
        "indoors inside interior building ceiling beams way desk bench water trees north hole class track "
        "train tram bus roof balcony terrace lift hedge"
    )
)
"""Words that say what a place has, and count only where nothing says what it is."""
_WINTER = frozenset(["winter", "snowy", "snow", "frozen", "icy", "december", "wintry"])
_WATERS = frozenset(["sea", "river", "lake", "ocean", "water", "pond", "waves"])


@dataclass(frozen=True)
class SetMatch:
    """What the words for a place were taken to mean."""

    name: str
    word: str
    """the word that decided; '' when none is known and the neutral set stands in"""


def find_set(words: str) -> SetMatch:
    """The set that a place's words mean: a two-word name first, then the first word that is known."""
    found = words_of(words)
    text = " ".join(found)
    if {"bottom", "under", "beneath"} & set(found) and _WATERS & set(found):
        return SetMatch("underwater", "under water")
    for phrase, name in _PHRASES.items():
        if phrase in text:
            return SetMatch(name, phrase)
    for name in _BUILDERS:
        if " " in name and name in text:
            return SetMatch(name, name)
    for word in [w for w in found if w not in _WEAK] + [w for w in found if w in _WEAK]:
        for form in (word, word.removesuffix("s"), word.removesuffix("es"), *word.split("-")[::-1]):
            if form in _BY_WORD:
                return SetMatch(_BY_WORD[form], form)
    return SetMatch(NEUTRAL, "")


def build_stage(
    place: str, words: str, time: str | None, weather: str | None, span: float, mood: str | None = None
) -> Stage:
    """The dressed stage of a place: the same id and words give the same place at every hour.

    Args:
        place: the place's id, the seed of its variation.
        span: half the width to dress, in frame heights.
        mood: of the scene; it colours the light a little.
    """
    match = find_set(words)
    found = words_of(words)
    light = replace(find_light(time, weather, mood), covered=bool(_WINTER & set(found)))
    stage = Stage(zlib.crc32(place.encode()), light, span, words=frozenset(found))
    for i, colour in colours_at(found):
        for thing in {"wall", "walls", "stove", "bed"} & set(found[i : i + 3]):
            stage.hints[thing.removesuffix("s")] = colour
    _BUILDERS[match.name][0](stage)
    if _RAILS & stage.words and not stage.indoors and match.name != "platform":
        landmarks.add_rails(stage)
    return stage
