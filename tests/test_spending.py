"""Money: what is asked of a hosted service is counted, foreseen, and stopped in time; and nothing twice."""

import json
import re
import shlex
import threading
from pathlib import Path
from typing import Any

import pytest
from loopback import Loopback, completion, read_prompt, refuse
from studio import Studio
from typer.testing import CliRunner

from director import Director
from director.cli import app
from director.estimate import estimate_film
from director.offline import OfflineWriter
from director.spending import report_spending
from prompts.errors import BudgetError, FilmError
from prompts.pages import TEMPLATES
from shots.spending import Bill, Budget, Prices, Purse, Use, count_tokens, parse_budget, read_prices

STORY = "A fox ran. He saw a crow. The crow had cheese! A bear slept. They all went home."
PRICES = "currency: USD\nprices:\n  openai:tiny: {input: 2, output: 10}\n"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789abcdef")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A model that writes like the rules, on a server that counts no tokens."""
    rules = OfflineWriter(None)

    def answer(number: int, request: Any, page: Any) -> Any:
        template, slots = read_prompt(*(m["content"] for m in request["messages"][:2]))
        given, wanted = TEMPLATES[template]
        filled = rules.fill(template, given.model_validate(slots), wanted)
        return 200, {**completion(filled.model_dump(mode="json")), "usage": None}

    with Loopback(answer) as loopback:
        monkeypatch.setenv("OPENAI_BASE_URL", loopback.url)
        yield loopback


# -- amounts, prices, caps -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "caps"),
    [
        ("", {}),
        ("200k tokens", {"tokens": 200_000}),
        ("1.5M tokens, 5 usd", {"tokens": 1_500_000, "USD": 5}),
        ("40pictures,1 minute", {"pictures": 40, "minutes": 1}),
    ],
)
def test_budget_is_read(text: str, caps: dict[str, float]) -> None:
    assert parse_budget(text) == Budget(caps)


@pytest.mark.parametrize("text", ["lots", "5", "-3 tokens", "5 dollars", "1 USD, 2 EUR", "5 tokens 6"])
def test_budget_that_is_none_is_told(text: str) -> None:
    with pytest.raises(FilmError, match=r"200k tokens, 5 USD|only one currency"):
        parse_budget(text)


def test_cost_is_the_sum_of_what_is_priced(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(PRICES + "  openai:draws: {picture: 0.04}\n  openai:draws,quality=low: {picture: 0.01}\n")
    prices = read_prices(file)
    assert prices.cost("openai:tiny", Use(1, 500_000, 100_000)) == pytest.approx(2.0)
    assert prices.cost("openai:draws,quality=high", Use(pictures=3)) == pytest.approx(0.12)
    assert prices.cost("openai:draws,quality=low", Use(pictures=3)) == pytest.approx(0.03)
    assert prices.cost("openai:other", Use(1, 5, 5)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "currency: USD",
        "prices: {}\ncurrency: dollars",
        "currency: USD\nprices: {a: {inputs: 1}}",
        "currency: USD\nprices: {a: {input: -1}}",
        "currency: USD\nprices: {a: free}",
        "[1",
    ],
)
def test_list_that_is_no_price_list_is_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(text)
    with pytest.raises(FilmError, match="prices"):
        read_prices(file)


def test_cap_holds_whoever_asks_at_once() -> None:
    purse = Purse(Budget({"tokens": 95}))
    stopped = []

    def ask() -> None:
        try:
            with purse.paying("openai:tiny", "plan", "page", Use(1, 6, 4)) as bill:
                bill.used(Use(1, 6, 4))
        except BudgetError as error:
            stopped.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert purse.total().tokens == 90
    assert len(stopped) == 11
    assert "budget of 95 tokens ends before page (spent or under way: 90 tokens" in stopped[-1]


def test_bill_goes_on_in_the_next_run(tmp_path: Path) -> None:
    file = tmp_path / "spending.jsonl"
    for _ in range(2):
        purse = Purse(Budget({"requests": 2}), file=file)
        with purse.paying("openai:tiny", "plan", "page", Use(1)) as bill:
            bill.used(Use(1, 10, 5))
        with file.open("a") as torn:
            torn.write('{"stage": "pl\n')
    purse = Purse(Budget({"requests": 2}), file=file)
    assert (purse.total(), purse.charges_now) == (Use(2, 20, 10), [])
    with pytest.raises(BudgetError), purse.paying("openai:tiny", "plan", "page", Use(1)):
        raise AssertionError("nothing may be asked")


def test_request_that_was_never_answered_is_charged_at_a_guess_and_a_refused_one_is_not() -> None:
    bill = Bill(Use(1, 300, 100), sent=4, refused=2)
    bill.used(Use(1, 280, 90))
    assert bill.total() == Use(4, 580, 90, guessed=1)


def test_money_needs_a_price() -> None:
    with pytest.raises(BudgetError, match="--prices"):
        Purse(Budget({"USD": 5}))
    purse = Purse(Budget({"USD": 5}), Prices("USD", {}))
    with pytest.raises(BudgetError, match="no price for openai:tiny"):
        purse.require_price("openai:tiny")


def test_tokens_are_about_those_of_models() -> None:
    """Four letters of English make about a token; a Chinese sign makes about one, and is counted dearer."""
    assert 2200 < count_tokens("The fox saw a lantern in the snow. " * 286) < 3200
    assert 1000 < count_tokens("狐狸看见雪地里的灯笼。" * 91) < 1700


# -- a plan --------------------------------------------------------------------------------------------------


