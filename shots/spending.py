"""What hosted services are paid with: what was used, what it costs, and where it must stop.

Whoever asks a service first holds back what the answer may take, and enters what it did take. A purse keeps
all of that beside the film, so that a film made in ten runs has one bill. Prices are a person's own: none is
built in, for they change. Knows numbers and names, and no service.

    purse = Purse(parse_budget("200k tokens, 5 USD"), read_prices("prices.yaml"))
    with purse.paying("openai:gpt-x", "plan", "cast", Use(1, 900, 400)) as bill: bill.used(Use(1, 880, 395))
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from prompts.errors import BudgetError, FilmError
from prompts.tokens import count_tokens as count_most

SPENDING = "spending.jsonl"
"""The bill of a production, one line for each request, in its folder."""
OVERSTATED = 1.25
"""How many times the real tokens of prompts and pages the count for windows is, which must never be under."""
UNITS = ("tokens", "requests", "pictures", "letters", "minutes")
PRICED = {"input": 1e6, "output": 1e6, "letters": 1e6, "picture": 1, "minute": 1, "request": 1}
"""What a price may be for, and for how many of them it stands in the list."""
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kM]?)\s*([A-Za-z]+)\s*")
_SCALES = {"": 1.0, "k": 1e3, "M": 1e6}


@dataclass(frozen=True)
class Use:
    """What requests used up."""

    requests: int = 0
    """sent, those included that were sent again or never answered"""
    input_tokens: int = 0
    output_tokens: int = 0
    pictures: int = 0
    letters: int = 0
    """read aloud"""
    seconds: float = 0.0
    """of speech"""
    guessed: int = 0
    """requests whose tokens are a guess: the service did not count them, or never answered"""

    @property
    def tokens(self) -> int:
        """Those sent and those received."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Use) -> Use:
        return Use(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Use)))

    def amount(self, unit: str) -> float:
        """How much of one of `UNITS`."""
        return self.seconds / 60 if unit == "minutes" else float(getattr(self, unit))


@dataclass(frozen=True)
class Prices:
    """A person's price list."""

    currency: str = ""
    of: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """service (`openai:gpt-x`) -> what is priced, a key of `PRICED` -> price"""

    def find(self, service: str) -> Mapping[str, float] | None:
        """The prices of a service; those of the model alone where its options have none of their own."""
        return self.of.get(service) or self.of.get(service.split(",")[0])

    def cost(self, service: str, use: Use) -> float | None:
        """In `currency`; None without a price."""
        prices = self.find(service)
        if prices is None:
            return None
        amounts = {
            "input": use.input_tokens,
            "output": use.output_tokens,
            "letters": use.letters,
            "picture": use.pictures,
            "minute": use.seconds / 60,
            "request": use.requests,
        }
        return sum(amounts[name] * price / PRICED[name] for name, price in prices.items())


def read_prices(path: Path | str) -> Prices:
    """The prices that a YAML file lists: `currency: USD`, and `prices:` by service.

    Raises:
        FilmError: there is no such file, or a line in it is none of a price list.
    """
    from ruamel.yaml import YAML, YAMLError

    path = Path(path)
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        said = str(error).splitlines()[0]
        raise FilmError(f"The price list {path} cannot be read: {said}. Correct it, or drop it.") from error
    shape = "{currency: USD, prices: {'openai:MODEL': {input: 1.5, output: 6}}}"
    has_parts = isinstance(data, dict) and set(data) == {"currency", "prices"}
    if not has_parts or not isinstance(data["prices"], dict):
        raise FilmError(f"The price list {path} must look like {shape}.")
    if not re.fullmatch(r"[A-Z]{3}", str(data["currency"])):
        raise FilmError(f"{path}: currency is {data['currency']!r}; it must be three capitals such as USD.")
    for service, prices in data["prices"].items():
        for name, price in prices.items() if isinstance(prices, dict) else [(str(prices), None)]:
            if name not in PRICED or not _is_price(price):
                raise FilmError(
                    f"{path}: prices.{service} has {name}: {price!r}; allowed are {', '.join(PRICED)}, each "
                    "with a number from 0 (for a million tokens or letters, one picture, minute or request)."
                )
    return Prices(data["currency"], {str(name): dict(prices) for name, prices in data["prices"].items()})


