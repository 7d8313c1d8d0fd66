"""The film's purse in the director's hands: opened beside the production, handed to whoever is paid, told.

purse = open_purse(settings, workspace); backend = hand_purse(find_backend(...), purse)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from director.report import ChargeReport, SpendingReport
from director.settings import Settings
from prompts.errors import say_count
from shots.backends import find_backend
from shots.slate import Workspace
from shots.spending import SPENDING, UNITS, Charge, Paid, Purse, Use, amount, parse_budget, read_prices

BackendT = TypeVar("BackendT")


def open_purse(settings: Settings, workspace: Workspace) -> Purse:
    """The purse of a production, with what it has spent so far.

    Raises:
        FilmError: the budget or the price list cannot be understood, or do not fit together or the services.
    """
    prices = read_prices(settings.prices) if settings.prices else None
    purse = Purse(parse_budget(settings.budget), prices, workspace.path(SPENDING))
    if purse.budget.currency:
        choices = {
            "director.writers": settings.writer,
            "shots.keyframes": settings.keyframes,
            "shots.voices": settings.voices,
        }
        for group, name in choices.items():
            backend = find_backend(group, name) if name != "auto" else None  # type: ignore[arg-type]
            if isinstance(backend, Paid):
                purse.require_price(backend.service)
    return purse


def hand_purse(backend: BackendT, purse: Purse) -> BackendT:
    """The backend, paying from this purse if it is one that pays."""
    if isinstance(backend, Paid):
        backend.purse = purse
    return backend


def report_spending(purse: Purse) -> SpendingReport | None:
    """The bill of the film, a row for each page, picture and line; None if nothing was ever paid for."""
    if not purse.charges:
        return None
    rows: dict[tuple[str, str, str], list[Charge]] = {}
    for charge in purse.charges:
        rows.setdefault((charge.stage, charge.what, charge.service), []).append(charge)
    return SpendingReport(
        currency=purse.prices.currency,
        charges=[
            sum_charges(purse, found).model_copy(update={"stage": stage, "what": what, "service": service})
            for (stage, what, service), found in rows.items()
        ],
        total=sum_charges(purse, purse.charges),
    )


def sum_charges(purse: Purse, charges: Sequence[Charge]) -> ChargeReport:
    """What charges come to."""
    use, cost = purse.total(charges), purse.cost(charges)
    known = None if cost is None or not purse.prices.of else round(cost, 6)
    return ChargeReport(**{**vars(use), "seconds": round(use.seconds, 3)}, cost=known)


def say_sum(charge: ChargeReport, currency: str) -> str:
    """`3 requests, 12,400 tokens, 2 pictures, 0.37 USD`."""
    use = Use(**charge.model_dump(exclude={"stage", "what", "service", "cost"}))
    if use == Use():
        return "nothing"
    counted = [amount(use.amount(unit), unit) for unit in ("requests", *UNITS) if use.amount(unit)]
    money = "price unknown" if charge.cost is None else amount(charge.cost, currency)
    guessed = f" (the tokens of {say_count(use.guessed, 'request')} are guessed)" if use.guessed else ""
    return ", ".join([*dict.fromkeys(counted), money]) + guessed
