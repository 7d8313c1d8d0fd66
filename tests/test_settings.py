"""Tests of director.settings: what a person chose."""

import pytest

from director.settings import Settings
from prompts.errors import FilmError


def test_a_choice_wins_over_the_environment_and_that_over_the_default():
    environment = {"FILM_QUALITY": "draft", "FILM_WORKERS": "3", "HOME": "/root"}
    assert Settings.from_environment({}).quality == "standard"
    assert Settings.from_environment(environment).quality == "draft"
    assert Settings.from_environment(environment, quality="high", workers=None).quality == "high"
    assert Settings.from_environment(environment, workers=None).workers == 3


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"FILM_QUALITY": "best"}, "quality is 'best'; allowed: draft, standard, high"),
        ({"FILM_WORKERS": "many"}, "FILM_WORKERS is 'many'"),
        ({"FILM_WORKERS": "1000"}, "workers is 1000"),
        ({"FILM_TITLES": "perhaps"}, "FILM_TITLES is 'perhaps'"),
        ({"FILM_QUALTY": "draft"}, "FILM_QUALTY means nothing here; there are: .*FILM_QUALITY"),
    ],
)
def test_settings_name_a_value_that_is_not_allowed(environment, said):
    with pytest.raises(FilmError, match=said):
        Settings.from_environment(environment)


def test_titles_can_be_switched_off_by_the_environment():
    assert Settings.from_environment({"FILM_TITLES": "no"}).titles is False


def test_there_is_always_a_worker():
    assert Settings(workers=5).count_workers() == 5
    assert Settings().count_workers() >= 1
