"""How one shot meets the next: every join on films of tiny video models, and on the animatic.

    python benchmarks/joins.py                               # three seeds, some ten minutes
    python benchmarks/joins.py --models svd,wan --seeds 5

Random weights draw noise, whose frames differ as much as shots do; so the networks are replaced. The VAE is
taught the animatic's pictures. In place of the denoiser stands the exact one of clips that drift off from
their keyframe: latents whose velocity is a random walk, on their way to a last picture if they are given one.
Pipelines, schedulers and joins are those of every film. The figures say what a join does to a model that
knows this much, and nothing of looks.

`jump` is the change over the join (of a bridge: over the larger of its two seams), `near` the largest change
within half a second of it, `usual` the median change in both shots with a cut, 0..255. `ratio` is `near` in
units of `usual`; 1 is no seam. `latents` is how far the end of the shot before is from the keyframe after it,
in latents, which no VAE has decoded. `flicker` and `motion` stand beside it, for a join that freezes the
picture has no seam either. Keyframes are `alike` (both shots open on one still) or `other`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image as Pillow
from torch import Tensor

sys.path.insert(0, str(Path(__file__).parent.parent))

from backlot.animatic import AnimaticClips, AnimaticKeyframes
from consistency.measure import measure_flicker, measure_motion, measure_seam
from prompts.screenplay import Character, Place, Scene, Shot
from shots.backends import Carry, ClipTask, Lean, Panel, find_backend
from shots.diffusion.latents import Tail
from shots.diffusion.steering import replace_forward
from tests.tiny import make_animatediff
from tests.tiny_video import make_ltx, make_svd, make_wan, save

MAKE: dict[str, Callable[[], Any]] = {
    "svd": make_svd,
    "animatediff": make_animatediff,
    "wan": make_wan,
    "ltx": make_ltx,
}
WIDTH, HEIGHT, FPS, FRAMES, REACH = 64, 32, 8, 9, 4
DRIFT = 0.7
"""how far a clip has drifted off at its end: the deviation, where that of latents is 1"""
ACTIONS = ("A fox walks.", "A fox looks around.")
STRENGTHS = (0.25, 0.5, 0.75, 1.0)
PLACES = ("a forest", "a beach")
Frames = NDArray[np.uint8]


# What is shot


def make_tasks(folder: Path, seed: int) -> list[ClipTask]:
    """Two shots of one fox in two places, with their drawn keyframes."""
    tasks = []
    for number, action in enumerate(ACTIONS):
        box = [0.2 + 0.3 * number, 0.3, 0.5 + 0.3 * number, 0.9]
        who = [{"character": "fox", "path": [{"at": 0, "box": box}]}]
        shot = Shot.model_validate({"id": f"s{number}", "action": action, "who": who})
        scene = Scene(place="wood", time_of_day="day", shots=[shot])
        cast, place = {"fox": Character(kind="fox", look="a red fox")}, Place(look=PLACES[number])
        panel = Panel(shot, scene, cast, place, {}, "storybook", WIDTH, HEIGHT, seed + number)
        ((_, picture),) = AnimaticKeyframes().draw([panel])
        keyframe = folder / f"{seed}-{number}.png"
        Pillow.fromarray(picture).save(keyframe)
        tasks.append(ClipTask(panel, FRAMES, FPS, keyframe=keyframe))
    return tasks


def shoot(backend: Any, task: ClipTask) -> Frames:
    """(F, H, W, 3) uint8 of a shot."""
    return np.stack(list(backend.shoot(task)))


# What stands in for weights


def teach(vae: Any, clips: Sequence[Frames], steps: int) -> None:
    """Bring a tiny VAE to give back drawn pictures, with latents of about unit variance."""
    films = torch.from_numpy(np.stack(clips)).float().div(127.5).sub(1).permute(0, 1, 4, 2, 3)
    video = type(vae).__name__ in ("AutoencoderKLWan", "AutoencoderKLLTXVideo")
    temporal = type(vae).__name__ == "AutoencoderKLTemporalDecoder"
    optimiser = torch.optim.Adam(vae.parameters(), 1e-2 if video else 3e-3)
    chance = torch.Generator().manual_seed(0)
    for lesson in range(steps):
        film = films[int(torch.randint(len(films), (1,), generator=chance))]
        number = int(torch.randint(len(film), (1,), generator=chance))
        shown = film[:8] if lesson % 2 else film[number : number + 1]  # clips and stills, decoded alone
        if video:  # a still stands all the time
            shown = film if lesson % 2 else shown.expand_as(film)
        values = shown.transpose(0, 1)[None] if video else shown
        latents = vae.encode(values).latent_dist.mode()
        back = vae.decode(latents, **({"num_frames": len(shown)} if temporal else {})).sample
        spread = (latents.std() - 1) ** 2 + latents.mean() ** 2
        loss = (back - values).abs().mean() + 0.01 * spread
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    print(f"{type(vae).__name__}: taught to {float(loss.detach()) * 127.5:.1f} of 255", file=sys.stderr)
    vae.requires_grad_(False)
    if "scaling_factor" in vae.config and not video:
        vae.register_to_config(scaling_factor=1.0)  # what it is taught


@dataclass
class Drift:
    """The exact denoiser of clips that drift off from a picture in latents, or from one to another."""

    first: Tensor
    """(F, C, h, w) the keyframe as it would stand all the time"""
    last: Tensor | None = None
    """likewise the picture to end on"""

    def clean(self, noisy: Tensor, alpha: float, sigma: float) -> Tensor:
        """E[clean | alpha clean + sigma noise = noisy], (F, C, h, w)."""
        count = len(noisy)
        steps = torch.ones(count, count, dtype=torch.float64).tril()
        steps[:, 0] = 0  # the first frame stands
        spread = steps @ steps @ (steps @ steps).T  # of positions, whose velocities are summed
        spread = spread * DRIFT**2 / spread[-1, -1]
        mean = self.first[:count].double()
        if self.last is not None:
            known = spread[:, -1] / spread[-1, -1]
            mean = mean + known.reshape(-1, 1, 1, 1) * (self.last[count - 1].double() - mean[-1])
            spread = spread - known[:, None] * spread[-1]
        noise = (sigma**2 + 1e-12) * torch.eye(count, dtype=torch.float64)
        gain = torch.linalg.solve(alpha**2 * spread + noise, alpha * spread).T
        off = noisy.double() - alpha * mean
        return (mean + torch.einsum("fg,gchw->fchw", gain, off)).to(noisy)


def denoiser(name: str, pipe: Any, drift: Drift) -> Callable[..., Any]:
    """What takes the place of a network's forward: its answer in the family's own terms."""

    def svd(sample: Tensor, timestep: Any, **_: Any) -> Any:
        sigma = float((4 * timestep).exp())
        scale = (sigma**2 + 1) ** 0.5
        noisy = sample[0, :, :4] * scale
        said = (noisy / scale**2 - drift.clean(noisy, 1.0, sigma)) * scale / sigma
        return (said.expand(len(sample), *said.shape),)

    def animatediff(sample: Tensor, timestep: Any, **_: Any) -> Any:
        kept = float(pipe.scheduler.alphas_cumprod[int(timestep)])
        alpha, sigma = kept**0.5, (1 - kept) ** 0.5
        noisy = sample[0].transpose(0, 1)
        said = (noisy - alpha * drift.clean(noisy, alpha, sigma)) / sigma
        return SimpleNamespace(sample=said.transpose(0, 1).expand_as(sample))

    def wan(hidden_states: Tensor, timestep: Any, **_: Any) -> Any:
        sigma = float(timestep.max()) / 1000
        own = hidden_states[:, :16]
        noisy = own[0].transpose(0, 1)
        said = (noisy - drift.clean(noisy, 1 - sigma, sigma)) / sigma
        return (said.transpose(0, 1).expand_as(own),)

    def ltx(hidden_states: Tensor, timestep: Any, **_: Any) -> Any:
        sigma = float(timestep.max()) / 1000
        height, width = drift.first.shape[-2:]
        noisy = hidden_states[0].reshape(-1, height, width, hidden_states.shape[-1]).permute(0, 3, 1, 2)
        own = noisy[-len(drift.first) :] if len(noisy) > len(drift.first) else noisy
        said = (own - drift.clean(own, 1 - sigma, sigma)) / sigma
        tokens = said.permute(0, 2, 3, 1).reshape(1, -1, said.shape[1])
        padded = torch.zeros_like(hidden_states[:1])
        padded[:, -tokens.shape[1] :] = tokens
        return (padded.expand_as(hidden_states),)

    return {"svd": svd, "animatediff": animatediff, "wan": wan, "ltx": ltx}[name]


@torch.no_grad()
def see_standing(name: str, pipe: Any, picture: Path, count: int) -> Tensor:
    """(count, C, h, w) latents of a clip in which a picture stands."""
    from shots.diffusion.unet_clips import encode_picture as encode_still
    from shots.diffusion.wan_clips import encode_picture as encode_wan

    still = Pillow.open(picture).convert("RGB")
    if name in ("svd", "animatediff"):
        return encode_still(pipe, still).expand(count, -1, -1, -1)
    if name == "wan":
        first, later = encode_wan(pipe, still), encode_wan(pipe, still, standing=5)
    else:
        vae, values = pipe.vae, pipe.video_processor.preprocess(still, height=HEIGHT, width=WIDTH)
        both = [vae.encode(values[:, :, None].expand(-1, -1, n, -1, -1)).latent_dist.mode() for n in (1, 5)]
        first, later = (pipe._normalize_latents(z, vae.latents_mean, vae.latents_std)[:, :, -1] for z in both)
    return torch.cat([first, later.expand(count - 1, -1, -1, -1)])


class Drifting:
    """A backend whose network is that denoiser."""

    def __init__(self, name: str, folder: Path, steps: int) -> None:
        self.name, self.backend = name, find_backend("shots.clips", f"{name}:{folder},steps={steps}")
        self.card = self.backend.card

    def shoot(self, task: ClipTask) -> Iterator[Any]:
        """As the backend, drifting from the task's own pictures."""
        pipe, plan = self.backend._open(), self.backend._plan(task)
        count = self.backend._count_latents(plan.sections[0])
        assert task.keyframe is not None and len(plan.sections) == 1
        drift = Drift(see_standing(self.name, pipe, task.keyframe, count))
        if task.last is not None and self.name in ("wan", "ltx"):  # the others have no door for it
            drift.last = see_standing(self.name, pipe, task.last, count)
        parts = (getattr(pipe, part, None) for part in ("unet", "transformer", "transformer_2"))
        with ExitStack() as stack:
            for network in filter(None, parts):
                stack.enter_context(replace_forward(network, lambda _: denoiser(self.name, pipe, drift)))
            yield from self.backend.shoot(task)

    def measure_end(self, tail: Path, following: ClipTask) -> float:
        """Root mean square distance of a shot's last latents and the next keyframe's late in a clip."""
        assert following.keyframe is not None
        there = see_standing(self.name, self.backend._open(), following.keyframe, 2)[-1]
        return float((Tail.load(tail).latents[-1] - there).pow(2).mean().sqrt())


