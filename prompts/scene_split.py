"""A scene of a YAML text cut in two where it stands: the shots that move keep every letter and comment.

python -c "from prompts.scene_split import split_scenes; print(split_scenes.__doc__)"
"""

from __future__ import annotations

from typing import Any

from prompts.yaml_nodes import Mapping, Node, Sequence
from prompts.yaml_text import pair


def split_scenes(text: str, root: Node, old: dict[str, Any], new: dict[str, Any]) -> str:
    """The text with a head for each scene that is new and begins inside an old one, before its first shot.

    Args:
        text: a screenplay with `scenes`.
        root: its tree.
        old, new: what it says and what it shall say, as plain data. Scenes and shots are known by their ids.
    """
    known = {scene.get("id") for scene in old["scenes"]}
    places = {
        shot["id"]: (s, i)
        for s, scene in enumerate(old["scenes"])
        for i, shot in enumerate(scene["shots"])
        if "id" in shot
    }
    for scene in reversed(new["scenes"]):
        s, i = places.get(scene["shots"][0].get("id"), (0, 0))
        if "id" in scene and scene["id"] not in known and i > 0:
            text = _with_head(text, root, s, i, {k: v for k, v in scene.items() if k != "shots"})
    return text


def _with_head(text: str, root: Node, s: int, i: int, head: dict[str, Any]) -> str:
    """The text as it is where scene or shots are not written one below the other, the shots last."""
    scenes = root.pairs["scenes"][1] if isinstance(root, Mapping) and "scenes" in root.pairs else None
    if not isinstance(scenes, Sequence) or scenes.flow or s >= len(scenes.items):
        return text
    scene = scenes.items[s]
    if not isinstance(scene, Mapping) or scene.flow or list(scene.pairs)[-1] != "shots":
        return text
    shots = scene.pairs["shots"][1]
    if not isinstance(shots, Sequence) or shots.flow or i >= len(shots.items):
        return text
    line = text.rfind("\n", 0, shots.items[i].start) + 1
    while line and text[line + shots.column : line + shots.column + 1] != "-":
        line = text.rfind("\n", 0, line - 1) + 1
    if text[line : line + shots.column].strip():
        return text
    while line and (above := text[text.rfind("\n", 0, line - 1) + 1 : line]).lstrip(" ").startswith("#"):
        line -= len(above)
    margin = " " * scene.column
    keys = "".join(f"{margin}{pair(name, value, scene.column)}\n" for name, value in head.items())
    dash = " " * scenes.column + "-" + " " * (scene.column - scenes.column - 1)
    return f"{text[:line]}{dash}{keys[scene.column :]}{margin}shots:\n{text[line:]}"
