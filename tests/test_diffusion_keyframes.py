"""Laws of keyframes from image models, on real pipelines at tiny size in local folders."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image as Pillow
from transformers import CLIPConfig, CLIPModel

from consistency.encoders import open_encoder, score_text
from consistency.identity import Identity
from consistency.sharing import Sharing
from director import Director
from director.settings import Settings
from prompts.errors import BackendError, FilmError
from prompts.screenplay import parse_screenplay, with_ids
from prompts.wording import count_words
from shots import keyframes as floor
from shots.anchors import AnchoredKeyframes, DrawOrder, SceneKeyframes, anchors_of, make_anchors
from shots.backends import Image, Panel, find_backend
from shots.diffusion.batches import split_order
from shots.diffusion.best_take import choose_best
from shots.diffusion.choice import read_choice
from shots.diffusion.drawing import DrawOptions, draw_subjects
from shots.diffusion.image_models import Guidance, open_image_model
from shots.diffusion.keyframes import (
    DiffusionKeyframes,
    sd15_keyframes,
    sdxl_keyframes,
)
from shots.diffusion.memory import Rung
from shots.diffusion.picture_sizes import FAMILIES, fit_picture
from shots.diffusion.subjects import Subject, anchor_subject, find_unnamed, panel_subject, place_cast
from shots.keyframes import Manner, make_panels
from shots.slate import Workspace, fingerprint
from tests import tiny
from tests.tiny import noise

torch.set_num_threads(1)
# diffusers' schedulers hand torch tensors to numpy in a way that numpy 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
FILM: dict[str, Any] = {
    "frame": {"width": 64, "height": 64, "fps": 6},
    "seed": 5,
    "style": "ink",
    "cast": {
        "fox": {"kind": "fox", "look": "red", "looks": {"wet": "dripping"}},
        "bear": {"kind": "bear", "look": "brown"},
    },
    "places": {"wood": "pines"},
    "props": {"lamp": "brass"},
    "scenes": [
        {
            "place": "wood",
            "shots": [
                {"id": "a", "action": "A fox runs.", "who": ["fox"]},
                {"id": "b", "action": "They meet.", "who": ["fox", "bear"], "props": ["lamp"]},
                {"id": "c", "action": "Rain.", "who": [{"character": "fox", "look": "wet"}]},
            ],
        }
    ],
}
STEPS = 2


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("models")
    savers = {"sd15": tiny.save_sd15, "sdxl": tiny.save_sdxl, "flux": tiny.save_flux}
    return {name: save(folder / name) for name, save in savers.items()}


@pytest.fixture(scope="module")
def sdxl(models: dict[str, Path]) -> DiffusionKeyframes:
    return sdxl_keyframes(f"{models['sdxl']},steps={STEPS}")


def panels_of(folder: Path = Path(), **changes: Any) -> list[Panel]:
    return make_panels(with_ids(parse_screenplay({**FILM, **changes})), folder)


def order_of(panels: list[Panel], **more: Any) -> DrawOrder:
    return DrawOrder(tuple(panels), tuple(make_anchors(panels, 5)), **more)


def draw(backend: DiffusionKeyframes, order: DrawOrder) -> dict[str, Image]:
    return {drawing.name: drawing.picture for drawing in backend.draw_order(order)}


@pytest.fixture(scope="module")
def drawn(sdxl: DiffusionKeyframes) -> dict[str, Image]:
    return draw(sdxl, order_of(panels_of()))


@pytest.mark.parametrize(("name", "side"), [("sd15", 512), ("sdxl", 1024), ("flux", 256)])
def test_every_family_draws_every_panel_and_every_anchor(
    models: dict[str, Path], name: str, side: int
) -> None:
    backend = DiffusionKeyframes(replace(FAMILIES[name], side=side), f"{models[name]},steps=1")
    assert isinstance(backend, AnchoredKeyframes)
    panels = panels_of()[:2]
    pictures = draw(backend, order_of(panels))
    assert set(pictures) == {"a", "b", "fox", "bear", "place:wood", "prop:lamp"}
    assert all(p.shape == (64, 64, 3) and p.dtype == np.uint8 for p in pictures.values())
    assert not np.array_equal(pictures["a"], pictures["b"])


def test_one_panel_redrawn_alone_equals_its_earlier_self(
    sdxl: DiffusionKeyframes, drawn: dict[str, Image]
) -> None:
    panels = panels_of()
    alone = draw(sdxl, DrawOrder((panels[1],), anchors_of(panels[1], make_anchors(panels, 5))))
    assert set(alone) == {"b", "fox", "bear", "place:wood", "prop:lamp"}
    for name, picture in alone.items():
        assert np.array_equal(picture, drawn[name]), name


def test_a_panel_does_not_depend_on_what_it_does_not_show(
    sdxl: DiffusionKeyframes, drawn: dict[str, Image]
) -> None:
    bear = {**FILM["cast"], "bear": {"kind": "bear", "look": "white"}}
    changed = draw(sdxl, order_of(panels_of(cast=bear)))
    assert np.array_equal(changed["a"], drawn["a"])
    assert not np.array_equal(changed["b"], drawn["b"])


def test_what_the_anchors_look_like_is_seen_in_the_panel(models: dict[str, Path]) -> None:
    backend = sdxl_keyframes(f"{models['sdxl']},steps=4")
    panel = panels_of(places={}, scenes=[{"shots": [{"id": "a", "who": ["fox"]}]}])[0]
    one, other, alone = (
        draw(backend, DrawOrder((panel,), tuple(anchors)))["a"]
        for anchors in (make_anchors([panel], 1), make_anchors([panel], 2), [])
    )
    assert not np.array_equal(one, other)
    assert not np.array_equal(one, alone)


def test_pictures_of_a_chunk_are_those_of_one_by_one(models: dict[str, Path]) -> None:
    model = open_image_model(FAMILIES["sdxl"], models["sdxl"])
    panels = panels_of()[1:2]
    subjects = [anchor_subject(a, window=75, count=model.count_tokens) for a in make_anchors(panels)]
    subjects += [panel_subject(p, window=75, count=model.count_tokens) for p in panels]
    one, many = (
        dict(draw_subjects(model, subjects, size=(64, 64), options=DrawOptions(Guidance(5.0, 2), chunk=n)))
        for n in (1, 4)
    )
    for uid in one:
        assert np.abs(one[uid].astype(int) - many[uid]).max() <= 1, uid


def test_a_flux_panel_drawn_alone_has_the_same_bits_whatever_boxes_others_have(
    models: dict[str, Path],
) -> None:
    model = open_image_model(FAMILIES["flux"], models["flux"])
    box = (0.0, 0.0, 0.5, 1.0)
    fox = Subject("fox", {"fox": None}, "a fox", "", 3, anchor=True, regions=((box, "red"),))
    panels = [
        Subject("a", {"fox": box}, "a wood", "", 4, regions=((box, "fox"),), layout_strength=0.5),
        Subject("b", {"fox": None}, "a hill", "", 5),
        Subject("c", {"fox": box}, "a lake", "", 6, regions=((box, "x" * 70),), layout_strength=1.0),
        Subject("d", {"fox": box}, "a road", "", 7, regions=((box, "fox"),), layout_strength=0.0),
    ]
    options = DrawOptions(Guidance(3.5, 2), chunk=3, sharing=Sharing(first_step=0))
    whole = dict(draw_subjects(model, [fox, *panels], size=(32, 32), options=options))
    for panel in panels:
        alone = dict(draw_subjects(model, [fox, panel], size=(32, 32), options=options))
        assert np.array_equal(alone[panel.uid], whole[panel.uid]), panel.uid
    plain = replace(panels[0], regions=())
    assert not np.array_equal(
        dict(draw_subjects(model, [fox, plain], size=(32, 32), options=options))["a"], whole["a"]
    )


def test_words_in_boxes_are_heard_for_the_panels_own_share_of_steps(models: dict[str, Path]) -> None:
    model = open_image_model(FAMILIES["sdxl"], models["sdxl"])
    box = (0.0, 0.0, 0.5, 1.0)
    plain = Subject("s", {"fox": box}, "a wood", "", 7)
    told = [
        replace(plain, uid=f"s{i}", regions=((box, "fox"),), layout_strength=share)
        for i, share in enumerate((0.0, 0.5, 1.0))
    ]
    options = DrawOptions(Guidance(12.0, 6), sharing=Sharing(0.0))
    pictures = list(dict(draw_subjects(model, [plain, *told], size=(64, 64), options=options)).values())
    assert np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[1], pictures[2])
    assert not np.array_equal(pictures[2], pictures[3])


def test_gradients_move_those_who_are_named_and_boxed_for_their_share_of_steps(
    models: dict[str, Path],
) -> None:
    model = open_image_model(FAMILIES["sd15"], models["sd15"])
    box, text = (0.0, 0.0, 0.5, 1.0), "a fox in a wood"
    plain = Subject("s", {"fox": box}, text, "", 7, named=((box, 2, 5),))
    assert model.find_tokens(text, 2, 5) == (2, 3, 4)  # the tiny tokenizer reads letters
    moved: set[float] = set()
    model.network.register_forward_pre_hook(
        lambda _, args: moved.add(float(args[1])) if args[0].requires_grad else None
    )
    pictures = []
    for changes, steps in (
        ({"named": (), "layout_strength": 1.0}, 0),
        ({"layout_strength": 0.0}, 0),
        ({"layout_strength": 0.5}, 2),
        ({"layout_strength": 1.0}, 3),  # after the last there is nothing to draw
    ):
        moved.clear()
        options = DrawOptions(Guidance(4.0, 4), sharing=Sharing(0.0), gradients=True)
        subjects = [replace(plain, **changes)]
        pictures.append(dict(draw_subjects(model, subjects, size=(64, 64), options=options))["s"])
        assert len(moved) == steps, changes
    assert np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[1], pictures[2]) and not np.array_equal(pictures[2], pictures[3])


def test_names_are_found_where_the_prompt_says_them() -> None:
    boxes = [[0, 0, 0.5, 1], [0.5, 0, 1, 1]]
    who = [
        {"character": n, "path": [{"at": 0, "box": b}]} for n, b in zip(("fox", "vixen"), boxes, strict=True)
    ]
    cast = {"fox": {"kind": "fox", "look": "red"}, "vixen": {"name": "Vera", "kind": "fox", "look": "white"}}
    scenes = [{"shots": [{"id": "a", "who": who}, {"id": "b", "who": who, "image_prompt": "Vera runs"}]}]
    panels = panels_of(cast=cast, scenes=scenes)
    one, two = (panel_subject(panel, window=75, count=count_words) for panel in panels)
    assert [one.text[first : last + 5] for _, first, last in one.named] == ["fox, red", "fox, whi"]
    assert [box[0] for box, _, _ in one.named] == [0, 0.5]
    assert [two.text[first:last] for _, first, last in two.named] == ["Vera"]
    assert find_unnamed(panels[0], one) == [] and find_unnamed(panels[1], two) == ["fox"]


def test_a_guide_is_followed_the_more_the_stronger_it_is(models: dict[str, Path]) -> None:
    model = open_image_model(FAMILIES["sdxl"], models["sdxl"])
    guide = np.random.default_rng(1).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    target = model.decode(model.encode_picture(guide), (64, 64)).astype(int)
    subject = Subject("s", {}, "a wood", "", 7)
    gaps, pictures = [], []
    for strength in (0.0, 0.5, 1.0):
        options = DrawOptions(Guidance(1.0, 8), guide_strength=strength)
        held = replace(subject, guide=guide)
        picture = dict(draw_subjects(model, [held], size=(64, 64), options=options))["s"]
        pictures.append(picture)
        gaps.append(float(np.abs(picture - target).mean()))
    free = dict(draw_subjects(model, [subject], size=(64, 64), options=DrawOptions(Guidance(1.0, 8))))["s"]
    assert np.array_equal(pictures[0], free)
    assert gaps[0] > gaps[1] > gaps[2]


def test_the_flux_and_unet_latents_of_a_picture_come_back_as_the_vae_gives_it(
    models: dict[str, Path],
) -> None:
    picture = np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    for name in ("sd15", "flux"):
        model = open_image_model(FAMILIES[name], models[name])
        latents = model.encode_picture(picture)
        assert latents.shape == model.draw_noise(1, (64, 64)).shape
        vae = model.pipe.vae
        pixels = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None] / 127.5 - 1
        with torch.no_grad():
            expected = vae.decode(vae.encode(pixels).latent_dist.mode()).sample[0]
        expected = ((expected / 2 + 0.5).clamp(0, 1) * 255).round().permute(1, 2, 0).numpy()
        assert np.abs(model.decode(latents, (64, 64)) - expected).max() <= 1


class Hungry(torch.nn.Module):
    """A layer that needs more memory than there is, at one of its calls."""

    def __init__(self, layer: torch.nn.Module, call: int) -> None:
        super().__init__()
        self.layer, self.left = layer, call

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        self.left -= 1
        if self.left == 0:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")
        return self.layer(hidden)


def starve(backend: DiffusionKeyframes, call: int) -> None:
    network = backend._open().network
    network.conv_out = Hungry(network.conv_out, call)


def order_of_ten(**more: Any) -> tuple[list[Panel], Manner]:
    """Ten shots of the fox: batches of eight and two, with its anchor 9 and 3 passes of one step."""
    shots = [{"id": f"s{i}", "who": ["fox"]} for i in range(10)]
    panels = panels_of(scenes=[{"shots": shots}], places={})
    return panels, Manner(tuple(make_anchors(panels, 5)))


def test_when_memory_runs_out_it_goes_down_one_rung_says_so_and_keeps_what_was_drawn(
    models: dict[str, Path], tmp_path: Path
) -> None:
    panels, manner = order_of_ten()
    backend = sdxl_keyframes(f"{models['sdxl']},steps=1")
    starve(backend, 11)
    high, takes, times = backend.rung, {}, {}
    for name, take in floor.draw(panels, backend, Workspace(tmp_path), manner):
        takes[name], times[name] = take, take.path.stat().st_mtime_ns
    low = backend.rung
    assert high is not None and low is not None and low.gib < high.gib
    said = f"memory ran out on the {high.gib} GiB rung; drawn on the {low.gib} GiB rung"
    assert [take.notes.get("said", []) for take in takes.values()] == [[]] * 8 + [[said]] * 2
    assert times == {name: take.path.stat().st_mtime_ns for name, take in takes.items()}
    calm = sdxl_keyframes(f"{models['sdxl']},steps=1")
    for name, take in floor.draw(panels, calm, Workspace(tmp_path / "calm"), manner):
        assert take.path.read_bytes() == takes[name].path.read_bytes()


def test_when_memory_runs_out_twice_in_a_film_it_stops_with_advice(
    models: dict[str, Path], tmp_path: Path
) -> None:
    panels, manner = order_of_ten()
    backend = sdxl_keyframes(f"{models['sdxl']},steps=1")
    starve(backend, 3)
    drawn = []
    with pytest.raises(BackendError, match=r"ran out of memory on the .* What was drawn is kept"):
        for name, _ in floor.draw(panels, backend, Workspace(tmp_path), manner):
            drawn.append(name)
            if len(drawn) == 8:
                starve(backend, 1)
    assert len(drawn) == len(list((tmp_path / "keyframes").glob("*.png"))) == 8


def test_takes_begin_with_the_panels_own_seed_and_the_likest_is_kept(
    sdxl: DiffusionKeyframes, drawn: dict[str, Image]
) -> None:
    panels = panels_of()[:1]
    drawings = {d.name: d for d in sdxl.draw_order(order_of(panels, takes=3))}
    assert "of 3, by likeness" in drawings["a"].notes[0]
    assert "not by words: no clip weights" in drawings["a"].notes[0]
    subject = Subject("a", {"fox": None}, "", "", 0)
    anchor = Subject("fox", {"fox": None}, "", "", 0, anchor=True)
    likest, said = choose_best(
        {"a": drawn["b"], "a#1": drawn["fox"], "a#2": drawn["c"]}, subject, [anchor], {"fox": drawn["fox"]}
    )
    assert likest is drawn["fox"] and "take 2 of 3" in said[0]
    assert choose_best({"a": drawn["b"]}, subject, [], {})[0] is drawn["b"]


def test_takes_are_judged_by_their_words_where_clip_is(tmp_path: Path, drawn: dict[str, Image]) -> None:
    vision = {"num_hidden_layers": 1, "hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2}
    text = {**vision, "vocab_size": 514, "bos_token_id": 512, "eos_token_id": 513, "pad_token_id": 513}
    config = CLIPConfig(vision_config={**vision, "image_size": 32, "patch_size": 8}, text_config=text)
    tiny.seeded(lambda: CLIPModel(config)).save_pretrained(tmp_path)
    tiny.make_tokenizer().save_pretrained(tmp_path)
    judge = open_encoder("clip", tmp_path)
    takes = {"a": drawn["a"], "a#1": drawn["b"], "a#2": drawn["c"]}
    scores = [score_text(judge, picture, "a fox").value or 0 for picture in takes.values()]
    best, said = choose_best(takes, Subject("a", {}, "a fox", "", 0), [], {}, judge)
    assert best is list(takes.values())[scores.index(max(scores))]
    assert "by words" in said[0]


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_precision_draws_nearly_the_same(
    models: dict[str, Path], drawn: dict[str, Image], monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype
) -> None:
    monkeypatch.setattr("shots.diffusion.image_models.choose_dtype", lambda _device: dtype)
    backend = sdxl_keyframes(f"{models['sdxl']},steps={STEPS}")
    pictures = draw(backend, order_of(panels_of()[:1]))
    assert backend._open().network.dtype == dtype
    assert np.abs(pictures["a"].astype(int) - drawn["a"]).mean() < 8


# -- whole scenes


def scene_of(panels: list[Panel]) -> Manner:
    return Manner(tuple(make_anchors(panels, 5)), scenes=(tuple(panels),))


def test_panels_of_a_scene_read_each_other_and_anchors_stay_what_they_are(models: dict[str, Path]) -> None:
    backend = sd15_keyframes(f"{models['sd15']},steps=3")
    assert isinstance(backend, SceneKeyframes)
    for name, layer in backend._open().network.named_modules():  # random layers attend too softly to be seen
        if "up_blocks" in name and name.endswith("attn1"):
            layer.to_q.weight.data *= 50
            layer.to_out[0].weight.data *= 10
    panels = panels_of(places={}, scenes=[{"shots": [{"id": i, "who": ["fox"]} for i in "ab"]}])
    changed = [panels[0], replace(panels[1], seed=1)]
    orders = [
        order_of(panels),
        order_of(panels, scenes=(("a", "b"),)),
        order_of(changed, scenes=(("a", "b"),)),
    ]
    alone, together, other = (draw(backend, order) for order in orders)
    gaps = {name: [measure_gap(p[name], together[name]) for p in (alone, other)] for name in ("a", "fox")}
    assert min(gaps["a"]) > 5 and max(gaps["fox"]) <= 1, gaps


def measure_gap(picture: Image, other: Image) -> int:
    return int(np.abs(picture.astype(int) - other).max())


def test_one_shot_of_a_scene_redrawn_is_the_shot_it_was_and_the_others_stay(
    sdxl: DiffusionKeyframes, tmp_path: Path
) -> None:
    panels, workspace = panels_of(), Workspace(tmp_path)
    manner = scene_of(panels)
    first = dict(floor.draw(panels, sdxl, workspace, manner))
    before = {name: take.path.read_bytes() for name, take in first.items()}
    first["b"].path.unlink()
    again = dict(floor.draw(panels, sdxl, workspace, manner))
    assert [name for name, take in again.items() if not take.reused] == ["b"]
    assert {name: take.path.read_bytes() for name, take in again.items()} == before
    changed = [*panels[:2], replace(panels[2], seed=1)]
    marks = [fingerprint(floor.keyframe_inputs(panels[0], sdxl, scene_of(p))) for p in (panels, changed)]
    assert marks[0] == first["a"].fingerprint != marks[1]


def test_a_scene_that_does_not_fit_in_one_pass_is_refused(models: dict[str, Path]) -> None:
    panels = panels_of()
    backend = sdxl_keyframes(f"{models['sdxl']},steps=1")
    floor.check_manner(backend, scene_of(panels))
    backend.rung = Rung(8, "model", True, True, 2, "cpu")
    with pytest.raises(BackendError, match=r"shot a has 3 shots .* but 2 fit in one pass on the 8 GiB rung"):
        floor.check_manner(backend, scene_of(panels))
    with pytest.raises(BackendError, match="alike by scene"):
        floor.check_manner(backend, replace(scene_of(panels), takes=2))
    with pytest.raises(BackendError, match="cannot be kept alike by scene"):
        floor.check_manner(find_backend("shots.keyframes", "animatic"), scene_of(panels))


def test_twelve_characters_fit_in_one_shot(models: dict[str, Path]) -> None:
    sdxl = sdxl_keyframes(f"{models['sdxl']},steps=1")
    cast = {f"p{i}": {"kind": f"elf {i}", "look": "a green coat"} for i in range(12)}
    scenes = [{"shots": [{"id": "crowd", "action": "They sing.", "who": list(cast)}]}]
    panel = panels_of(cast=cast, scenes=scenes, places={}, props={})[0]
    assert "p0, p1" in " ".join(sdxl.check(panel))
    assert set(draw(sdxl, order_of([panel]))) == {"crowd", *cast}


def test_a_film_is_drawn_in_batches_with_the_anchors_that_they_need() -> None:
    shots = [{"id": f"s{i}", "action": "x", "who": ["fox" if i < 15 else "bear"]} for i in range(30)]
    panels = panels_of(scenes=[{"shots": shots}])
    order = order_of(panels)
    batches = list(split_order(order))
    assert [p.shot.id for b in batches for p in b.panels] == [f"s{i}" for i in range(30)]
    assert len(batches) > 2 and max(len(b.panels) for b in batches) <= 8
    assert [a.name for a in batches[0].anchors] == ["fox"]
    assert [a.name for a in batches[-1].anchors] == ["bear"]


# -- what is refused or told


def test_check_tells_what_is_dropped_moved_or_scaled(sdxl: DiffusionKeyframes) -> None:
    cast = {**FILM["cast"], "bear": {"kind": "bear", "look": "brown, " + "very large " * 9}}
    panels = panels_of(frame={"width": 192, "height": 108, "fps": 6}, cast=cast)
    said = " ".join(sdxl.check(panels[1]))
    assert "nobody planned where fox, bear stand" in said
    assert "no room in the prompt for" in said  # the tiny tokenizer reads letters
    assert "enlarged to 192x108" in said
    boxes = place_cast(panels[1])
    assert boxes["fox"] is not None and boxes["bear"] is not None
    assert boxes["fox"][2] <= boxes["bear"][0]
    assert place_cast(panels[0])["fox"] is None


def test_references_without_an_adapter_are_told_and_bad_ones_refused(
    models: dict[str, Path], adapter: Path, tmp_path: Path
) -> None:
    (tmp_path / "fox.png").write_bytes(b"no picture")
    cast = {**FILM["cast"], "fox": {**FILM["cast"]["fox"], "references": ["fox.png"]}}
    panel = panels_of(tmp_path, cast=cast)[1]
    assert "the references of fox are not used" in " ".join(sdxl_keyframes(str(models["sdxl"])).check(panel))
    with pytest.raises(BackendError, match=r"fox\.png is no picture"):
        sd15_keyframes(f"{models['sd15']},adapter={adapter}").check(panel)
    with pytest.raises(BackendError, match="another base model"):
        sdxl_keyframes(f"{models['sdxl']},adapter={adapter / 'models' / 'tiny.safetensors'}").check(panel)
    with pytest.raises(BackendError, match="no adapter at"):
        sd15_keyframes(f"{models['sd15']},adapter=nowhere").check(panel)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("m,step=3", "no option 'step'"),
        ("m,steps=0", "1 to 200"),
        ("m,guidance=lots", "0 to 30"),
        ("m,layout=strict", "layout is 'strict'"),
        ("m,layout=gradients,adapter=a", "does not go with adapter"),
    ],
)
def test_options_that_cannot_be_are_refused(text: str, said: str) -> None:
    with pytest.raises(BackendError, match="no cross-attention"):
        read_choice("m,layout=gradients", FAMILIES["flux"])
    with pytest.raises(BackendError, match=said):
        read_choice(text, FAMILIES["sdxl"])
    assert read_choice("m,steps=4,guidance=1.5", FAMILIES["sdxl"]).steps == 4


@pytest.mark.parametrize("takes", ["0", "17", "many"])
def test_takes_that_cannot_be_are_refused(takes: str) -> None:
    with pytest.raises(FilmError, match=r"(?i)takes is"):
        Settings.from_environment({"FILM_TAKES": takes})
    assert Settings.from_environment({"FILM_TAKES": "3", "FILM_GUIDE": "animatic"}).takes == 3


def test_takes_and_guides_are_refused_by_backends_that_draw_one_way() -> None:
    with pytest.raises(BackendError, match="know no takes"):
        floor.check_manner(find_backend("shots.keyframes", "animatic"), Manner(takes=2))
    floor.check_manner(find_backend("shots.keyframes", "animatic"), Manner())


# -- references


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random IP-Adapter for the tiny SD1.5 with its image encoder, in the usual layout."""
    folder = tmp_path_factory.mktemp("adapter")
    tiny.save_adapter(tiny.make_ip_adapter(tiny.make_unet()), folder / "models" / "tiny.safetensors")
    return folder