# The joins


def smooth(backend: Any, tasks: Sequence[ClipTask], tail: Path, strength: float) -> list[Frames]:
    """Both shots, the one leaning to the other's keyframe, the other beginning from the one's end."""
    first, second = tasks
    assert second.keyframe is not None
    lean = Lean(second.keyframe, "", REACH, strength)
    before = shoot(backend, replace(first, keep=tail, lean=lean))
    carry = Carry("s0", "", REACH, noise=strength, latents=strength, tail=tail)
    return [before, shoot(backend, replace(second, carry=carry))]


def dissolve(before: Frames, after: Frames) -> list[Frames]:
    """Before, the half second in which both are seen, after."""
    weights = (np.arange(1, REACH + 1) / (REACH + 1))[:, None, None, None]
    mixed = (before[-REACH:] * (1 - weights) + after[:REACH] * weights).round().astype(np.uint8)
    return [before[:-REACH], mixed, after[REACH:]]


def bridge(backend: Any, task: ClipTask, before: Frames, after: Frames, folder: Path) -> list[Frames]:
    """Before, the in-between clip of a second, after."""
    pictures = {"keyframe": before[-REACH], "last": after[REACH - 1]}
    for name, picture in pictures.items():
        Pillow.fromarray(picture).save(folder / f"{name}.png")
    given: dict[str, Any] = {name: folder / f"{name}.png" for name in pictures}
    between = shoot(backend, replace(task, num_frames=2 * REACH, **given))
    return [before[:-REACH], between, after[REACH:]]


