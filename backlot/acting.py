"""Acting: the words of a shot into an action, and an action into a pose at every moment.

Everything is a smooth function of seconds and of the ground covered, so nothing is frozen and no foot slides.
Knows nothing of shapes or boxes.

    python -c "from backlot.acting import find_action; print(find_action('waves to the old miller'))"
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from backlot.colour import words_of
from backlot.look import Actor
from backlot.pose import Pose, blend, ease

_VERBS: dict[str, str] = {
    "walk": "walk stroll wander go come approach march trot hike travel follow leave enter cross return arrive stride "
    "tiptoe creep pace step journey head plod limp went came left goes crossing",
    "run": "run rush hurry chase flee escape race dash gallop sprint ran fled scurry",
    "jump": "jump leap hop bounce spring skip leapt",
    "sit": "sit perch settle rest sat seated",
    "sleep": "sleep nap doze slumber snore asleep slept sleeping lie lay lying faint",
    "wave": "wave greet beckon goodbye hello farewell welcome",
    "point": "point show indicate explain order command direct tell warn",
    "eat": "eat munch chew nibble bite taste devour gobble feast ate swallow drink sip lick drank",
    "carry": "carry hold lift bring fetch bear haul drag pull held carries brought took take grab pick gather collect",
    "give": "give offer hand present share pay serve deliver gave",
    "nod": "nod agree bow",
    "shake": "refuse deny disagree",
    "cry": "cry weep sob mourn wail wept tears",
    "laugh": "laugh giggle chuckle cheer grin rejoice celebrate smile joke",
    "cower": "cower tremble shiver hide shrink shudder quiver crouch scared frightened afraid terrified hid",
    "rage": "rage shout yell scold roar growl threaten stamp stomp snarl scream angry furious",
    "swim": "swim dive float paddle swam drown",
    "fly": "fly soar hover flutter flew glide flap",
    "climb": "climb scramble clamber ascend",
    "fight": "fight attack battle wrestle strike hit beat punch duel fought swing",
    "hug": "hug embrace cuddle kiss comfort hugs",
    "read": "read study book write draw paint reads wrote",
    "work": "work sew hammer knit cook stir dig sweep build plant chop stitch cut carve mend repair bake wash clean "
    "plough plow saw knead polish weave forge rake water",
    "think": "think wonder ponder consider puzzle scratch muse dream plan thought remember",
    "look": "look watch gaze stare see observe search peer notice glance find discover spot listen inspect examine saw "
    "found wait",
    "dance": "dance twirl spin play sing whirl sang",
    "kneel": "kneel beg pray plead knelt beseech",
    "fall": "fall tumble trip stumble slip collapse fell",
    "talk": "talk say speak ask reply answer whisper tell chat said asked call argue discuss told",
    "stand": "stand stop pause remain stay stood",
}
ACTIONS: tuple[str, ...] = tuple(_VERBS)
"""Every action there is."""
_BY_WORD = {word: action for action, words in _VERBS.items() for word in (action, *words.split())}
_MOVING = frozenset({"walk", "run", "carry"})
_LYING = frozenset({"sleep", "fall"})
_FEELINGS: dict[str, str] = {
    "happy": "happy glad joyful cheerful merry delighted smiling laughing proudly happily gladly",
    "sad": "sad unhappy lonely gloomy weeping crying sadly heartbroken miserable",
    "angry": "angry furious cross mad annoyed angrily raging",
    "afraid": "afraid scared frightened terrified fearful nervous worried trembling anxious",
    "surprised": "surprised astonished amazed shocked startled",
    "tired": "tired sleepy weary exhausted drowsy yawning",
    "proud": "proud boastful smug bold",
    "loving": "loving tender gently kindly fond",
}
_FEELING_OF = {word: name for name, words in _FEELINGS.items() for word in (name, *words.split())}


def find_action(words: str) -> str | None:
    """The first action that the words name; None if they name none."""
    for word in words_of(words):
        for form in _stems(word):
            if form in _BY_WORD:
                return _BY_WORD[form]
    return None


def find_feeling(words: str) -> str | None:
    """The first emotion that the words name, as the screenplay's vocabulary spells it."""
    return next((_FEELING_OF[w] for w in words_of(words) if w in _FEELING_OF), None)


