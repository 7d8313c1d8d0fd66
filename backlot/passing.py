"""Passing: a thing on its way within a shot, and the arms of those who give and take it.

The giver reaches out, the taker's hand meets theirs, the thing goes over; what is thrown flies, what is
dropped falls, and whoever picks something up stoops for it. Knows nothing of words.

    from backlot.passing import Passing
    place = passing.place(t, hands)      # where the thing is at a moment, and in whose hand
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from backlot.actors.pose import Pose, blend, ease
from backlot.actors.reaching import can_hold, hand_of, reach
from backlot.fitting import Fit
from backlot.handing import Handing
from backlot.placed import Placed

Point = tuple[float, float]
_PACE = 2.6
"""Seconds that one handing takes at its own pace; in less time all goes faster."""
_HELD = 0.4
"""How much of a thing hangs below the hand, in its heights."""


@dataclass(frozen=True)
class Held:
    """Somebody's body at one moment, and where it stands in the picture."""

    placed: Placed
    pose: Pose
    fit: Fit

    @property
    def hand(self) -> Point:
        """Where the hand or the mouth is, in pixels."""
        return hand_of(self.placed.part.actor, self.pose, self.fit)

    @property
    def chest(self) -> Point:
        """Where both hands of two meet, seen from one of them: before the chest, in pixels."""
        side = -1.0 if self.pose.facing < 0 else 1.0
        return self.fit.x + side * 0.2 * self.fit.sx, self.fit.y - 0.46 * self.fit.sy


@dataclass(frozen=True)
class Where:
    """A thing at one moment: the middle of its foot in pixels, and who has it ('' for nobody)."""

    foot: Point
    holder: str
    near: tuple[str, ...] = ()
    """before whom it is drawn"""

    def after(self, order: Sequence[str]) -> str:
        """Whom of these, from the farthest to the nearest, it is drawn right after; '' for all."""
        return max((n for n in (self.holder, *self.near) if n), key=order.index, default="")


