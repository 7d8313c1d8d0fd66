"""The table of kinds: people. Data for kinds.py."""

from __future__ import annotations

from backlot.actors.kind import Kind, make_kind

PEOPLE: list[Kind] = [
    make_kind(
        "man",
        "person",
        size=1.0,
        head=0.33,
        extras="short-hair",
        aliases=(
            "slave prisoner runaway crowd court villagers guests family folk company everybody men boss "
            "pirate-hunter shopper visitor patient barber "
            "person human people mr father dad daddy papa husband uncle brother gentleman fellow guy "
            "driver "
            "neighbour neighbor servant traveller traveler stranger "
            "villager passenger "
            "somebody someone customer shopkeeper engineer manager "
            "poet lad master "
            "youth clerk hero carpenter weaver mayor musician"
        ),
    ),
    make_kind(
        "woman",
        "person",
        size=0.97,
        head=0.33,
        extras="long-hair",
        wears="dress",
        aliases=(
            "lady mother mom mum mummy mama wife aunt sister madam mrs ms miss maid maiden "
            "stepmother "
            "seamstress heroine dancer singer waitress"
        ),
    ),
    make_kind(
        "old man",
        "person",
        size=0.93,
        head=0.35,
        extras="bald old beard",
        wears="waistcoat",
        aliases=("grandfather grandpa granddad elder hermit sage"),
    ),
    make_kind(
        "old woman",
        "person",
        size=0.88,
        head=0.35,
        extras="bun old",
        wears="dress, apron",
        aliases=("grandmother grandma granny crone widow"),
    ),
    make_kind(
        "boy",
        "person",
        size=0.74,
        head=0.41,
        extras="short-hair child",
        wears="shirt",
        aliases=("child kid son grandson pupil schoolboy toddler apprentice page nephew tom"),
    ),
    make_kind(
        "girl",
        "person",
        size=0.74,
        head=0.41,
        extras="braids child",
        wears="dress",
        aliases=("daughter granddaughter schoolgirl niece shepherdess goose-girl"),
    ),
    make_kind(
        "baby", "person", size=0.5, head=0.5, extras="child bald", wears="shirt", aliases="infant newborn"
    ),
    make_kind(
        "king",
        "person",
        size=1.04,
        head=0.33,
        extras="beard short-hair",
        wears="crown, cape, robe",
        build=1.15,
        aliases="emperor monarch ruler tsar lord duke baron majesty",
    ),
    make_kind(
        "queen",
        "person",
        size=1.0,
        head=0.33,
        extras="long-hair",
        wears="crown, gown, cape",
        aliases="empress duchess",
    ),
    make_kind(
        "princess", "person", size=0.85, head=0.38, extras="ponytail-hair", wears="crown, gown", aliases=""
    ),
    make_kind("prince", "person", size=0.92, head=0.36, extras="short-hair", wears="crown, cape", aliases=""),
    make_kind(
        "knight",
        "person",
        size=1.02,
        head=0.34,
        extras="short-hair",
        wears="armour, helmet",
        build=1.1,
        aliases="guard warrior sentry samurai",
    ),
    make_kind(
        "wizard",
        "person",
        size=1.0,
        head=0.34,
        extras="old long-beard white-hair",
        wears="robe, pointed hat",
        aliases="sorcerer magician warlock mage alchemist astronomer",
    ),
    make_kind(
        "witch",
        "person",
        size=0.96,
        head=0.35,
        extras="long-hair",
        wears="black robe, black pointed hat",
        aliases="sorceress enchantress hag",
    ),
    make_kind(
        "farmer",
        "person",
        size=1.0,
        head=0.34,
        extras="short-hair",
        wears="overalls, straw hat",
        build=1.08,
        aliases="peasant gardener countryman",
    ),
    make_kind(
        "fisherman",
        "person",
        size=1.0,
        head=0.34,
        extras="beard short-hair",
        wears="yellow coat, yellow oilskin hat",
        aliases="fisher ferryman boatman",
    ),
    make_kind(
        "shoemaker",
        "person",
        size=0.94,
        head=0.35,
        extras="bald old moustache",
        wears="shirt, leather apron, glasses",
        aliases="cobbler craftsman watchmaker clockmaker toymaker potter woodcarver",
    ),
    make_kind(
        "cook",
        "person",
        size=0.97,
        head=0.35,
        extras="short-hair moustache",
        wears="white apron, chef hat",
        build=1.12,
        aliases="chef butcher innkeeper",
    ),
    make_kind(
        "woodcutter",
        "person",
        size=1.02,
        head=0.33,
        extras="beard short-hair",
        wears="red shirt, brown cap",
        build=1.12,
        aliases="woodman lumberjack forester",
    ),
    make_kind(
        "elf",
        "person",
        size=0.5,
        head=0.44,
        ears="pointed-side",
        extras="short-hair child",
        wears="green shirt, green pointed hat",
        aliases="pixie leprechaun imp brownie sprite",
    ),
    make_kind(
        "fairy",
        "person",
        size=0.55,
        head=0.42,
        extras="long-hair child wings",
        wears="pink dress",
        aliases="nymph",
    ),
    make_kind(
        "astronaut",
        "person",
        size=0.98,
        head=0.36,
        extras="short-hair",
        wears="spacesuit",
        aliases="cosmonaut spaceman pilot",
    ),
    make_kind(
        "giant",
        "person",
        size=1.35,
        head=0.22,
        extras="beard short-hair",
        build=1.75,
        wears="tunic",
        aliases="",
    ),
]