def _stems(word: str) -> list[str]:
    stems = [word]
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            stems += [stem, stem + "e"]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    if word.endswith("ied") or word.endswith("ies"):
        stems.append(word[:-3] + "y")
    return stems


def is_moving(action: str) -> bool:
    """Whether the action covers ground."""
    return action in _MOVING


@dataclass(frozen=True)
class Part:
    """What one actor plays in one shot."""

    actor: Actor
    action: str = "stand"
    emotion: str = "neutral"
    facing: float = 1.0
    energy: float = 1.0
    """0.6 calm .. 1.5 lively"""


def pose_at(part: Part, t: float, travelled: float = 0.0, speed: float = 0.0, loudness: float = 0.0) -> Pose:
    """The pose at `t` seconds.

    Args:
        travelled: ground covered since the shot began, in body heights.
        speed: body heights a second just now; the gait fades in with it.
        loudness: 0..1 of the spoken line, which the mouth follows.
    """
    a = part.actor
    clock = t * (0.85 + 0.15 * part.energy) + a.phase * 5.0
    pose = _breathe(clock)
    pose = _feel(pose, part.emotion, clock)
    act = _ACTS.get(part.action)
    if act and not (part.action in _MOVING and speed > 0):
        pose = act(pose, clock, part.energy)
    if abs(speed) > 1e-4 or part.action == "carry":
        pose = _go(pose, part, travelled, abs(speed), clock)
    pose = _speak(pose, loudness, clock)
    return replace(_blink(pose, t, a.phase), facing=part.facing)


def _breathe(t: float) -> Pose:
    wave = math.sin(t * 2.1)
    return Pose(
        squash=1 + 0.012 * wave,
        nod=0.02 * math.sin(t * 1.3),
        tilt=1.6 * math.sin(t * 0.7),
        sway=math.sin(t * 1.7),
        turn=0.4 + 0.1 * math.sin(t * 0.45),
        near_arm=(-9 + 2 * wave, 8),
        far_arm=(11 + 2 * wave, 10),
        flap=0.15 * math.sin(t * 2.4),
    )


def _blink(p: Pose, t: float, phase: float) -> Pose:
    """Lids shut for a tenth of a second every three to five seconds, not in a still, never all at once in a crowd."""
    period = 3.1 + 1.7 * phase
    since = (t - 0.8 - 1.5 * phase) % period
    shut = math.exp(-(((since - 0.2) / 0.055) ** 2))
    return replace(p, lids=p.lids * (1 - shut)) if p.lids > 0.2 else p


def _speak(p: Pose, loudness: float, t: float) -> Pose:
    if loudness <= 0.02:
        return p
    emphasis = math.sin(t * 5.2)
    arm = p.far_arm
    if arm[0] < 40:
        arm = (arm[0] + 26 + 12 * emphasis, arm[1] + 44 + 10 * math.sin(t * 3.9))
    return replace(
        p,
        mouth=max(p.mouth, min(1.0, 0.18 + loudness * 0.95)),
        nod=p.nod + 0.05 * emphasis * loudness,
        tilt=p.tilt + 2.5 * math.sin(t * 3.1),
        far_arm=arm,
    )


# -- feelings ------------------------------------------------------------------------------------------------


def _feel(p: Pose, emotion: str, t: float) -> Pose:
    faces: dict[str, dict[str, object]] = {
        "happy": {"smile": 1.0, "blush": 0.7, "brow": -0.15},
        "sad": {"smile": -0.8, "brow": -0.9, "lids": 0.82, "nod": p.nod + 0.14, "blush": 0.2, "gaze": (0.0, 0.5)},
        "angry": {"smile": -0.55, "brow": 1.0, "lids": 0.92, "blush": 0.9, "lean": 4.0},
        "afraid": {"smile": -0.6, "brow": -0.9, "lids": 1.22, "mouth": 0.22, "blush": 0.0,
                   "tilt": p.tilt + 1.2 * math.sin(t * 21), "lean": -4.0},
        "surprised": {"smile": 0.1, "brow": -0.5, "lids": 1.3, "mouth": 0.55, "nod": -0.08},
        "tired": {"smile": 0.0, "brow": -0.4, "lids": 0.45, "nod": p.nod + 0.16, "lean": 3.0},
        "proud": {"smile": 0.75, "brow": 0.25, "lids": 0.75, "nod": -0.14, "lean": -3.0, "squash": p.squash + 0.02},
        "loving": {"smile": 0.9, "blush": 1.0, "brow": -0.25, "lids": 0.86, "tilt": p.tilt + 5},
    }  # fmt: skip
    return replace(p, **faces[emotion]) if emotion in faces else p  # type: ignore[arg-type]


