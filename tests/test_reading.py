"""Reading by rule: quotations, mentions, who is meant, where it happens. Sentences of our own."""

from __future__ import annotations

import pytest

from director.language.cast_finding import find_entities
from director.language.following import follow
from director.language.languages import guess_language
from director.language.reading import read_units
from director.language.settings_finding import find_settings
from director.language.tokens import find_quotes, tokenize
from director.language.understanding import understand
from director.language.words import find_noun, find_place, find_verb
from prompts.story import split_story


def told(text: str) -> tuple[list, dict]:
    """(followed units, entities) of a text."""
    story = split_story(text)
    readings = read_units(story.units, story.paragraphs)
    entities = find_entities(readings)
    return follow(readings, entities), entities


def present(text: str) -> list[set[str]]:
    """Who is on screen in each unit."""
    return [set(unit.present) for unit in told(text)[0]]


# -- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word, lemma, plural",
    [("wolves", "wolf", True), ("mice", "mouse", True), ("foxes", "fox", True), ("king", "king", False)],
)
def test_forms_of_a_noun_lead_to_it(word, lemma, plural):
    noun = find_noun(word)
    assert noun is not None
    assert (noun.lemma, noun.plural) == (lemma, plural)


@pytest.mark.parametrize(
    "word, base",
    [
        ("went", "go"),
        ("crying", "cry"),
        ("stopped", "stop"),
        ("dived", "dive"),
        ("lying", "lie"),
        ("hurries", "hurry"),
    ],
)
def test_forms_of_a_verb_lead_to_it(word, base):
    verb = find_verb(word)
    assert verb is not None and verb.base == base


def test_compound_places_are_known_by_their_last_part():
    assert find_place("toolshed").kind == "inside"
    assert find_place("outside") is None
    assert find_place("teapot") is None


# -- quotations ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, quotes",
    [
        ('He said, "No." Then "Yes!"', ["No.", "Yes!"]),
        ("‘I’m the shoemaker’s wife,’ she said. ‘Yes.’", ["I’m the shoemaker’s wife,", "Yes."]),
        ("She said, 'It's Tom's.' He left.", ["It's Tom's."]),
        ("„Geh weg“, sagte er. «Non», dit-il.", ["Geh weg", "Non"]),
        ("「はい」と言った。", ["はい"]),
        ('I am tired." He slept.', ["I am tired."]),
        ("the dogs' bowl and the cat's milk", []),
    ],
)
def test_quotations_are_found_and_apostrophes_are_not(text, quotes):
    assert [text[a:b] for a, b in find_quotes(text)] == quotes


def test_possessive_endings_come_off_words():
    tokens = tokenize("Anansi's hut wasn't the king’s")
    assert [(t.text, t.genitive) for t in tokens if t.genitive] == [("Anansi", True), ("king", True)]
    assert "wasn't" in [t.low for t in tokens]


# -- who is in it --------------------------------------------------------------------------------------------


def test_characters_named_only_by_kind_are_found_in_lower_case():
    _, entities = told(
        "a hungry jackal met a camel\nthe jackal asked the camel to carry him\nthe camel agreed"
    )
    assert set(entities) == {"jackal", "camel"}


def test_things_are_characters_only_if_they_speak_or_think():
    story = understand(
        [
            "The broom and the bucket stood in the shed.",
            '"I am tired," said the broom.',
            "The bucket was full.",
        ]
    )
    assert [p.kind for p in story.cast] == ["broom"]


def test_a_name_takes_the_kind_that_is_told_with_it():
    for text in (
        "Kofi the spider ran. Kofi hid.",
        "A spider named Kofi ran. Kofi hid.",
        "Kofi, a spider, ran. Kofi hid.",
        "Kofi was a spider. Kofi hid.",
        "There was a spider called Kofi. Kofi hid.",
    ):
        _, entities = told(text)
        assert {e.kind for e in entities.values()} == {"spider"}, text
        assert len(entities) == 1, text


def test_a_title_tells_man_from_woman():
    _, entities = told("Mrs. Bell met Mr. Bell. Mr. Bell smiled. Mrs. Bell left.")
    assert {e.name: e.gender for e in entities.values()} == {"Mrs. Bell": "f", "Mr. Bell": "m"}