def measure(parts: Sequence[Frames], usual: float) -> dict[str, float]:
    """A join in 0..255, and what moves and flickers around it; `usual` is of shots that are cut."""
    before, *between, after = parts
    seams = [measure_seam(list(a), list(b)) for a, b in pairwise(parts)]
    film = np.concatenate([before[-REACH:], *between, after[:REACH]])
    jump = max(seam.jump for seam in seams)
    near = measure_seam(list(film[:1]), list(film[-1:]), between=list(film[1:-1])).jump
    return {
        "jump": jump * 255,
        "near": near * 255,
        "usual": usual * 255,
        "ratio": near / usual,
        "flicker": measure_flicker(list(film)) * 255,
        "motion": measure_motion(list(film)) * 255,
    }


def films(backend: Any, tasks: Sequence[ClipTask], folder: Path) -> Iterator[tuple[str, list[Frames], float]]:
    """(join, the film in its parts, how far the end before is from the keyframe after in latents)."""
    by_model, tail, nan = backend.card.latents is not None, folder / "end", float("nan")
    plain = [shoot(backend, replace(tasks[0], keep=tail if by_model else None)), shoot(backend, tasks[1])]
    yield "cut", plain, backend.measure_end(tail, tasks[1]) if by_model else nan
    yield "dissolve", dissolve(*plain), nan
    if "smooth" in backend.card.joins:
        for strength in STRENGTHS:
            film = smooth(backend, tasks, tail, strength)
            yield f"smooth {strength:g}", film, backend.measure_end(tail, tasks[1])
    if backend.card.last_frame:
        yield "bridge", bridge(backend, tasks[0], *plain, folder), nan