# -- going ---------------------------------------------------------------------------------------------------

STANCE = 0.21
"""Ground that the body covers while one foot stands, walking, in body heights."""


def _go(p: Pose, part: Part, travelled: float, speed: float, t: float) -> Pose:
    """Walk or run: a standing foot keeps its place on the ground, for it moves back as fast as the body goes."""
    fast = ease((speed - (0.9 if part.action == "run" else 1.6)) / 1.2)
    stance = STANCE * part.actor.kind.size**-0.1 * (1 + 0.5 * fast)
    near, far = _foot(travelled, stance, 0.0, fast), _foot(travelled, stance, 0.5, fast)
    beat = math.sin(travelled / stance * math.pi)
    bounce = abs(beat) * (0.012 + 0.035 * fast)
    swing = beat * (20 + 12 * fast) * min(1.0, speed * 3 + 0.2)
    bend = 14 + 76 * fast
    pose = replace(
        p,
        near_foot=near,
        far_foot=far,
        hop=p.hop + bounce,
        drop=p.drop + 0.012,
        lean=p.lean + 3 + 9 * fast,
        turn=0.62,
        sway=math.sin(travelled / stance * math.pi + 0.6),
        near_arm=(-swing, bend),
        far_arm=(swing + 4, bend),
        tilt=p.tilt + 2 * beat,
    )
    if part.action == "carry":
        pose = replace(pose, near_arm=(42.0, 46.0), far_arm=(48.0, 40.0))
    return pose if part.action == "carry" else blend(p, pose, min(1.0, speed * 12))


def _foot(travelled: float, stance: float, offset: float, fast: float) -> tuple[float, float]:
    cycle = (travelled / (2 * stance) + offset) % 1.0
    if cycle < 0.5:
        return (stance * (0.5 - 2 * cycle), 0.0)
    s = (cycle - 0.5) * 2
    return (stance * (-0.5 + ease(s)), math.sin(s * math.pi) * (0.05 + 0.1 * fast))


# -- acts ----------------------------------------------------------------------------------------------------

Act = Callable[[Pose, float, float], Pose]


def _walk(p: Pose, t: float, e: float) -> Pose:
    """On the spot, where no ground is covered: the feet rise and come down in their places."""
    s = math.sin(t * 6.5)
    return replace(p, near_foot=(-0.05, max(0.0, s) * 0.05), far_foot=(0.07, max(0.0, -s) * 0.05),
                   near_arm=(-16 * s, 14), far_arm=(16 * s + 4, 14), hop=0.01 * abs(s))  # fmt: skip


def _run(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 11)
    return replace(p, near_foot=(-0.05, max(0.0, s) * 0.11), far_foot=(0.07, max(0.0, -s) * 0.11), lean=9,
                   near_arm=(-42 * s, 70), far_arm=(42 * s, 70), hop=0.03 * abs(s))  # fmt: skip


def _jump(p: Pose, t: float, e: float) -> Pose:
    u = (t * 1.1) % 1.0
    air = max(0.0, math.sin((u - 0.25) / 0.6 * math.pi)) if 0.25 < u < 0.85 else 0.0
    crouch = math.exp(-(((u - 0.14) / 0.08) ** 2)) + 0.6 * math.exp(-(((u - 0.93) / 0.05) ** 2))
    return replace(p, hop=0.24 * air * e, drop=0.07 * crouch, near_arm=(-30 - 90 * air, -10), far_arm=(30 + 90 * air, 20),
                   near_foot=(-0.05, 0.05 * air), far_foot=(0.08, 0.02 * air), smile=max(p.smile, 0.6))  # fmt: skip


def _sit(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        seated=1.0,
        drop=0.2,
        near_foot=(0.2, 0.0),
        far_foot=(0.26, 0.0),
        near_arm=(26, 30),
        far_arm=(34, 30),
    )


