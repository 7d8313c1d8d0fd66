"""Stories that are not in English: when they play, who does what, and which language it is."""

from __future__ import annotations

import pytest

from director import Director
from director.language.foreign_deeds import find_deeds
from director.language.languages import find_times, guess_language, words_for
from prompts.screenplay import Screenplay

PEOPLE = ("fox", "rabbit", "bear", "bird")


def played(text: str, language: str) -> str:
    """What everybody does in one shot, as `fox walk happy`."""
    people = {kind: words_for(kind) for kind in PEOPLE}
    deeds = find_deeds(text, people, language, "bear")
    return ", ".join(f"{d.who} {d.verb}" + f" {d.emotion}" * (d.emotion != "neutral") for d in deeds)


@pytest.mark.parametrize(
    ("language", "text", "deeds"),
    [
        ("zh", "小狐狸走进森林。", "fox walk"),
        ("zh", "从前，森林里住着一只狐狸，它每天唱歌。", "fox stand, fox dance"),
        ("zh", "狐狸看见一只兔子，笑了。", "fox look, fox laugh happy"),
        ("zh", "狐狸和兔子跳舞。兔子没有睡。", "fox dance, rabbit dance"),
        ("zh", "兔子想吃苹果，可是它不敢说话，哭了。", "rabbit cry sad"),
        ("zh", "听说，狐狸在河里游泳，小鸟飞过山。", "fox swim, bird fly"),
        ("zh", "他忍不住笑了。", "bear laugh happy"),
        ("zh", "“我要飞！”小鸟说。", "bird talk"),
        ("ja", "きつねは森へ歩いていきました。", "fox walk"),
        ("ja", "きつねとうさぎは川まで走って、泳ぎました。", "fox run, rabbit run, fox swim, rabbit swim"),
        ("ja", "うさぎは眠らないで、りんごを食べました。", "rabbit eat"),
        ("ja", "きつねはうさぎを見つけて、笑いました。", "fox look, fox laugh happy"),
        ("ja", "鳥が飛ぶと、くまは驚きました。", "bird fly, bear  surprised"),
        ("ja", "うさぎは泣きませんでした。食べたかったのです。", ""),
        ("ru", "Ночью лиса шла по лесу и пела.", "fox walk, fox dance"),
        ("ru", "Лиса увидела зайца и засмеялась.", "fox look, fox laugh happy"),
        ("ru", "Заяц не спал и не плакал, он ел яблоко.", "rabbit eat"),
        ("ru", "Медведь и лиса побежали к реке.", "bear run, fox run"),
        ("ru", "Птица летела домой. Она устала.", "bird fly, bird  tired"),
    ],
)
def test_deeds_are_played_by_their_subjects(language: str, text: str, deeds: str) -> None:
    assert played(text, language) == deeds


@pytest.mark.parametrize(
    ("language", "units", "times"),
    [
        (
            "zh",
            ["夜里，下着雨。", "狐狸朝山洞跑。", "第二天早上，它醒了。"],
            "night rain, night rain, morning clear",
        ),
        ("zh", ["狐狸在家。", "傍晚，雪地里有一只鸟。"], "day clear, sunset snow"),
        ("ja", ["夜、きつねは歩いた。", "朝、雨がふりました。"], "night clear, morning rain"),
        (
            "ru",
            ["Вечером шёл снег.", "Лиса спала.", "Утром лиса ушла."],
            "evening snow, evening snow, morning clear",
        ),
        (
            "de",
            ["Am Abend regnete es.", "Er schlief.", "Am Morgen kam er."],
            "evening rain, evening rain, morning clear",
        ),
        ("fr", ["Le matin, le renard dort.", "La nuit, il neige."], "morning clear, night snow"),
        ("es", ["Por la noche llovía.", "El zorro corre."], "night rain, night rain"),
    ],
)
def test_times_and_weathers_last_until_another_is_told(language: str, units: list[str], times: str) -> None:
    assert ", ".join(f"{time} {weather}" for time, weather in find_times(units, language)) == times


STORIES = {
    "zh": "夜里，小狐狸走进森林。他看见一只兔子，笑了。兔子害怕地哭了。早上，狐狸和兔子跑到河边，在水里游泳。"
    "晚上，狐狸在家里睡觉。兔子没有睡，它吃苹果。",
    "ja": "夜、きつねは森へ歩いていきました。きつねはうさぎを見て、笑いました。うさぎは怖くて泣きました。"
    "朝、きつねとうさぎは川まで走りました。夕方になると、きつねは家で眠りました。"
    "うさぎは眠らないで、りんごを食べました。",
    "ru": "Ночью лиса шла по лесу. Лиса увидела зайца и засмеялась. Заяц испугался и заплакал. Утром лиса "
    "и заяц побежали к реке. Вечером лиса спала дома. Заяц не спал, он ел яблоко.",
}


def told(plan: Screenplay) -> list[str]:
    """Each scene as its place, its time, and what is done in it."""
    scenes = []
    for scene in plan.scenes:
        acts = [f"{p.character} {p.doing}" for shot in scene.shots for p in shot.who or []]
        scenes.append(" ".join([scene.place or "", scene.time_of_day or "", *dict.fromkeys(acts)]))
    return scenes


@pytest.mark.parametrize("language", STORIES)
def test_a_story_is_staged_where_and_when_it_plays(language: str, tmp_path) -> None:
    plan = Director(folder=tmp_path / "a.production").plan(STORIES[language])
    assert plan.language == language
    night, morning, evening = told(plan)
    assert night.startswith("forest night fox") and "rabbit cries" in night
    assert morning == "river morning fox runs rabbit runs"
    assert evening.split(" ")[0] == "house" and evening.endswith("fox sleeps rabbit eats")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Leo was not at all afraid.", "en"),
        ("He met an old man.", "en"),
        ("There was Turtle, who looked very tired.", "en"),
        ('"Oh, no!" thought Anansi.', "en"),
        ("Die Katze war müde.", "de"),
        ("Le chat dort.", "fr"),
        ("El zorro duerme.", "es"),
        ("De vos was moe en sliep niet.", "nl"),
        ("O rato viu o queijo.", "pt"),
    ],
)
def test_a_short_sentence_is_known_by_words_that_its_language_alone_has(text: str, language: str) -> None:
    assert guess_language(text) == language