def test_fidelity_says_how_closely_references_are_followed(
    models: dict[str, Path], adapter: Path, tmp_path: Path
) -> None:
    Pillow.new("RGB", (80, 60), (255, 0, 0)).save(tmp_path / "red.png")
    Pillow.new("RGB", (80, 60), (0, 0, 255)).save(tmp_path / "blue.png")
    pictures = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        backend = sd15_keyframes(f"{models['sd15']},steps=1,adapter={adapter}")
        for colour, fidelity in (("red", 0), ("blue", 0), ("red", 1)):
            fox = {"look": "red", "references": [f"{colour}.png"], "fidelity": fidelity}
            scenes = [{"shots": [{"id": "a", "who": ["fox"]}]}]
            panels = panels_of(tmp_path, cast={"fox": fox}, scenes=scenes, places={})
            pictures[colour, fidelity] = draw(backend, order_of(panels))["a"]
    assert np.array_equal(pictures["red", 0], pictures["blue", 0])
    assert not np.array_equal(pictures["red", 0], pictures["red", 1])


def test_an_identity_is_heard_in_its_box_alone(models: dict[str, Path]) -> None:
    model = open_image_model(FAMILIES["sd15"], models["sd15"])
    tiny.load_ip_adapter(model.pipe)
    here = Subject("here", {"fox": (0.0, 0.0, 0.5, 1.0)}, "a wood", "", 7)
    options = DrawOptions(Guidance(3.0, 1), sharing=Sharing(0.0))
    one, other = (
        dict(
            draw_subjects(
                model,
                [here, Subject("there", {"bear": None}, "a wood", "", 7)],
                size=(64, 64),
                options=replace(options, identities=(Identity("fox", noise(2, 1, 32, seed=seed)),)),
            )
        )
        for seed in (0, 1)
    )
    assert np.array_equal(one["there"], other["there"])
    assert not np.array_equal(one["here"], other["here"])