def rows(
    names: Sequence[str], seeds: int, steps: int, lessons: int
) -> Iterator[tuple[str, dict[str, float]]]:
    """(model, keyframes and join in words, medians over the seeds)."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        pairs = [make_tasks(folder, 10 * seed) for seed in range(seeds)]
        drawn = [shoot(AnimaticClips(), task) for pair in pairs for task in pair]
        for name in names:
            backend: Any = AnimaticClips()
            if name != "animatic":
                pipe = MAKE[name]()
                teach(pipe.vae, drawn, lessons)
                save(pipe, folder / name)
                backend = Drifting(name, folder / name, steps)
            for keyframes in ("alike", "other"):
                found: dict[str, list[dict[str, float]]] = {}
                for first, second in pairs:
                    still = second if keyframes == "other" else first
                    following = replace(second, keyframe=still.keyframe)
                    made = list(films(backend, [first, following], folder))
                    usual = measure_seam(*map(list, made[0][1]), reach=FRAMES).usual
                    for join, film, end in made:
                        found.setdefault(join, []).append({**measure(film, usual), "latents": end})
                for join, measured in found.items():
                    middle = {key: statistics.median(m[key] for m in measured) for key in measured[0]}
                    yield f"{name:<12}{keyframes:<11}{join:<13}", middle


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", default=",".join([*MAKE, "animatic"]))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--lessons", type=int, default=400, help="steps in which a VAE is taught")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    columns = ("jump", "near", "usual", "ratio", "latents", "flicker", "motion")
    print(f"{'model':<12}{'keyframes':<11}{'join':<13}" + "".join(f"{column:>9}" for column in columns))
    names = chosen.models.split(",")
    for said, row in rows(names, chosen.seeds, chosen.steps, chosen.lessons):
        print(said + "".join(f"{row[column]:>9.2f}" for column in columns), flush=True)


if __name__ == "__main__":
    main()