def test_adjectives_that_contrast_make_two_of_one_kind():
    _, entities = told(
        "The first pig slept. The second pig worked. The first pig laughed. The second pig frowned."
    )
    assert sorted(e.name for e in entities.values()) == ["first pig", "second pig"]


def test_another_word_for_the_same_person_is_not_another_person():
    _, entities = told("A cobbler lived alone. The good man was poor. The shoemaker worked all day.")
    assert len(entities) == 1


@pytest.mark.parametrize(
    "text", ["He ran like a horse.", "Tom was brave as a lion.", "A pack of cards lay there."]
)
def test_comparisons_and_measures_are_nobody(text):
    followed, entities = told(f"Tom got up. {text} Tom sat down.")
    assert not {"horse", "lion", "pack"} & {w for u in followed for w in u.present}
    assert "tom" in entities


def test_a_name_given_later_is_the_same_one():
    _, entities = told(
        "My aunt gave me a parrot. I called him Pedro because he was green. Pedro talked all day."
    )
    assert entities["pedro"].kind == "parrot"


# -- who is meant --------------------------------------------------------------------------------------------


def test_he_and_she_follow_their_kind():
    units = present("The king met the queen. She smiled. He bowed.")
    assert units == [{"king", "queen"}, {"queen"}, {"king"}]


def test_nobody_is_both_subject_and_object_of_a_clause():
    followed, _ = told("The bear met the wolf. The wolf bit him.")
    last = followed[1]
    assert {r.ids for r in last.references} == {("wolf",), ("bear",)}


def test_they_are_those_who_are_together():
    assert present("Amina found Juma. They went to the river.")[1] == {"amina", "juma"}


def test_they_are_the_group_that_was_named_last():
    assert present("The miller slept. Three thieves came in. They took the flour.")[2] == {"thieves"}


def test_the_pronoun_of_an_animal_is_learned_from_the_text():
    _, entities = told("The cat sat down. She washed her paws. The dog barked. He ran off.")
    assert (entities["cat"].gender, entities["dog"].gender) == ("f", "m")


def test_owners_are_not_on_screen():
    assert present("Lena walked to the miller's house. She knocked.")[0] == {"lena"}


def test_untagged_speech_goes_back_and_forth():
    text = (
        '"Who is there?" asked the goat.\n\nThe wolf answered, "It is I."\n\n'
        '"What do you want?"\n\n"To come in."\n\n"Go away!"'
    )
    followed, _ = told(text)
    speakers = [next(iter(u.speakers.values())) for u in followed if u.speakers]
    assert speakers == ["goat", "wolf", "goat", "wolf", "goat"]


def test_who_is_called_by_name_is_not_the_speaker():
    followed, _ = told(
        'The fox met the crow.\n\n"Crow, sing for me," said the fox.\n\n"No, fox, I will not."'
    )
    assert [next(iter(u.speakers.values())) for u in followed if u.speakers] == ["fox", "crow"]


def test_what_is_said_of_somebody_is_not_somebody_else():
    _, entities = told("The captain, a young woman in a blue coat, rang the bell. She laughed.")
    assert list(entities) == ["captain"] and entities["captain"].gender == "f"
    _, entities = told("A woman came. She saw the captain, a woman in a coat.")
    assert list(entities) == ["woman", "captain"]


def test_a_sound_is_nobody():
    _, entities = told("Biscuit the cat rang the bell. Ding! Ding! Ding! Biscuit ran.")
    assert "ding" not in entities


def test_a_man_with_a_cat_is_no_cat():
    _, entities = told("Old Tom sang. His friend was a fat cat called Biscuit. Tom laughed. Biscuit slept.")
    assert entities["tom"].kind != "cat" and entities["biscuit"].kind == "cat"
    assert entities["biscuit"].modifiers["fat"]


def test_where_things_speak_others_come_to_help():
    text = '"Help!" said the needle. The magnet came and pulled the needle out.'
    assert "magnet" in told(text)[1]
    assert "magnet" not in told("The boy cried. The magnet came off.")[1]


def test_a_story_told_by_i_has_a_narrator():
    _, entities = told("I was alone. I walked to the hill. My mother called me. I ran home.")
    assert entities["narrator"].kind == "child"


# -- where and when ------------------------------------------------------------------------------------------


