"""Acting: the words of a shot into an action, and an action into a pose at every moment.

Everything is a smooth function of seconds and of the ground covered, so nothing is frozen and no foot slides.
Knows nothing of shapes or boxes.

    python -c "from backlot.actors.acting import find_action; print(find_action('waves to the old miller'))"
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from backlot.actors.acts import ACTS, UPRIGHT
from backlot.actors.bearing import USUAL, Bearing, bear
from backlot.actors.beast_acts import OF_BEASTS, OF_BIRDS, ON_FOURS, go_on_fours, is_on_fours
from backlot.actors.beast_acts import stride_of as beast_stride
from backlot.actors.gestures import Act
from backlot.actors.look import Actor
from backlot.actors.moods import feel
from backlot.actors.pose import Pose, blend, ease
from backlot.colour import words_of

_VERBS: dict[str, str] = {
    "walk": "walk stroll wander go come approach march trot hike travel follow leave enter cross return "
    "arrive stride "
    "pace step journey head plod limp went came left goes crossing",
    "creep": "creep crawl crept prowl stalk slink slunk sneak tiptoe lurk hunt",
    "run": "run rush hurry chase flee escape race dash gallop sprint ran fled scurry",
    "jump": "jump leap hop bounce spring skip leapt",
    "sit": "sit perch settle rest sat seated",
    "ride": "ride drive steer board rode drove riding",
    "sleep": "sleep nap doze slumber snore asleep slept sleeping lie lay lying faint",
    "wave": "wave ring rang greet beckon goodbye hello farewell welcome",
    "point": "point show indicate explain order command direct tell warn",
    "sniff": "sniff smell snuffle",
    "eat": "eat graze munch chew nibble bite taste devour gobble feast ate",
    "carry": "carry hold lift bring fetch held carries brought",
    "take": "take took grab pick gather collect catch caught throw threw toss put place set drop snatch "
    "steal stole pluck seize get got open opened light lit",
    "stroke": "stroke pat pet caress tickle",
    "feed": "feed feeds fed nurse",
    "give": "give offer hand present share pay serve deliver gave",
    "nod": "nod agree",
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
    "read": "read study book reads",
    "dig": "dig dug plough plow rake hoe bury",
    "sow": "sow plants planted planting scatter sprinkle",
    "watering": "waters watered pour",
    "stir": "stir cook boil brew fry roast",
    "bake": "bake knead",
    "sweep": "sweep swept mop",
    "wash": "wash scrub wipe rinse clean polish",
    "knock": "knock tap",
    "write": "write wrote written",
    "painting": "paint paints painted",
    "sew": "sew stitch knit weave wove mend darn embroider",
    "hammering": "hammer hammers hammered forge nails build built repair fix",
    "chop": "chop hew felled",
    "sawing": "saws sawed sawing",
    "rowing": "rows rowed",
    "angling": "fishes fished fishing",
    "sing": "sing sang sung hum whistle",
    "whisper": "whisper",
    "blow": "blow blew huff puff",
    "count": "counts counted counting",
    "peek": "peek peep peer",
    "yawn": "yawn stretch",
    "wake": "wake woke awake awoke awaken",
    "bowing": "bows bowed curtsy",
    "pray": "pray",
    "cast": "cast conjure enchant bewitch",
    "drink": "drink swallow sip lick drank lap",
    "push": "push shove rolls rolled",
    "pull": "pull drag tug haul",
    "work": "work cut carve",
    "think": "think wonder ponder consider puzzle scratch muse dream plan thought remember",
    "search": "search seek sought scan scout explore spy",
    "look": "look watch gaze stare see observe notice glance find discover spot listen "
    "inspect examine saw "
    "found wait",
    "dance": "dance twirl spin play whirl",
    "kneel": "kneel beg plead knelt beseech",
    "fall": "fall tumble trip stumble slip collapse fell",
    "talk": "talk say speak ask reply answer whisper tell chat said asked call argue discuss told",
    "stand": "stand sail stop pause remain stay stood",
}
ACTIONS: tuple[str, ...] = tuple(_VERBS)
"""Every action there is."""
_BY_WORD = {word: action for action, words in _VERBS.items() for word in (action, *words.split())}
_GESTURES = frozenset(
    {"wave", "point", "give", "nod", "shake", "jump", "laugh", "think", "look", "search", "rage"}
)
"""What nobody does without a pause."""
_POSTURES = frozenset({"sit", "sat", "seated", "kneel", "knelt", "perch"})
_MOVING = frozenset({"walk", "run", "carry", "creep"})
_HOPPING = frozenset({"kangaroo", "bird", "crow"})
"""Who goes with both feet at once."""
_STOOP = 6.0
"""Degrees that old people are bent."""
PACE = {"walk": 0.75, "carry": 0.6, "run": 1.9, "creep": 0.45}
"""Body heights a second, of those whom the camera follows."""
_OFF_FEET = frozenset({"swim", "fly", "climb", "ride", "sleep", "fall"})
"""What nobody walks at, though it takes them along."""
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
    found = words_of(words)
    for word in found:
        for form in _stems(word):
            if form in _BY_WORD:
                falls = _BY_WORD[form] == "fall"
                return "sleep" if falls and "asleep" in found else _BY_WORD[form]
    return None


def find_posture(words: str) -> str | None:
    """`sit` or `kneel` if the words say that somebody does; what else they do is done so."""
    for word in words_of(words):
        for form in _stems(word):
            if form in _POSTURES:
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
    """0.5 calm .. 1 as usual .. 1.6 lively: how fast acts go, and how far a walk swings"""
    bearing: Bearing = USUAL
    """how it is carried, for the room there is"""
    holding: bool = False
    """something is in the far hand, whatever else is done"""


_HELD_OUT = 40.0
"""Degrees from which on an arm is raised enough for what it holds."""


def pose_at(
    part: Part,
    t: float,
    travelled: float = 0.0,
    speed: float = 0.0,
    loudness: float = 0.0,
    goes: bool = False,
    talking: float = 0.0,
    down: float = 1.0,
) -> Pose:
    """The pose at `t` seconds.

    Args:
        goes: the actor covers ground at some time of the shot, so walking is never on the spot.
        travelled: ground covered since the shot began, in body heights.
        speed: body heights a second just now; the gait fades in with it.
        loudness: 0..1 of the spoken line, which the mouth follows.
        talking: 0..1, soft at both ends of the line, which head and hand follow.
        down: 0..1, soft at both ends of a way, how far an upright animal that goes on all fours is down.
    """
    a = part.actor
    clock = t * (0.4 + 0.6 * part.energy) + a.phase * 5.0
    pose = _breathe(clock)
    if "old" in a.traits and a.kind.plan == "person":
        pose = replace(pose, lean=_STOOP, nod=pose.nod + 0.06)
    pose = rest = feel(pose, part.emotion, clock, a.kind.plan)
    fours = goes_on_fours(part)
    act = _act_of(part, fours)
    if act and not (part.action in _MOVING and (goes or speed > 0)):
        weight = _again(t) if part.action in _GESTURES else 1.0
        pose = blend(pose, act(pose, clock, part.energy), weight)
    if (abs(speed) > 1e-4 and part.action not in _OFF_FEET) or part.action == "carry":
        pose = (_go_on_fours if fours else _go)(pose, part, travelled, abs(speed), clock)
    if fours and goes and a.kind.gait and part.action in _MOVING:
        pose = replace(pose, fours=1.0)
    if pose.fours and part.action in _MOVING:
        pose = replace(pose, fours=pose.fours * down * (1 - talking))
    pose = bear(pose, rest, part.bearing, part.action, clock)
    if part.holding and pose.far_arm[0] < _HELD_OUT:
        pose = replace(pose, far_arm=(_HELD_OUT + 6 + 2 * math.sin(1.6 * t), 46.0))
    pose = _blink(_speak(pose, loudness, talking, clock), t, a.phase)
    return replace(pose, facing=part.facing, clock=clock)


def goes_on_fours(part: Part) -> bool:
    """Whether a part is played on four legs."""
    a, way = part.actor, part.bearing.way
    return is_on_fours(a, part.action) if not way or a.kind.plan == "quadruped" else way == "fours"


def _act_of(part: Part, fours: bool) -> Act | None:
    if part.action == "creep" and part.actor.kind.name == "baby":
        return ACTS["crawl"]
    if part.actor.kind.plan == "quadruped":
        return OF_BEASTS.get(part.action) or ACTS.get(part.action)
    if part.actor.kind.plan == "bird" and part.action in OF_BIRDS:
        return OF_BIRDS[part.action]
    if fours:
        return ON_FOURS.get(part.action) or ACTS.get(part.action)
    return (UPRIGHT if part.bearing.way == "upright" else ACTS).get(part.action)


def _again(t: float) -> float:
    """1 while a gesture is made, 0 while it rests: made at once, and again every seven seconds."""
    since = t % 7.0
    return 1.0 - ease((since - 3.4) / 0.5) + ease((since - 6.4) / 0.5)


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
    """Lids shut for a tenth of a second every three to five seconds, not in a still, never all at once in
    a crowd.
    """
    period = 3.1 + 1.7 * phase
    since = (t - 0.8 - 1.5 * phase) % period
    shut = math.exp(-(((since - 0.2) / 0.055) ** 2))
    return replace(p, lids=p.lids * (1 - shut)) if p.lids > 0.2 else p


def _speak(p: Pose, loudness: float, talking: float, t: float) -> Pose:
    """The mouth follows every syllable; head and hand follow the line as a whole, or they would twitch."""
    mouth = max(p.mouth * (1 - talking), min(1.0, 0.18 + loudness * 0.95)) if loudness > 0.02 else p.mouth
    if talking <= 0:
        return replace(p, mouth=mouth)
    emphasis = math.sin(t * 5.2)
    arm = (p.far_arm[0] + 26 + 12 * emphasis, p.far_arm[1] + 44 + 10 * math.sin(t * 3.9))
    gesture = replace(
        p,
        nod=p.nod + 0.04 * emphasis,
        tilt=p.tilt + 2.5 * math.sin(t * 3.1),
        far_arm=arm if p.far_arm[0] < 40 else p.far_arm,
    )
    return replace(blend(p, gesture, talking), mouth=mouth)


# -- going ---------------------------------------------------------------------------------------------------

STANCE = 0.21
"""Ground that the body covers while one foot stands, walking, in body heights."""


def stride_of(part: Part, speed: float) -> float:
    """Ground that somebody covers in one cycle of the legs, in body heights."""
    if goes_on_fours(part):
        return beast_stride(part.actor, part.action, speed)
    return 2 * STANCE


def _go(p: Pose, part: Part, travelled: float, speed: float, t: float) -> Pose:
    """Walk or run: a standing foot keeps its place on the ground, for it moves back as fast as the body
    goes.
    """
    runs = part.action == "run"
    fast = max(0.45 if runs else 0.0, ease((speed - (0.9 if runs else 1.6)) / 1.2))
    stance = STANCE * part.actor.kind.size**-0.1 * (1 + 0.5 * fast)
    hops = part.actor.kind.name in _HOPPING
    near, far = _foot(travelled, stance, 0.0, fast), _foot(travelled, stance, 0.0 if hops else 0.5, fast)
    beat = math.sin(travelled / stance * math.pi)
    bounce = abs(beat) * (0.012 + 0.035 * fast) * part.energy
    swing = beat * (20 + 12 * fast) * min(1.0, speed * 3 + 0.2) * part.energy
    bend = 14 + 76 * fast
    if hops:
        near, far, bounce = (near[0], 0.0), (far[0] + 0.06, 0.0), 1.4 * near[1]
    pose = replace(
        p,
        near_foot=near,
        far_foot=far,
        hop=p.hop + bounce,
        drop=p.drop + 0.012,
        lean=p.lean + 3 + 9 * fast,
        turn=0.62 + 0.2 * fast,
        sway=math.sin(travelled / stance * math.pi + 0.6),
        near_arm=(-swing, bend),
        far_arm=(swing + 4, bend),
        tilt=p.tilt + 2 * beat,
    )
    if part.action == "creep":
        pose = replace(
            pose,
            lean=p.lean + 20,
            drop=p.drop + 0.05,
            gaze=(0.6, 0.0),
            near_arm=(34 - 0.5 * swing, 70.0),
            far_arm=(46 + 0.5 * swing, 66.0),
        )
    if part.action == "carry":
        pose = replace(pose, near_arm=(42.0, 46.0), far_arm=(48.0, 40.0))
    return pose if part.action == "carry" else blend(p, pose, min(1.0, speed * 12))


def _go_on_fours(p: Pose, part: Part, travelled: float, speed: float, t: float) -> Pose:
    pose = go_on_fours(p, part.actor, part.action, travelled, speed)
    if part.actor.kind.gait:
        p = replace(p, fours=pose.fours)
    return blend(p, pose, min(1.0, speed * 12))


def _foot(travelled: float, stance: float, offset: float, fast: float) -> tuple[float, float]:
    cycle = (travelled / (2 * stance) + offset) % 1.0
    if cycle < 0.5:
        return (stance * (0.5 - 2 * cycle), 0.0)
    s = (cycle - 0.5) * 2
    return (stance * (-0.5 + ease(s)), math.sin(s * math.pi) * (0.05 + 0.1 * fast))