def test_estimate_is_what_a_model_that_writes_like_the_rules_takes(server: Loopback) -> None:
    director = Director(writer="openai:tiny")
    foreseen = estimate_film(director, STORY)
    assert server.requests == []
    assert not list(Path().iterdir()), "an estimate leaves nothing behind"
    director.plan(STORY)
    assert len(server.requests) == foreseen.total().requests > 4
    assert director.purse.total().input_tokens == foreseen.total().input_tokens
    assert director.purse.total().output_tokens == pytest.approx(foreseen.total().output_tokens, rel=0.1)
    assert director.purse.total().guessed == foreseen.total().requests


def test_finished_pages_are_neither_foreseen_nor_paid_again(server: Loopback) -> None:
    director = Director(writer="openai:tiny")
    director.plan(STORY)
    asked = len(server.requests)
    folder = next(Path().glob("*.production"))
    for name in ("screenplay.yaml", "plan.json", "plan.sqlite"):
        (folder / name).unlink()  # only the pages are left, as after a kill
    assert estimate_film(Director(writer="openai:tiny"), STORY).total() == Use()
    again = Director(writer="openai:tiny")
    again.plan(STORY)
    assert len(server.requests) == asked
    assert again.purse.charges_now == [] and again.purse.total().requests == asked
    Director(writer="openai:other").plan(STORY.replace("fox", "bear"))
    assert len(server.requests) > asked, "another model, another page"


def test_plan_stops_before_the_budget_is_passed_and_goes_on_with_a_larger_one(server: Loopback) -> None:
    whole = estimate_film(Director(writer="openai:tiny"), STORY).total()
    with pytest.raises(BudgetError, match="What is finished is kept; go on with a larger --budget"):
        Director(writer="openai:tiny", budget="4k tokens").plan(STORY)
    first = len(server.requests)
    assert 1 <= first < whole.requests
    richer = Director(writer="openai:tiny", budget="100k tokens")
    richer.plan(STORY)
    assert len(server.requests) == whole.requests, "no page is asked for twice"
    assert richer.purse.total().requests == whole.requests
    assert 0 < len(richer.purse.charges_now) == whole.requests - first


def test_every_answer_that_is_no_page_is_charged_to_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(number: int, request: Any, page: Any) -> Any:
        return ["sorry", refuse(429, "busy"), refuse(500, "oh"), None][number] if number < 4 else None

    with Loopback(spoil) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        director = Director(writer="openai:tiny")
        director.plan(STORY)
    report = report_spending(director.purse)
    assert report is not None
    (write,) = [row for row in report.charges if row.what == "write"]
    assert (write.requests, write.input_tokens, write.output_tokens) == (4, 20, 10)
    assert report.total.requests == len(server.requests)
    assert {row.what for row in report.charges} >= {"write", "cast", "stage-0", "block-0", "review-0"}


def test_silent_server_is_charged_for_what_it_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    from director.writer import OpenAIWriter
    from prompts.errors import WriterError
    from prompts.pages import CastPage, CastSlots

    monkeypatch.setattr("director.writer.RETRIES", 1)
    wake = threading.Event()
    slots = CastSlots(units=["A fox."], cast=[], places=[], props=[])
    with Loopback(lambda *_: wake.wait(5) and None) as server:
        writer = OpenAIWriter("tiny", base_url=server.url, timeout_s=0.2)
        with pytest.raises(WriterError, match="did not answer"):
            writer.fill("cast", slots, CastPage)
        wake.set()
        writer.close()
    used = writer.purse.total()
    assert (used.requests, used.guessed, used.output_tokens) == (2, 2, 0)
    assert used.input_tokens > 200


# -- the command line ----------------------------------------------------------------------------------------


def test_commands_tell_what_is_foreseen_spent_and_stopped(server: Loopback, tmp_path: Path) -> None:
    (tmp_path / "prices.yaml").write_text(PRICES)
    (tmp_path / "story.txt").write_text(STORY)
    paid = ["story.txt", "--writer", "openai:tiny", "--prices", "prices.yaml"]
    run = CliRunner().invoke
    foreseen = run(app, ["estimate", *paid]).output
    assert "plan    openai:tiny: about " in foreseen and " USD" in foreseen and server.requests == []
    stopped = run(app, ["plan", *paid, "--budget", "0.001 USD", "-o", "plan.yaml"])
    assert stopped.exit_code == 1 and "budget of 0.001 USD ends before write" in stopped.output
    assert server.requests == []
    made = run(app, ["plan", *paid, "--budget", "1 USD", "-o", "plan.yaml"]).output
    assert "spent: " in made and " requests, " in made
    told = run(app, ["estimate", *paid, "-o", "plan.mp4", "--json"]).output
    assert json.loads(told.splitlines()[-1])["total"]["requests"] == 0


def test_commands_of_the_document_make_a_film(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    document = (Path(__file__).parent.parent / "docs" / "models-and-money.md").read_text()
    prices = re.findall(r"```yaml\n(# prices.*?)```", document, re.DOTALL)
    (tmp_path / "prices.yaml").write_text(prices[0])
    (tmp_path / "story.txt").write_text("A fox ran.")
    monkeypatch.setenv("FILM_QUALITY", "draft")
    monkeypatch.setenv("FILM_TITLES", "no")
    with Studio() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        commands = re.findall(r"^film (.*)$", document, re.MULTILINE)
        for command in commands:
            result = CliRunner().invoke(app, [*shlex.split(command), *["-o", "fox.mp4"]])
            assert result.exit_code == 0, result.output
    assert len(commands) == 4 and (tmp_path / "fox.mp4").is_file()
    assert server.drawn and server.spoken and server.requests