def places(text: str) -> list[str]:
    """The name of the place of each unit."""
    followed, entities = told(text)
    settings, found = find_settings(followed, entities)
    return [found[s.place].name for s in settings]


def test_going_somewhere_changes_the_place():
    assert places("The fox sat in the forest. It walked to the river. It drank.") == [
        "forest",
        "river",
        "river",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The fox wanted to go to the sea.",
        "The fox did not go to the sea.",
        '"I went to the sea," said the fox.',
        "The fox asked the way to the sea.",
        "The fox dreamed of the sea.",
        "The stone rolled into the sea.",
    ],
)
def test_a_place_that_is_only_wished_or_told_of_is_no_setting(text):
    assert places(f"The fox sat in the forest. {text}") == ["forest", "forest"]


def test_a_place_belongs_to_its_owner():
    assert places("Kofi walked to Ama's hut. He knocked. Ama came to Kofi's hut.")[0] == "Ama's hut"


def test_the_story_goes_back_to_whoever_stayed():
    text = "The hen was in the kitchen with the duck. The duck walked to the pond. The hen baked bread."
    assert places(text) == ["kitchen", "pond", "kitchen"]


def test_the_room_is_the_one_that_people_are_in():
    assert places("The tailor sat in his workshop. He walked across the room.")[1] == "the tailor's workshop"
    assert places("The needle lay on the shelf of a tailor. The tailor ran through the room.")[1] != "room"


def test_a_well_is_where_people_are_and_a_keeper_where_he_keeps():
    assert places("The crow flew over the desert. He saw a jug beside a well.")[1] == "desert"
    assert places("Old Tom kept the lighthouse. He lit the lamp. He sat on a ship.")[0] == "lighthouse"


def test_who_sits_at_the_kitchen_table_is_in_the_kitchen():
    assert places("The girl ran to the river. In the evening she sat at the kitchen table.")[1] == "kitchen"
    assert places("The girl sat in the hut. She stood at the garden gate.")[1] != "kitchen"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A lighthouse stood on a rock in the sea. In it lived a fisherman.", "lighthouse"),
        ("Behind the church was an old graveyard. A ghost lived there.", "graveyard"),
        ("The bear crossed the desert. Behind a dune stood a pyramid.", "pyramid"),
        ("The museum was empty. The lion yawned.", "museum"),
        ("On a hill stood a castle. The king slept.", "castle"),
        ("In the forest stood a small hut. The wolf came.", "forest"),
        ("The captain steered the submarine into the deep.", "submarine"),
        ("At the north pole lived a girl.", "pole"),
        ("The boy ran to the football pitch.", "pitch"),
    ],
)
def test_what_a_story_says_is_there_is_the_place(text, place):
    assert places(text)[-1] == place or places(text)[0] == place


def test_who_stands_at_a_window_before_any_place_is_named_is_in_a_house():
    shown = places("The girl stood at the window. She walked to the playground.")
    assert shown[0].endswith("house") and shown[1] == "playground"


def test_a_bed_or_a_hearth_means_indoors():
    shown = places("The old man stood in the field. He was tired. He lay down in his bed.")
    assert shown[0] == "field"
    assert shown[2].endswith("bedroom")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Tom walked to school. A cat looked at him. When he arrived, the bell rang.",
            "street street school",
        ),
        ("Nora left the school. On the way home she met a dog. The dog barked.", "school street street"),
        ("Ama sat in the hut. She set off. The sun was hot. A lion came.", "hut road road road"),
        ("Mia lived in a moon base. She went outside. She hopped.", "base moon moon"),
        ("Leo sat in the kitchen. In his dream he walked over the clouds. He woke.", "kitchen sky kitchen"),
        ("Pia sat in a boat. She dived under the water. She swam back up.", "boat underwater boat"),
        ("Ina crawled through the tunnel and came out on a beach.", "beach"),
        ("Nina stood on the stage of the old theatre.", "theatre"),
        ("On the bus home, Leo lost a mitten.", "bus"),
        ("A spider lived in a drawer.", "drawer"),
        ("A girl stood in the kitchen. She put a cup in the drawer.", "kitchen kitchen"),
        ("Robin woke on an island. He built a hut.", "island island"),
        ("Tom sat in the kitchen. Tom lay in his bed.", "kitchen bedroom"),
        ("Mia lived in a moon base. She flew home in a rocket.", "base rocket"),
        ("Ama climbed into the boat and sailed out onto the sea.", "boat"),
        ("A man sat in a boat. He rowed to the shore. He sang. He arrived.", "boat boat boat shore"),
    ],
)
def test_people_are_where_the_story_has_them_and_on_the_way_until_they_arrive(text, expected):
    assert [name.split()[-1] for name in places(text)] == expected.split()