def _sleep(p: Pose, t: float, e: float) -> Pose:
    return replace(p, roll=-84, lids=0.0, smile=0.35, mouth=0.1 + 0.06 * math.sin(t * 1.5), squash=1 + 0.03 * math.sin(t * 1.5),
                   sleep=(t * 0.4) % 1.0, near_arm=(18, 20), far_arm=(30, 30), turn=0.1, tilt=0.0, nod=0.0,
                   near_foot=(-0.03, 0), far_foot=(0.05, 0))  # fmt: skip


def _doze(p: Pose, t: float, e: float) -> Pose:
    """Asleep where there is no room to lie: sitting, the chin on the chest."""
    return replace(_sit(p, t, e), lids=0.0, smile=0.3, nod=0.24 + 0.04 * math.sin(t * 1.5), tilt=9.0, squash=1 + 0.03 * math.sin(t * 1.5),
                   sleep=(t * 0.4) % 1.0, turn=0.3, near_arm=(30, 40), far_arm=(36, 40))  # fmt: skip


def _wave(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p, far_arm=(108.0, 46 + 26 * math.sin(t * 7)), smile=max(p.smile, 0.7), tilt=4 + 2 * math.sin(t * 3.5)
    )


def _point(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p, far_arm=(84 + 3 * math.sin(t * 2.6), 6.0), near_arm=(-28, 52), turn=0.7, lean=p.lean + 3
    )


def _eat(p: Pose, t: float, e: float) -> Pose:
    chew = 0.5 + 0.5 * math.sin(t * 8)
    lift = 0.5 + 0.5 * math.sin(t * 1.8)
    return replace(p, far_arm=(34 + 26 * lift, 84 + 26 * lift), near_arm=(24, 76), mouth=0.14 + 0.3 * chew, smile=max(p.smile, 0.5),
                   nod=p.nod + 0.05 * lift)  # fmt: skip


def _give(p: Pose, t: float, e: float) -> Pose:
    reach = 0.5 + 0.5 * math.sin(t * 1.6)
    return replace(
        p, far_arm=(58 + 18 * reach, 26 - 12 * reach), near_arm=(46 + 14 * reach, 40), lean=p.lean + 5 * reach
    )


def _nod(p: Pose, t: float, e: float) -> Pose:
    return replace(p, nod=0.1 + 0.14 * math.sin(t * 5))


def _shake(p: Pose, t: float, e: float) -> Pose:
    return replace(p, turn=0.1 + 0.55 * math.sin(t * 5), smile=min(p.smile, -0.1))


def _cry(p: Pose, t: float, e: float) -> Pose:
    sob = math.sin(t * 6)
    return replace(p, smile=-1.0, brow=-1.0, lids=0.4, mouth=0.2 + 0.1 * sob, tears=(t * 0.8) % 1.0, nod=0.2 + 0.03 * sob,
                   near_arm=(34, 112), far_arm=(40, 116 + 6 * sob), lean=5)  # fmt: skip


def _laugh(p: Pose, t: float, e: float) -> Pose:
    ha = abs(math.sin(t * 7))
    return replace(p, smile=1.0, mouth=0.35 + 0.45 * ha, lids=0.1 if math.sin(t * 0.9) > 0 else 0.7, nod=-0.1 - 0.05 * ha, lean=-5,
                   near_arm=(20, 90), far_arm=(28 + 8 * ha, 84), hop=0.008 * ha, blush=0.9)  # fmt: skip


def _cower(p: Pose, t: float, e: float) -> Pose:
    return replace(p, drop=0.06, lean=-7 + 0.8 * math.sin(t * 24), brow=-1.0, lids=1.2, smile=-0.7, mouth=0.2, near_arm=(44, 104),
                   far_arm=(52, 100), nod=0.1, blush=0.0)  # fmt: skip


def _rage(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 4.4)
    return replace(p, brow=1.0, smile=-0.6, mouth=0.3 + 0.3 * abs(s), near_arm=(-40, 90 + 8 * s), far_arm=(112 + 16 * s, 40),
                   lean=6, blush=1.0, far_foot=(0.1, max(0.0, s) * 0.05))  # fmt: skip


def _swim(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 3.4)
    return replace(p, roll=58 + 4 * s, hop=0.2 + 0.03 * s, near_arm=(-60 - 50 * s, -16), far_arm=(110 - 50 * s, 26),
                   near_foot=(-0.04, 0.03 * s + 0.03), far_foot=(0.05, 0.03 - 0.03 * s), turn=0.5)  # fmt: skip