@dataclass(frozen=True)
class Passing:
    """One thing and all that happens to it in a shot."""

    handings: tuple[Handing, ...]
    seconds: float
    """of the shot"""
    tall: float
    """height of the thing in pixels"""

    @property
    def _pace(self) -> float:
        return min(1.0, self.seconds / (_PACE * len(self.handings)))

    def _times(self, h: Handing) -> tuple[float, float]:
        """(the second of a handing, seconds that a second of its own takes)."""
        return h.at * self.seconds, self._pace

    # -- those who give and take -----------------------------------------------------------------------------

    def concerns(self, who: str) -> bool:
        """Whether somebody gives or takes the thing."""
        return any(who in (h.giver, h.taker) for h in self.handings)

    def act(self, me: Held, others: Mapping[str, Held], t: float, spots: Sequence[Point]) -> Pose:
        """The pose of somebody who gives or takes, at `t` seconds.

        Args:
            others: everybody as they stand, by id, before they reach.
            spots: for each handing, where the thing lies before or after it, in pixels.
        """
        name, actor = me.placed.part.actor.id, me.placed.part.actor
        pose = blend(me.pose, _holding(me.pose, self.tall / me.fit.sy), self._has(name, t))
        for n, h in enumerate(self.handings):
            if name not in (h.giver, h.taker):
                continue
            if h.how == "throw" and name == h.giver:
                pose = _throw(pose, *self._throwing(h, t))
                continue
            target, weight = self._reaching(h, name, others, t, spots[n])
            if weight > 0:
                pose = reach(actor, pose, me.fit, (target[0], target[1] - _HELD * self.tall), weight)
        return pose

    def _has(self, who: str, t: float) -> float:
        """0..1, how far somebody holds the thing."""
        held = 1.0 if self.handings[0].giver == who else 0.0
        for h in self.handings:
            at, pace = self._times(h)
            share = ease((t - at + 0.2 * pace) / (0.4 * pace))
            if h.taker == who:
                held = max(held, share)
            elif h.giver == who:
                held *= 1 - share
        return held

    def _throwing(self, h: Handing, t: float) -> tuple[float, float]:
        """(how far the arm is back, how far it has swung)."""
        at, k = self._times(h)
        return _ramp(t, at - 1.0 * k, at - 0.5 * k, at - 0.35 * k, at - 0.12 * k), _ramp(
            t, at - 0.3 * k, at - 0.1 * k, at + 0.2 * k, at + 0.8 * k
        )

    def _reaching(
        self, h: Handing, who: str, others: Mapping[str, Held], t: float, spot: Point
    ) -> tuple[Point, float]:
        """(where to, how far) somebody reaches for the foot of the thing."""
        at, k = self._times(h)
        me = others[who]
        if h.giver and h.taker:
            first = h.giver if h.how == "give" else h.taker
            early = 0.2 * k if who == first else 0.0
            weight = _ramp(t, at - 0.85 * k - early, at - 0.25 * k - early / 2, at + 0.15 * k, at + 0.85 * k)
            point = me.chest if h.how == "throw" else self._meeting(others[h.giver], others[h.taker])
            return (point[0], point[1] + _HELD * self.tall), weight
        if h.how == "catch":
            x, y = me.chest
            return (x, y - 0.1 * me.fit.sy), _ramp(t, at - 0.7 * k, at - 0.15 * k, at + 0.1 * k, at + 0.8 * k)
        if h.how == "drop":
            return spot, 0.0
        return spot, _ramp(t, at - 0.95 * k, at - 0.12 * k, at + 0.12 * k, at + 0.95 * k)

    def _meeting(self, one: Held, other: Held) -> Point:
        """Where the hands of two meet: between them; at the mouth of one who has no hands."""
        handed = [can_hold(body.placed.part.actor) for body in (one, other)]
        if handed == [True, False]:
            return other.hand
        if handed == [False, True]:
            return one.hand
        (a, b), (c, d) = (one.chest, other.chest) if all(handed) else (one.hand, other.hand)
        return (a + c) / 2, max(b, d)

    # -- the thing -------------------------------------------------------------------------------------------

    def place(self, t: float, bodies: Mapping[str, Held], spots: Sequence[Point]) -> Where | None:
        """Where the thing is at `t` seconds, with everybody as they are then; None before it comes flying."""
        where = self._before(0, bodies, spots)
        for n, h in enumerate(self.handings):
            start, end = self._going(h, bodies)
            if t < start:
                break
            after = self._after(n, bodies, spots)
            where = after if t >= end else self._between(h, where, after, (t - start) / (end - start), bodies)
        return where

    def _going(self, h: Handing, bodies: Mapping[str, Held]) -> tuple[float, float]:
        """From when to when the thing is on its way."""
        at, k = self._times(h)
        if h.how == "throw":
            return at - 0.2 * k, at + 0.5 * k
        if h.how == "catch":
            return at - 0.7 * k, at
        if h.how == "drop":
            return at, at + 0.45 * k
        return at - 0.14 * k, at + 0.14 * k

    def _between(
        self, h: Handing, start: Where | None, end: Where | None, share: float, bodies: Mapping[str, Held]
    ) -> Where | None:
        if end is None or (start is None and h.how != "catch"):
            return end
        (x1, y1), near = end.foot, (h.giver, h.taker)
        body = bodies[h.taker or h.giver]
        tall = body.fit.sy
        if start is None or h.how == "catch":
            side = -1.0 if body.pose.facing < 0 else 1.0
            x0, y0 = x1 + side * 1.7 * tall, y1 - 0.5 * tall
        else:
            x0, y0 = start.foot
        if h.how == "drop":
            return Where((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share * share), "", near)
        if h.how in ("throw", "catch"):
            high = 0.2 * abs(x1 - x0) + 0.12 * tall
            y = y0 + (y1 - y0) * share - 4 * high * share * (1 - share)
            return Where((x0 + (x1 - x0) * share, y), "", near)
        share = ease(share)
        return Where((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), "", near)

    def _before(self, n: int, bodies: Mapping[str, Held], spots: Sequence[Point]) -> Where | None:
        h = self.handings[n]
        if h.giver:
            return self._in_hand(h.giver, bodies)
        return None if h.how == "catch" else Where(spots[n], "")

    def _after(self, n: int, bodies: Mapping[str, Held], spots: Sequence[Point]) -> Where | None:
        h = self.handings[n]
        return self._in_hand(h.taker, bodies) if h.taker else Where(spots[n], "")

    def _in_hand(self, who: str, bodies: Mapping[str, Held]) -> Where:
        x, y = bodies[who].hand
        return Where((x, y + _HELD * self.tall), who)


def act_together(
    passings: Sequence[tuple[Passing, Sequence[Point]]], bodies: Mapping[str, Held], t: float
) -> dict[str, Held]:
    """Everybody with the arms of those who give and take, at `t` seconds; each thing with its spots."""
    acting = dict(bodies)
    for passing, spots in passings:
        for name in filter(passing.concerns, bodies):
            acting[name] = replace(acting[name], pose=passing.act(acting[name], acting, t, spots))
    return acting


def _ramp(t: float, a: float, b: float, c: float, d: float) -> float:
    """0 until a, 1 from b to c, 0 after d, soft between."""
    return ease((t - a) / (b - a)) * (1 - ease((t - c) / (d - c)))


def _holding(p: Pose, size: float) -> Pose:
    """Something before the belly in one hand, or in both when it is large."""
    both = (0.0, 98.0) if size > 0.2 else p.near_arm
    return replace(p, far_arm=(4.0, 100.0), near_arm=both)


def _throw(p: Pose, back: float, swung: float) -> Pose:
    """The arm drawn back over the head with the body behind it, then flung forward."""
    drawn = replace(p, far_arm=(172.0, 58.0), near_arm=(64.0, 10.0), lean=-13.0, nod=p.nod - 0.1, rear=0.4)
    flung = replace(p, far_arm=(78.0, 4.0), near_arm=(-34.0, 16.0), lean=15.0, rear=0.0)
    return blend(blend(p, drawn, back), flung, swung)


def idle(p: Placed) -> Placed:
    """Somebody who hands a thing over, as they are before and after it."""
    if p.part.action not in _HANDLING:
        return p
    return replace(
        p, part=replace(p.part, action="stand"), beats=[b for b in p.beats if b[1].action not in _HANDLING]
    )


_HANDLING = frozenset({"give", "take", "carry", "work", "search", "point", "fight", "wave"})
"""Acts that the handing itself takes the place of."""