@pytest.mark.parametrize(
    "text, time_of_day, weather",
    [
        ("At midnight the fox woke.", "night", "clear"),
        ("One rainy evening the fox sat down.", "evening", "rain"),
        ("The sun was going down when the fox came.", "sunset", "clear"),
        ("In the morning snow lay on the hill where the fox slept.", "morning", "snow"),
        ("The fox worked every night.", "day", "clear"),
    ],
)
def test_time_and_weather_are_taken_from_the_words(text, time_of_day, weather):
    followed, entities = told(text)
    settings, _ = find_settings(followed, entities)
    assert (settings[0].time_of_day, settings[0].weather) == (time_of_day, weather)


# -- other languages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, code",
    [
        ("The fox and the crow were in the wood and he said that it was late", "en"),
        ("El zorro y el cuervo vivían en el bosque, pero no era tarde", "es"),
        ("Der Fuchs und der Rabe waren im Wald und er sagte, es war nicht spät", "de"),
        ("Le renard et le corbeau étaient dans la forêt et il dit que c'est tard", "fr"),
        ("从前有一只狐狸", "zh"),
        ("एक लोमड़ी थी", "hi"),
        ("كان هناك ثعلب", "ar"),
        ("昔々おじいさんがいました", "ja"),
        ("Жила-была лиса", "ru"),
        ("12345 !!!", "en"),
    ],
)
def test_the_language_is_told_by_script_and_common_words(text, code):
    assert guess_language(text) == code


def test_kinds_of_other_languages_are_found():
    story = understand(["从前有一只狐狸住在森林里。", "狐狸看见一只乌鸦。"], language="zh")
    assert [(p.name, p.kind) for p in story.cast] == [("狐狸", "fox"), ("乌鸦", "crow")]
    assert story.places[0].look == "forest"


# -- who does it ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, subjects",
    [
        ("The boy was led through the garden by a white horse.", ["boy", "horse"]),
        ("The girl called the dog.", ["girl"]),
        ('"Come," called the dog to the girl.', ["dog"]),
    ],
)
def test_agents_of_passives_act_and_the_called_do_not(text, subjects):
    (unit,) = told(text)[0]
    assert [r.ids[0] for r in unit.references if r.role == "subject"] == subjects


def test_everybody_is_whoever_was_there():
    text = "The cat sat. The dog came. The mouse ran. All three laughed. The owl sang. Everybody slept."
    units = present(text)
    assert units[3] == {"cat", "dog", "mouse"}
    assert units[5] == {"cat", "dog", "mouse", "owl"}


def test_two_of_three_who_met_bring_the_third():
    text = "The rabbit, the mouse and the owl met. The mouse held a flag. The owl sang. They walked home."
    assert present(text)[3] == {"rabbit", "mouse", "owl"}


def test_they_are_those_of_whom_the_last_sentence_told():
    text = "The two goats met. A frog watched the goats. The goats fought. They fell into the river."
    assert "frog" not in present(text)[3]


def test_a_thing_that_flies_off_is_nobody():
    text = "The owl sang. The bear came. The bear held a balloon. The bear let go of the balloon. It flew up."
    assert not [r for r in told(text)[0][4].references if r.role == "subject"]


def test_things_that_are_carried_are_nobody():
    text = "The dog barked. Father baked six pancakes. Lena carried them upstairs. Lena laughed."
    assert present(text)[2] == {"lena"}


def test_a_given_name_tells_more_than_one_doubtful_pronoun():
    text = '"Sit down," said Emma. Grandpa sat. Emma took the hat from his head. She laughed. Emma sang.'
    assert told(text)[1]["emma"].gender == "f"


def test_a_letter_for_the_queen_brings_no_queen():
    assert present("Jonas the postman had a letter for the queen. The queen waited.")[0] == {"jonas"}
