"""Sets by name: which place the words mean, and its stage, dressed for an hour and a weather.

python -c "from backlot.places.sets import find_set; print(find_set('the old oak wood behind the mill'))"
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from backlot.colour import colours_at, words_of
from backlot.places import (
    aboard,
    afar,
    doorstep,
    grounds,
    halls,
    heavens,
    heights,
    hideaways,
    indoors,
    landmarks,
    nooks,
    outdoors,
    public_rooms,
    rides,
    rooms,
    small_rooms,
    town,
    waters,
    wilds,
)
from backlot.places.dressing import add_board, add_named_things
from backlot.places.light import find_light
from backlot.places.reverse import turn_round
from backlot.places.stage import Stage
from prompts.screenplay import Place

Build = Callable[[Stage], None]

_BUILDERS: dict[str, tuple[Build, str]] = {
    "forest": (outdoors.build_forest, "wood woods woodland grove thicket copse undergrowth trees orchard"),
    "jungle": (wilds.build_jungle, "rainforest bush-jungle tropics"),
    "meadow": (
        outdoors.build_meadow,
        "field grassland hill hillside hills hilltop pasture prairie lawn plain valley clearing glade grass "
        "countryside outside outdoors moor heath green steppe zoo battlefield hedge wall",
    ),
    "crops": (wilds.build_crops, "cornfield wheatfield wheat corn maize barley rye crop harvest"),
    "garden": (
        outdoors.build_garden,
        "yard backyard flowerbed flower-bed park courtyard patio vineyard vegetable-garden terrace",
    ),
    "mountain": (
        heights.build_mountain,
        "mountains peak summit cliff alps ridge rocks slope pass gorge ravine quarry",
    ),
    "volcano": (wilds.build_volcano, "crater lava"),
    "desert": (outdoors.build_desert, "dune dunes sahara wasteland canyon savanna savannah sandpit outback"),
    "pyramid": (wilds.build_pyramid, "pyramids sphinx egypt"),
    "oasis": (wilds.build_oasis, ""),
    "snowfield": (heights.build_snowfield, "snow tundra north"),
    "ice": (wilds.build_ice, "igloo iceberg icebergs arctic antarctic antarctica pole glacier icefield floe"),
    "farm": (outdoors.build_farm, "barn farmyard barnyard ranch pigsty coop henhouse paddock sty"),
    "mill": (grounds.build_mill, "windmill watermill"),
    "road": (
        outdoors.build_road,
        "path lane way trail track highway roadide crossroad puddle ditch wayside",
    ),
    "cave": (outdoors.build_cave, "cavern lair tunnel grotto mine underground"),
    "beach": (waters.build_beach, "seashore shore coast seaside sand bay"),
    "island": (wilds.build_island, "islet atoll"),
    "lake": (waters.build_lake, "pond lagoon reeds waterhole lakeside"),
    "swamp": (wilds.build_swamp, "marsh bog fen mire marshland bayou"),
    "river": (waters.build_river, "brook stream creek riverbank riverside ford bank spring"),
    "waterfall": (wilds.build_waterfall, "falls cascade"),
    "pool": (grounds.build_pool, "swimming-pool swimming baths"),
    "living room": (
        indoors.build_living_room,
        "room house home cottage parlour parlor lounge flat apartment hut sofa armchair "
        "villa hotel caravan trailer farmhouse dollhouse",
    ),
    "village street": (town.build_village, "village hamlet town street cottages neighbourhood gate"),
    "city street": (
        town.build_city,
        "city downtown skyscrapers pavement sidewalk streets avenue balcony alley alleyway boulevard "
        "kiosk cinema",
    ),
    "roofs": (grounds.build_roofs, "roof rooftop rooftops chimney chimneys"),
    "market": (town.build_market, "marketplace bazaar fair fairground square stall plaza festival"),
    "playground": (grounds.build_playground, "swings slide swing seesaw"),
    "pitch": (grounds.build_pitch, "football soccer football-field playing-field goal stadium"),
    "graveyard": (grounds.build_graveyard, "cemetery churchyard grave graves tombstone tombstones"),
    "castle": (town.build_castle, "fortress tower kingdom citadel"),
    "temple": (grounds.build_temple, "ruins ruin acropolis shrine pagoda"),
    "arena": (town.build_arena, "colosseum amphitheatre racetrack"),
    "circus": (halls.build_circus, "big-top ring"),
    "theatre": (halls.build_theatre, "theater stage opera backstage concert"),
    "harbour": (afar.build_harbour, "harbor port dock quay pier wharf jetty"),
    "sea": (afar.build_sea, "ocean waves ship deck water ferry vessel"),
    "burrow": (
        hideaways.build_burrow,
        "den hole mousehole rabbit-hole foxhole warren anthill ant-hill molehill earth sett",
    ),
    "hollow tree": (hideaways.build_hollow, "hollow tree-hole knothole woodpecker-hole beehive hive"),
    "treetop": (hideaways.build_treetop, "nest treetops branch bough eyrie perch"),
    "drawer": (
        nooks.build_drawer,
        "box pocket toybox toy-box pencil-case matchbox suitcase chest-of-drawers jar bag fridge cupboard",
    ),
    "shelf": (
        nooks.build_shelf,
        "bookshelf windowsill window-sill mantelpiece bookcase ledge sill flowerpot wardrobe",
    ),
    "under bed": (nooks.build_under_bed, ""),
    "boat": (
        rides.build_boat,
        "rowboat rowing-boat raft canoe dinghy kayak gondola lifeboat sailboat punt",
    ),
    "car": (rides.build_car, "taxi van truck lorry jeep automobile"),
    "cart": (rides.build_cart, "wagon sledge sleigh hay-cart"),
    "balloon": (rides.build_balloon, "hot-air-balloon airship air-balloon basket"),
    "bath": (rides.build_tub, "bathtub tub"),
    "sky": (heavens.build_sky, "clouds air heaven heavens cloudland"),
    "space": (heavens.build_space, "moon planet stars galaxy mars orbit asteroid universe"),
    "underwater": (afar.build_underwater, "seabed reef undersea depths seafloor ocean-floor aquarium"),
    "camp": (afar.build_camp, "campfire tent campsite"),
    "treehouse": (grounds.build_treehouse, "tree-house"),
    "kitchen": (rooms.build_kitchen, "stove hearth bakery scullery oven fireplace dining pantry larder"),
    "bedroom": (rooms.build_bedroom, "bed bedside bedchamber chamber dormitory nursery"),
    "bathroom": (small_rooms.build_bathroom, "shower washroom toilet"),
    "attic": (small_rooms.build_attic, "garret"),
    "cellar": (small_rooms.build_cellar, "basement vault wine-cellar crypt"),
    "workshop": (rooms.build_workshop, "smithy forge studio bench cobbler toolshed"),
    "laboratory": (public_rooms.build_laboratory, "lab observatory"),
    "classroom": (rooms.build_classroom, "blackboard lesson schoolroom school class kindergarten playroom"),
    "gym": (halls.build_gym, "gymnasium sports-hall"),
    "corridor": (small_rooms.build_corridor, "hallway passage staircase lobby lift elevator stairs"),
    "castle hall": (
        rooms.build_hall,
        "hall palace ballroom court mansion manor courtroom courthouse banquet banquet-hall synagogue mosque",
    ),
    "church": (halls.build_church, "cathedral chapel abbey monastery convent"),
    "dungeon": (small_rooms.build_dungeon, "prison jail cell cage bars"),
    "tomb": (small_rooms.build_tomb, "sarcophagus burial"),
    "throne room": (rooms.build_throne_room, "throne"),
    "library": (rooms.build_library, "study archive bookshop bookstore"),
    "shop": (rooms.build_shop, "store counter pharmacy toyshop"),
    "restaurant": (
        public_rooms.build_restaurant,
        "cafe café inn tavern pub bar canteen cafeteria diner pizzeria",
    ),
    "supermarket": (public_rooms.build_supermarket, "grocery mall department-store"),
    "stable": (rooms.build_stable, "stall manger loft shed hayloft kennel doghouse granary"),
    "greenhouse": (small_rooms.build_greenhouse, "glasshouse conservatory hothouse"),
    "well": (landmarks.build_well, "fountain"),
    "doorstep": (doorstep.build_doorstep, "porch threshold veranda"),
    "bridge": (landmarks.build_bridge, "viaduct aqueduct"),
    "lighthouse": (landmarks.build_lighthouse, "beacon"),
    "platform": (landmarks.build_platform, "station railway terminus"),
    "carriage": (
        landmarks.build_carriage,
        "train tram bus compartment coach subway underground-train airplane plane aeroplane helicopter jet",
    ),
    "airport": (public_rooms.build_airport, "terminal departure"),
    "office": (landmarks.build_office, "agency bureau newsroom desk headquarters bank reception"),
    "hospital": (public_rooms.build_hospital, "clinic ward infirmary hospice surgery"),
    "museum": (public_rooms.build_museum, "gallery exhibition"),
    "works hall": (
        landmarks.build_works,
        "depot factory warehouse hangar works foundry brewery barracks bunker "
        "indoors inside interior building ceiling beams",
    ),
    "garage": (small_rooms.build_garage, "petrol-station mechanic"),
    "cabin": (aboard.build_cabin, "berth galley"),
    "submarine": (aboard.build_submarine, "diving-bell"),
    "spaceship": (
        heavens.build_spaceship,
        "rocket spacecraft cockpit cabin-deck capsule shuttle starship ufo",
    ),
}
SETS: tuple[str, ...] = tuple(_BUILDERS)
"""Every set there is."""
NEUTRAL = "meadow"
"""Where a place is set that no word is known of; a board there says what it should be."""
_BY_WORD: dict[str, str] = {
    w: name
    for name, (_, words) in _BUILDERS.items()
    for w in (*([] if " " in name else [name]), *words.split())
}
_PHRASES: dict[str, str] = {
    "space station": "spaceship",
    "space ship": "spaceship",
    "moon base": "spaceship",
    "ice hotel": "ice",
    "north pole": "ice",
    "south pole": "ice",
    "town square": "market",
    "market square": "market",
    "village square": "market",
    "school room": "classroom",
    "school yard": "playground",
    "school hall": "gym",
    "sports field": "pitch",
    "football field": "pitch",
    "corn field": "crops",
    "wheat field": "crops",
    "sea shore": "beach",
    "river bank": "river",
    "farm house": "living room",
    "front garden": "garden",
    "forest clearing": "forest",
    "bus stop": "city street",
    "police station": "office",
    "fire station": "garage",
    "petrol station": "garage",
    "gas station": "garage",
    "filling station": "garage",
    "end of the line": "platform",
    "main hall": "castle hall",
    "town hall": "castle hall",
    "village hall": "castle hall",
    "tower room": "castle hall",
    "bell tower": "church",
    "underground station": "platform",
    "hot air balloon": "balloon",
    "railway carriage": "carriage",
    "engine room": "works hall",
    "control room": "spaceship",
    "waiting room": "platform",
    "swimming pool": "pool",
    "circus tent": "circus",
    "big top": "circus",
    "captain s cabin": "cabin",
    "ship s cabin": "cabin",
    "ship cabin": "cabin",
    "log cabin": "living room",
    "wooden cabin": "living room",
    "tree house": "treehouse",
    "ice cream": "shop",
    "toy shop": "shop",
    "video game": "living room",
}
"""Two words that mean another place than either of them."""
_TAILS: dict[str, str] = {
    "yard": "garden", "field": "meadow", "land": "meadow", "wood": "forest", "room": "living room",
    "house": "living room", "shop": "shop", "store": "shop", "hall": "castle hall", "works": "works hall",
    "shed": "stable", "side": "meadow", "hole": "cave", "way": "road", "base": "spaceship", "port": "harbour",
    "castle": "castle", "market": "market", "bridge": "bridge", "station": "platform",
}  # fmt: skip
"""What a compound is that is in no list, by its end: `teahouse`, `timberyard`."""
_RAILS = frozenset(["rails", "rail", "railway", "tracks", "tramline", "tramway"])
_WEAK = frozenset(
    words_of(
        "indoors inside interior building ceiling beams way desk bench water trees north hole class track "
        "train tram bus plane airplane aeroplane balcony terrace lift hedge wall path lane trail road gate "
        "stairs bed stove fireplace room home house hall yard swing slide stage reeds puddle ditch cabin "
        "sofa armchair counter goal ring sand snow ice corn wheat grass outside outdoors bars green "
        "bar swings "
        "earth hole branch box pocket jar bag shelf cupboard ledge hollow car cart wagon basket"
    )
)
"""Words that say what a place has or what sort it is, and count where nothing says more."""
_OPENERS = re.compile(
    r"[^\w\s'’-]|\b(?:in|on|at|by|of|with|near|behind|beside|beneath|under|over|above|across|along|around|among"
    r"|between|inside|into|from|to|full|where|and|that|which)\b"
)
"""Where the words that name a place end, and those begin that say where it is and what is in it."""
_WINTER = frozenset(["winter", "snowy", "snow", "frozen", "icy", "december", "wintry"])
_WATERS = frozenset(["sea", "river", "lake", "ocean", "water", "pond", "waves"])


@dataclass(frozen=True)
class SetMatch:
    """What the words for a place were taken to mean."""

    name: str
    word: str
    """the word that decided; '' when none is known and the neutral set stands in"""


def find_set(*texts: str) -> SetMatch:
    """The set that the words for a place mean.

    Args:
        texts: its name, its look ..., the most telling first. What stands before the first `with` or `in` of
            each counts most; there a two-word name first, then the last word that is known: a `castle
            kitchen` is a kitchen.
    """
    found = [w for text in texts for w in words_of(text)]
    if {"bottom", "under", "beneath"} & set(found) and _WATERS & set(found):
        return SetMatch("underwater", "under water")
    if re.search(r"\b(?:under|beneath)[ -](?:(?:the|a|his|her|their)[ -])?bed\b", " ".join(texts).lower()):
        return SetMatch("under bed", "under bed")
    parts = [[words_of(part) for part in _OPENERS.split(text.lower())] for text in texts]
    heads = [next((part for part in row if part), []) for row in parts]
    rest = [part for row, head in zip(parts, heads, strict=True) for part in row if part is not head]
    for words in (heads, rest):
        for part in words:
            text = f" {' '.join(part).replace('-', ' ')} "
            for phrase, name in (*_PHRASES.items(), *((n, n) for n in _BUILDERS if " " in n)):
                if f" {phrase} " in text:
                    return SetMatch(name, phrase)
        for weak in (False, True):
            for part in words:
                for word in reversed(part):
                    if (word in _WEAK) == weak and (match := _match(word)):
                        return match
    tails = ((word, tail) for word in found for tail in _TAILS if word.endswith(tail) and word != tail)
    return next((SetMatch(_TAILS[tail], word) for word, tail in tails), SetMatch(NEUTRAL, ""))


def _match(word: str) -> SetMatch | None:
    for form in (word, word.removesuffix("s"), word.removesuffix("es"), *word.split("-")[::-1]):
        if form in _BY_WORD:
            return SetMatch(_BY_WORD[form], form)
    return None


def place_words(place: Place | None, place_id: str | None) -> list[str]:
    """What is said of a scene's place: its name, its look, its id; [] where nothing is."""
    texts = [place.name, place.look, place_id] if place else [place_id]
    return [text.replace("_", " ") for text in texts if text]


