"""Tasks for clip backends at tiny size, and short ways to have them shot.

frames = shoot(backend, make_task(write_stills(tmp_path), 10))
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from hypothesis import strategies as st
from PIL import Image as Pillow

from prompts.errors import BackendError
from prompts.screenplay import Scene, Shot
from shots.backends import ClipTask, Panel
from shots.diffusion.clips import DiffusionClips, Section, Watch
from tests.tiny_video import HEIGHT, WIDTH


def write_stills(folder: Path) -> Path:
    """The folder, with two pictures that differ: `a.png` and `b.png`."""
    rows, columns = np.indices((HEIGHT, WIDTH))
    for name, values in (("a", rows * 7 + columns), ("b", 255 - rows * 3 - columns * 2)):
        picture = (values % 256)[..., None] * np.array([1.0, 0.6, 0.3])
        Pillow.fromarray(picture.astype(np.uint8)).save(folder / f"{name}.png")
    return folder


def make_task(stills: Path, num_frames: int = 5, *, fps: int = 8, **changes: Any) -> ClipTask:
    """A task for one shot that opens on `a.png`; `shot` and `panel` change fields of these."""
    fields = {"id": "s1-01", "action": "A fox walks.", **changes.pop("shot", {})}
    shot = Shot.model_validate(fields)
    size = {"width": WIDTH, "height": HEIGHT, "seed": 7, **changes.pop("panel", {})}
    panel = Panel(shot, Scene(shots=[shot]), {}, None, {}, "storybook", **size)
    return ClipTask(panel, num_frames, fps, keyframe=stills / "a.png", **changes)


def shoot(backend: DiffusionClips, task: ClipTask, **more: Any) -> np.ndarray:
    """(F, H, W, 3) uint8."""
    return np.stack(list(backend.shoot(task, **more)))


def open_section(backend: DiffusionClips, task: ClipTask) -> tuple[Any, Section]:
    """The pipeline, and the first section that it is asked for."""
    plan = backend._plan(task)
    picture = Pillow.open(str(task.keyframe)).convert("RGB")
    return backend._open(), backend._section(task, plan, 0, picture, None)


def make(backend: DiffusionClips, pipe: Any, section: Section, given: torch.Tensor) -> list[np.ndarray]:
    """The section's pictures from this noise."""
    watch = Watch(backend.family.layout(pipe, section), lambda done, total: None)
    return list(backend.family.make(pipe, section, given, watch))


def assert_refused_or_exact(backend: DiffusionClips, task: ClipTask) -> None:
    """The law of frames: as many as were asked for, or a refusal that names what is possible, and is true."""
    panel, rule = task.panel, backend.card.frames
    try:
        backend.check(task)
    except BackendError as refusal:
        said = str(refusal)
        if near := re.search(r"Set frame to (\d+)x(\d+)", said):
            allowed = replace(task, panel=replace(panel, width=int(near[1]), height=int(near[2])))
            assert allowed.panel != panel
        else:
            told = re.search(r"lasts ([\d.]+) s; .* makes shots of up to ([\d.]+) s", said)
            assert told and float(told[1]) > float(told[2]), said
            allowed = replace(task, num_frames=max(1, int(float(told[2]) * task.fps)))
            assert allowed.num_frames < task.num_frames
        assert_refused_or_exact(backend, allowed)
        return
    plan = backend._plan(task)
    assert len(plan.shown) == task.num_frames
    assert plan.shown == tuple(sorted(plan.shown)) and plan.shown[-1] < plan.made
    assert rule is not None
    for count in plan.sections:
        assert rule.least <= count <= rule.most and (count - rule.offset) % rule.step == 0


ASKED = st.fixed_dictionaries(
    {
        "num_frames": st.integers(1, 300) | st.integers(300, 100_000),
        "fps": st.integers(1, 60),
        "panel": st.fixed_dictionaries({"width": st.integers(64, 4096), "height": st.integers(64, 4096)}),
    }
)
"""What a screenplay may ask for: frames, their rate, their size."""
