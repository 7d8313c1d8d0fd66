"""What can be played, and how lively it is.

python -c "from director.rules.playable import played_as; print(played_as()['gallop'])"
"""

from __future__ import annotations

from functools import cache

from director.language.words import read_sections


@cache
def played_as() -> dict[str, str]:
    """The base form of a verb -> the verb it is played as."""
    return {base: doing for doing, bases in read_sections("deeds.txt").items() for base in bases}


ENERGY = {
    "run": 8,
    "fight": 9,
    "jump": 7,
    "fall": 7,
    "fly": 6,
    "swim": 6,
    "dance": 7,
    "climb": 6,
    "walk": 5,
    "ride": 6,
    "sail": 5,
    "come": 5,
    "leave": 5,
    "crawl": 4,
}


ENERGY |= {
    "shout": 6,
    "work": 4,
    "carry": 4,
    "take": 4,
    "pick": 4,
    "put": 4,
    "catch": 5,
    "throw": 5,
    "drop": 4,
    "open": 4,
    "play": 5,
    "push": 5,
    "pull": 5,
    "chop": 5,
    "hammer": 4,
    "dig": 4,
    "sweep": 4,
    "cast": 5,
    "blow": 4,
    "drink": 4,
    "sing": 4,
    "bow": 4,
    "search": 4,
    "light": 4,
    "laugh": 5,
    "cry": 4,
    "sleep": 1,
    "lie": 2,
    "sit": 2,
    "stand": 2,
    "think": 2,
    "look": 3,
}