def _fly(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 9)
    return replace(p, hop=0.3 + 0.05 * math.sin(t * 2.2), flap=s, roll=12, near_arm=(-70 - 20 * s, 0), far_arm=(80 + 20 * s, 0),
                   near_foot=(-0.09, 0.02), far_foot=(-0.02, 0.03))  # fmt: skip


def _climb(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 3.2)
    return replace(p, near_arm=(-150 - 20 * s, -14), far_arm=(140 - 26 * s, 24), near_foot=(0.02, 0.06 + 0.06 * s),
                   far_foot=(0.08, 0.06 - 0.06 * s), hop=0.02, gaze=(0.0, -0.8), nod=-0.12)  # fmt: skip


def _fight(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 6)
    return replace(p, near_arm=(52 - 22 * s, 60 - 50 * max(0.0, -s)), far_arm=(64 + 24 * s, 60 - 52 * max(0.0, s)), lean=8 + 3 * s,
                   brow=0.9, smile=-0.4, near_foot=(-0.12, 0), far_foot=(0.12, 0), drop=0.03)  # fmt: skip


def _hug(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        near_arm=(70, 26 + 4 * math.sin(t * 2)),
        far_arm=(78, 24),
        lean=6,
        tilt=9,
        lids=0.1,
        smile=0.9,
        blush=1.0,
        turn=0.7,
    )


def _read(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        near_arm=(30, 78),
        far_arm=(36, 74 + 4 * math.sin(t * 2)),
        nod=0.2,
        gaze=(0.2 * math.sin(t * 1.4), 0.8),
    )


def _work(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 5)
    return replace(
        p, near_arm=(36, 54), far_arm=(52 + 24 * s, 52 - 16 * s), nod=0.16, gaze=(0.2, 0.7), lean=5 + 2 * s
    )


def _think(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        far_arm=(46, 116),
        near_arm=(16, 72),
        tilt=7 + 2 * math.sin(t),
        gaze=(0.5, -0.7),
        smile=0.05,
        brow=-0.2,
    )


def _look(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 1.1)
    return replace(
        p,
        turn=0.4 + 0.4 * s,
        gaze=(0.5 * s, -0.2),
        lean=p.lean + 2,
        lids=max(p.lids, 1.06),
        tilt=p.tilt + 3 * s,
    )


def _dance(p: Pose, t: float, e: float) -> Pose:
    s = math.sin(t * 5)
    return replace(p, lean=9 * s, tilt=8 * s, near_arm=(-70 - 40 * s, -20), far_arm=(80 - 40 * s, 20), hop=0.03 * abs(s), smile=1.0,
                   near_foot=(-0.07, max(0.0, s) * 0.06), far_foot=(0.08, max(0.0, -s) * 0.06), turn=0.5 * s)  # fmt: skip


def _kneel(p: Pose, t: float, e: float) -> Pose:
    return replace(p, drop=0.16, near_foot=(-0.14, 0.0), far_foot=(0.1, 0.0), near_arm=(50, 78), far_arm=(54, 76), nod=0.12,
                   gaze=(0.2, -0.5), lean=5)  # fmt: skip


def _fall(p: Pose, t: float, e: float) -> Pose:
    return replace(
        p,
        roll=76,
        near_arm=(120, 20),
        far_arm=(140, 10),
        lids=0.6,
        mouth=0.4,
        smile=-0.3,
        near_foot=(-0.1, 0),
        far_foot=(0.1, 0.04),
    )


def _carry(p: Pose, t: float, e: float) -> Pose:
    return replace(p, near_arm=(42, 46), far_arm=(48, 40), lean=-3)


_ACTS: dict[str, Act] = {
    "walk": _walk, "run": _run, "jump": _jump, "sit": _sit, "sleep": _sleep, "doze": _doze, "wave": _wave, "point": _point, "eat": _eat,
    "give": _give, "nod": _nod, "shake": _shake, "cry": _cry, "laugh": _laugh, "cower": _cower, "rage": _rage, "swim": _swim,
    "fly": _fly, "climb": _climb, "fight": _fight, "hug": _hug, "read": _read, "work": _work, "think": _think, "look": _look,
    "dance": _dance, "kneel": _kneel, "fall": _fall, "carry": _carry,
}  # fmt: skip