# -- the way of a film


@pytest.fixture
def film(tmp_path: Path) -> Iterator[Path]:
    text = """\
format: screenplay/1
title: Two
frame: {width: 64, height: 64, fps: 4}
cast: {fox: {kind: fox, look: red}, bear: {kind: bear, look: brown}}
places: {wood: pines}
scenes:
  - place: wood
    time_of_day: day
    shots:
      - {id: one, action: A fox walks., who: [fox], narration: "A fox walks.", duration_s: 2}
      - {id: two, action: They talk., who: [fox, bear], narration: "They talk.", duration_s: 2}
"""
    (tmp_path / "film.yaml").write_text(text)
    yield tmp_path / "film.yaml"


def test_a_film_is_made_from_image_models_and_one_shot_redrawn_alone(
    models: dict[str, Path], film: Path
) -> None:
    director = Director(
        keyframes=f"sdxl:{models['sdxl']},steps=1",
        clips="still",
        guide="animatic",
        voices="silent",
        workers=1,
    )
    made = director.make(film, film.parent / "film.mp4")
    assert made.path.is_file()
    assert any("still" in said for said in made.report.stand_ins)
    assert {p.name.split(".")[0] for p in (made.folder / "anchors").glob("*.png")} >= {"fox", "bear"}
    assert (made.folder / "board.html").read_text().count('class="anchor"') == 3
    stills = {p.name: p.read_bytes() for p in (made.folder / "keyframes").glob("*.png")}
    again = director.draw(made.folder)
    assert all(take.reused for take in again.takes.values())
    gone = next(p for p in (made.folder / "keyframes").glob("two.*.png"))
    gone.unlink()
    redrawn = director.draw(made.folder)
    assert [name for name, take in redrawn.takes.items() if not take.reused] == ["two"]
    assert gone.read_bytes() == stills[gone.name]


def test_anchors_of_a_changed_look_are_drawn_anew_and_only_its_shots(
    sdxl: DiffusionKeyframes, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path)
    panels = panels_of()[:2]
    first = dict(floor.draw(panels, sdxl, workspace, Manner(tuple(make_anchors(panels, 5)))))
    changed = panels_of(cast={**FILM["cast"], "bear": {"kind": "bear", "look": "white"}})[:2]
    manner = Manner(tuple(make_anchors(changed, 5)))
    second = dict(floor.draw(changed, sdxl, workspace, manner))
    assert second["a"].reused and not second["b"].reused
    assert first["b"].path != second["b"].path
    assert set(floor.find_anchors(sdxl, workspace, manner.anchors)) == {
        "fox",
        "bear",
        "place:wood",
        "prop:lamp",
    }
    assert len(list((tmp_path / "anchors").glob("bear.*.png"))) == 2
    assert len(list((tmp_path / "anchors").glob("fox.*.png"))) == 1


def test_a_picture_is_fitted_by_its_middle() -> None:
    wide = np.zeros((10, 40, 3), np.uint8)
    wide[:, 15:25] = 255
    assert fit_picture(wide, (10, 10)).min() == 255
    assert fit_picture(wide, (10, 40)) is wide
