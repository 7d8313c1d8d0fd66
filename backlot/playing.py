"""Playing: the pose of everybody at every frame, from their parts, the voices and whom they listen to.

Knows nothing of the camera or of shapes.

    python -c "from backlot.playing import loudness_of; print(loudness_of((), 'fox', 0.5))"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backlot.actors.acting import pose_at
from backlot.actors.pose import Pose, blend, ease
from backlot.placed import Placed
from shots.backends import SpokenLine


def play(
    p: Placed,
    everybody: Sequence[Placed],
    speech: Sequence[SpokenLine],
    frame: int,
    fps: int,
    last: int,
    scrolls: bool,
) -> Pose:
    """The pose of the moment: the act, the beats that change it, the voice, and who is listened to.

    Args:
        last: the number of the shot's last frame; beats are shares of it.
        scrolls: the ground runs by, so whoever walks goes though their box stands still.
    """
    t, u = frame / fps, frame / max(1, last)
    name = p.part.actor.id
    loud = loudness_of(speech, name, t) if frame else 0.0
    talking = attention_on(speech, name, t) if frame else 0.0
    goes = p.moves or scrolls
    down = _down(p, frame, fps) if goes else 1.0
    pose = pose_at(p.part, t, p.travelled[frame], p.speed[frame], loud, goes, talking, down)
    for at, part in p.beats:
        since = (u - at) * (last + 1) / fps
        if since > 0 and frame:
            changed = pose_at(part, t, p.travelled[frame], p.speed[frame], loud, goes, talking, down)
            pose = blend(pose, changed, ease(since / 0.4))
    if p.awake and pose.sleep >= 0:
        pose = replace(pose, sleep=-1.0, lids=1.0)
    return _listen(p, everybody, speech, pose, t) if frame and not talking else pose


def _down(p: Placed, frame: int, fps: int) -> float:
    """0..1, how far somebody on all fours is down: they rise where they stop, within half a second."""
    about = slice(max(0, frame - fps // 4), frame + fps // 4 + 1)
    ways = list(zip(p.speed[about], p.travelled[about], strict=True))
    return ease(sum(speed > 1e-4 or not way for speed, way in ways) / len(ways))


def _listen(
    p: Placed, everybody: Sequence[Placed], speech: Sequence[SpokenLine], pose: Pose, t: float
) -> Pose:
    """Eyes and head turn to whoever speaks, and back when they have done."""
    if pose.lids < 0.2 or abs(pose.roll) > 30:
        return pose
    for q in everybody:
        share = attention_on(speech, q.part.actor.id, t) if q is not p else 0.0
        if share > 0:
            mine, theirs = p.keys[0][1], q.keys[0][1]
            ahead = pose.facing * (1.0 if theirs[0] + theirs[2] >= mine[0] + mine[2] else -1.0)
            turned = replace(pose, gaze=(0.8 * ahead, pose.gaze[1]), turn=0.55 if ahead > 0 else -0.3)
            pose = blend(pose, turned, share)
    return pose


def attention_on(speech: Sequence[SpokenLine], speaker: str, t: float) -> float:
    """0..1 while somebody speaks, with soft edges."""
    lines = (li for li in speech if li.speaker == speaker)
    return max(
        (min(ease((t - li.start_s) / 0.4), ease((li.start_s + li.duration_s - t) / 0.4)) for li in lines),
        default=0.0,
    )


def loudness_of(speech: Sequence[SpokenLine], character: str, t: float) -> float:
    """0..1, how loudly somebody speaks at `t` seconds."""
    for line in speech:
        if line.speaker == character and line.start_s <= t < line.start_s + line.duration_s and line.loudness:
            at = (t - line.start_s) * 24
            i = min(int(at), len(line.loudness) - 1)
            j = min(i + 1, len(line.loudness) - 1)
            return line.loudness[i] + (line.loudness[j] - line.loudness[i]) * (at - int(at))
    return 0.0
