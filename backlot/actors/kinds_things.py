"""The table of kinds: things that act. Data for kinds.py."""

from __future__ import annotations

from backlot.actors.kind import Kind, make_kind

THINGS: list[Kind] = [
    make_kind("straw", "thing", (240, 208, 106), extras="stalk", size=0.62),
    make_kind("coal", "thing", (66, 62, 72), extras="lump glow", size=0.4, aliases="ember cinder charcoal"),
    make_kind("bean", "thing", (140, 178, 92), extras="bean", size=0.4, aliases="seed pea grain"),
    make_kind("teapot", "thing", (224, 232, 240), extras="teapot", size=0.46),
    make_kind("cup", "thing", (238, 196, 176), extras="cup", size=0.36, aliases="teacup mug vase"),
    make_kind(
        "stone",
        "thing",
        (158, 156, 158),
        extras="lump",
        size=0.44,
        aliases="rock pebble boulder brick",
    ),
    make_kind(
        "tree",
        "thing",
        (104, 166, 90),
        extras="tree",
        size=1.25,
        aliases="oak pine fir willow bush apple-tree sapling",
    ),
    make_kind(
        "flower",
        "thing",
        (238, 118, 150),
        extras="flower",
        size=0.56,
        aliases="daisy sunflower tulip rose lily dandelion blossom thistle",
    ),
    make_kind(
        "apple",
        "thing",
        (216, 66, 58),
        extras="fruit",
        size=0.4,
        aliases="cherry peach plum fruit",
    ),
    make_kind("pumpkin", "thing", (240, 142, 54), extras="pumpkin", size=0.46, aliases="melon gourd"),
    make_kind("mushroom", "thing", (216, 70, 62), extras="mushroom", size=0.44, aliases="toadstool"),
    make_kind("candle", "thing", (250, 240, 214), extras="candle", size=0.5, aliases="match matchstick"),
    make_kind("lamp", "thing", (248, 206, 110), extras="lamp", size=0.6, aliases="streetlight"),
    make_kind("book", "thing", (172, 74, 70), extras="box book", size=0.5, aliases="diary notebook"),
    make_kind("clock", "thing", (186, 128, 78), extras="clock", size=0.6),
    make_kind(
        "box",
        "thing",
        (206, 164, 112),
        extras="box",
        size=0.5,
        aliases="cube",
    ),
    make_kind(
        "ball",
        "thing",
        (226, 84, 78),
        extras="round-thing",
        size=0.42,
        aliases="marble bubble",
    ),
    make_kind("sun", "thing", (252, 206, 76), extras="sun", size=0.8),
    make_kind("moon", "thing", (250, 236, 180), extras="moon", size=0.8),
    make_kind("star", "thing", (252, 220, 110), extras="star", size=0.5),
    make_kind("cloud", "thing", (240, 246, 252), extras="cloud", size=0.6, aliases="storm fog mist"),
    make_kind(
        "drop",
        "thing",
        (110, 180, 230),
        extras="drop",
        size=0.4,
        aliases="raindrop water dewdrop tear puddle",
    ),
    make_kind("flame", "thing", (248, 150, 56), extras="flame", size=0.5, aliases="fire spark bonfire"),
    make_kind("leaf", "thing", (140, 184, 84), extras="leaf", size=0.44),
    make_kind(
        "pencil",
        "thing",
        (246, 192, 72),
        extras="pencil",
        size=0.6,
        aliases="crayon",
    ),
    make_kind("shoe", "thing", (150, 92, 62), extras="shoe", size=0.4, aliases="boot slipper"),
    make_kind(
        "car",
        "thing",
        (220, 74, 68),
        extras="car",
        size=0.56,
        aliases="taxi cab jeep",
    ),
    make_kind("boat", "thing", (196, 122, 76), extras="boat", size=0.6, aliases="sailboat dinghy canoe"),
    make_kind("tram", "thing", (238, 190, 70), extras="tram", size=1.2, aliases="trolley streetcar tramcar"),
    make_kind("bus", "thing", (214, 76, 70), extras="bus", size=1.15, aliases="coach minibus ambulance"),
    make_kind(
        "train", "thing", (74, 130, 96), extras="train", size=1.15, aliases="locomotive engine carriage wagon"
    ),
    make_kind("truck", "thing", (84, 132, 190), extras="truck", size=1.05, aliases="lorry van "),
    make_kind(
        "aeroplane",
        "thing",
        (226, 96, 80),
        extras="plane",
        size=0.95,
        aliases="airplane plane jet glider",
    ),
    make_kind(
        "rocket",
        "thing",
        (238, 240, 246),
        extras="rocket",
        size=1.2,
        aliases="spaceship starship spacecraft shuttle",
    ),
    make_kind(
        "ship", "thing", (70, 96, 150), extras="ship", size=1.1, aliases="steamer ferry tugboat freighter"
    ),
    make_kind(
        "bicycle", "thing", (88, 160, 150), extras="bicycle", size=0.8, aliases="bike tricycle scooter"
    ),
    make_kind("tractor", "thing", (92, 160, 92), extras="tractor", size=0.95, aliases="digger bulldozer"),
    make_kind(
        "fire engine",
        "thing",
        (214, 62, 56),
        extras="fire-engine",
        size=1.1,
        aliases="fire-engine fire-truck",
    ),
    make_kind("submarine", "thing", (246, 200, 80), extras="submarine", size=0.95),
    make_kind("helicopter", "thing", (90, 150, 206), extras="helicopter", size=0.95, aliases="chopper"),
    make_kind(
        "wind", "thing", (206, 228, 244), extras="wind", size=0.75, aliases="breeze gale gust north-wind"
    ),
]