def build_stage(
    place: str,
    words: Sequence[str],
    time: str | None,
    weather: str | None,
    span: float,
    mood: str | None = None,
    besides: Collection[str] = (),
    reverse: bool = False,
) -> Stage:
    """The dressed stage of a place: the same id and words give the same place at every hour.

    Args:
        place: the place's id, the seed of its variation.
        words: its name, its look ..., as for `find_set`.
        span: half the width to dress, in frame heights.
        mood: of the scene; it colours the light a little.
        besides: names of things that are drawn anyway, so that the set needs none.
        reverse: the camera looks the other way; a room has another wall there.
    """
    match = find_set(*words)
    found = [w for text in words for w in words_of(text)]
    light = replace(find_light(time, weather, mood), covered=bool(_WINTER & set(found)))
    stage = Stage(zlib.crc32(place.encode()), light, span, words=frozenset(found), besides=frozenset(besides))
    for i, colour in colours_at(found):
        for thing in {"wall", "walls", "stove", "bed"} & set(found[i : i + 3]):
            stage.hints[thing.removesuffix("s")] = colour
    _BUILDERS[match.name][0](stage)
    if _RAILS & stage.words and not stage.indoors and match.name != "platform":
        landmarks.add_rails(stage)
    if not match.word and any(words):
        add_board(stage, next(text for text in words if text))
    if reverse:
        turn_round(stage, match.name)
    else:
        add_named_things(stage, match.name)
    return stage