def _is_price(value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 <= value < float("inf")


@dataclass(frozen=True)
class Budget:
    """What a film may use up at most; no cap is no limit."""

    caps: Mapping[str, float] = field(default_factory=dict)
    """one of `UNITS`, or a currency -> the most"""

    @property
    def currency(self) -> str:
        """The currency of the cap on money, or ''."""
        return next((unit for unit in self.caps if unit not in UNITS), "")


def parse_budget(text: str) -> Budget:
    """The budget that words describe: `200k tokens`, `5 USD`, `40 pictures, 1.5M tokens`; '' for none.

    Raises:
        FilmError: naming what cannot be understood, and what can.
    """
    caps: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _AMOUNT.fullmatch(part)
        unit = found[3] if found else ""
        named = next((u for u in UNITS if unit.lower() in (u, u[:-1])), unit.upper())
        if not found or (named not in UNITS and len(named) != 3):
            raise FilmError(
                f"budget is {text!r}, and {part!r} is no amount; allowed: a number (k for thousands, M for "
                f"millions) and one of {', '.join(UNITS)} or a currency, for example '200k tokens, 5 USD'."
            )
        caps[named] = float(found[1]) * _SCALES[found[2]]
    if len([unit for unit in caps if unit not in UNITS]) > 1:
        raise FilmError(f"budget is {text!r}; only one currency is allowed, that of your price list.")
    return Budget(caps)


@dataclass(frozen=True)
class Charge:
    """What one request, with all it took to get an answer, is charged to."""

    stage: str
    """`plan`, `draw` or `record`"""
    what: str
    """a page (`stage-3`), a shot, an anchor, words"""
    service: str
    use: Use
    cost: float | None = None
    """in the currency of the price list of that day; None if it had no price"""


@dataclass
class Bill:
    """One request while it is under way; the client's own retries are counted here."""

    forecast: Use
    sent: int = 0
    refused: int = 0
    """answered with an error, which nobody charges"""
    read: int = 0
    known: Use = Use()

    def used(self, use: Use) -> None:
        """Enter what an answer says it took; its requests are counted by themselves where they can be."""
        self.read += 1
        self.known = self.known + use

    def total(self) -> Use:
        """What is charged. A request without an answer may have been paid for: what it sent is charged."""
        lost = max(0, self.sent - self.refused - self.read)
        sent = Use(input_tokens=self.forecast.input_tokens * lost, letters=self.forecast.letters * lost)
        guess = replace(sent, guessed=lost)
        return replace(self.known + guess, requests=max(self.sent, self.known.requests))


@dataclass(frozen=True, eq=False)
class _Held:
    """A request that is under way."""

    stage: str
    what: str
    service: str
    bill: Bill


class Purse:
    """The bill of one film, with its caps. Safe to use from several threads."""

    def __init__(
        self, budget: Budget | None = None, prices: Prices | None = None, file: Path | None = None
    ) -> None:
        """A purse; with a file, what was spent before counts too, and what is spent is added there.

        Raises:
            BudgetError: the cap is in another currency than the prices, or in money without prices.
        """
        self.budget, self.prices = budget or Budget(), prices or Prices()
        self._file = file
        self._before = _read_charges(file) if file else []
        self._now: list[Charge] = []
        self._held: list[_Held] = []
        self._lock = threading.RLock()
        self._making = threading.local()
        if self.budget.currency not in ("", self.prices.currency):
            have = f"is in {self.prices.currency}" if self.prices.currency else "is missing (--prices FILE)"
            raise BudgetError(
                f"The budget is in {self.budget.currency}, but the price list {have}. Give prices in that "
                "currency, or a budget in tokens, pictures, letters or minutes."
            )

    @property
    def charges(self) -> list[Charge]:
        """All of the film, the earlier runs' first."""
        return [*self._before, *self._now]

    @property
    def charges_now(self) -> list[Charge]:
        """Those of this run."""
        return list(self._now)

    def total(self, charges: Sequence[Charge] | None = None) -> Use:
        """The sum of charges, by default of all."""
        return sum((c.use for c in (self.charges if charges is None else charges)), Use())

    def cost(self, charges: Sequence[Charge] | None = None) -> float | None:
        """What charges cost, by default all; None if something in them has no price."""
        costs = [self._cost_of(c) for c in (self.charges if charges is None else charges)]
        return None if None in costs else sum(cost or 0.0 for cost in costs)

    def _cost_of(self, charge: Charge) -> float | None:
        return self.prices.cost(charge.service, charge.use) if charge.cost is None else charge.cost

    @contextmanager
    def making(self, what: str) -> Iterator[None]:
        """While this lasts, what this thread pays for is charged to `what` where nothing else is said."""
        before = getattr(self._making, "what", "")
        self._making.what = what
        try:
            yield
        finally:
            self._making.what = before

    @contextmanager
    def paying(self, service: str, stage: str, what: str, forecast: Use) -> Iterator[Bill]:
        """A bill for one request; what it took is charged however the request ends.

        Raises:
            BudgetError: with what is forecast the film would pass its budget. Nothing was asked for.
        """
        what = getattr(self._making, "what", "") or what
        held = _Held(stage, what, service, Bill(forecast))
        with self._lock:
            self._refuse_to_pass(service, what, forecast)
            self._held.append(held)
        try:
            yield held.bill
        finally:
            with self._lock:
                self._settle(held)

    def give_up(self) -> None:
        """Charge what is under way as it stands: nobody will wait for its end."""
        with self._lock:
            for held in list(self._held):
                self._settle(held)

    def largest(self, service: str, stage: str) -> Use:
        """The most tokens that one picture or line of a service has taken so far in this film."""
        uses = [c.use for c in self.charges if (c.service, c.stage) == (service, stage) and c.use.requests]
        return Use(
            input_tokens=max((use.input_tokens for use in uses), default=0),
            output_tokens=max((use.output_tokens for use in uses), default=0),
        )

    def _settle(self, held: _Held) -> None:
        if any(held is other for other in self._held):
            self._held = [other for other in self._held if other is not held]
            if held.bill.total() != Use():
                self._enter(Charge(held.stage, held.what, held.service, held.bill.total()))

    def require_price(self, service: str) -> None:
        """Nothing, if the budget can be kept with this service.

        Raises:
            BudgetError: the cap is on money, and the service has no price.
        """
        if self.budget.currency and self.prices.find(service) is None:
            raise BudgetError(
                f"The budget is in {self.budget.currency}, but the price list has no price for {service}. "
                "Add it, or give a budget in tokens, pictures, letters or minutes."
            )

    def _refuse_to_pass(self, service: str, what: str, forecast: Use) -> None:
        self.require_price(service)
        held = sum((held.bill.forecast for held in self._held), Use())
        for unit, most in self.budget.caps.items():
            if unit in UNITS:
                spent, next_one = (self.total() + held).amount(unit), forecast.amount(unit)
            else:
                under_way = sum(self.prices.cost(h.service, h.bill.forecast) or 0.0 for h in self._held)
                spent = sum(self._cost_of(c) or 0.0 for c in self.charges) + under_way
                next_one = self.prices.cost(service, forecast) or 0.0
            if next_one and spent + next_one > most:
                raise BudgetError(
                    f"The budget of {amount(most, unit)} ends before {what or 'the next request'} (spent or "
                    f"under way: {amount(spent, unit)}; needed: about {amount(next_one, unit)}). What is "
                    "finished is kept; go on with a larger --budget."
                )

    def _enter(self, charge: Charge) -> None:
        charge = replace(charge, cost=self.prices.cost(charge.service, charge.use))
        self._now.append(charge)
        if self._file:
            line = json.dumps({**vars(charge), "use": vars(charge.use)}, ensure_ascii=False)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(line + "\n")


@runtime_checkable
class Paid(Protocol):
    """A backend or writer that costs something: whoever lets it work first gives it the film's purse."""

    purse: Purse
    service: str
    """as price lists name it: `openai:gpt-x`"""


def amount(value: float, unit: str) -> str:
    """`12,400 tokens`, `1 picture`, `1.5 minutes`, `0.37 USD`, `0.0042 USD`."""
    if unit in UNITS[:4]:
        return f"{value:,.0f} {unit if value != 1 else unit[:-1]}"
    return f"{value:,.2f} {unit}" if value >= 0.1 or value == 0 else f"{value:.2g} {unit}"


def count_tokens(text: str) -> int:
    """About how many tokens a text is, without knowing whose: neither more nor less, as a bill wants it.

    `benchmarks/tokens.py` compares it with two tokenizers.
    """
    return -(-count_most(text) * 100 // round(OVERSTATED * 100))


def _read_charges(file: Path) -> list[Charge]:
    """The charges of earlier runs. A line that a kill left half written is none."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    charges = []
    for line in lines:
        try:
            data: dict[str, Any] = json.loads(line)
            charges.append(Charge(**{**data, "use": Use(**data["use"])}))
        except (ValueError, TypeError, KeyError):
            continue
    return charges
