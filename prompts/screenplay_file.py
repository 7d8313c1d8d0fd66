"""Screenplay files: YAML that a person and the program write in turn, read with care and changed with tact.

Reading refuses what could harm (see `yaml_nodes`) and names file, line, field and value of each fault.
Writing changes only the words whose meaning changed: comments, order, quotes and shorthands of a person stay.
Nothing here knows what a film is made with.

    python -c "from prompts.screenplay_file import read_screenplay; print(read_screenplay('fox.yaml').title)"
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from prompts.errors import ScreenplayError, WorkspaceError
from prompts.faults import FieldPath, LineOf, field_path
from prompts.scene_split import split_scenes
from prompts.screenplay import FORMAT, Performer, Screenplay, Transition, parse_screenplay
from prompts.yaml_edit import edit_yaml
from prompts.yaml_nodes import Mapping, Node, YamlFault, line_of, plain_value, read_yaml, without_aliases
from prompts.yaml_text import Compact, block

MAX_BYTES = 20_000_000
MAX_REFERENCE_PIXELS = 40_000
FACES = ".safetensors"
"""ending of a character's reference that is no picture, but embeddings of a face"""
"""The longest side of a reference picture."""

SCHEMA_FILE = Path(__file__).with_name("screenplay.schema.json")

_SHORTHANDS = {
    "Character": "the look in words",
    "Place": "the look in words",
    "Prop": "the look in words",
    "Performer": "a character's id",
    "Transition": "the kind alone",
    "Shot": "one sentence: what is seen to happen",
}


def read_screenplay(path: Path | str, *, check_files: bool = True) -> Screenplay:
    """The screenplay in a YAML file.

    Args:
        path: the file.
        check_files: also see that the reference pictures and the music are there and can be used.

    Raises:
        ScreenplayError: the file cannot be read, or breaks a rule; each fault has its line, field and value.
    """
    path = Path(path)
    text = _decode(_read_bytes(path), path)
    screenplay, root = _parse(text, path.name)
    if check_files:
        check_references(screenplay, path.parent, path.name, _lines(root))
    return screenplay


def screenplay_from_text(text: str, where: str = "the screenplay") -> Screenplay:
    """The screenplay that YAML text describes; the files that it names are not looked at.

    Raises:
        ScreenplayError: as `read_screenplay`.
    """
    return _parse(_unix(text.removeprefix("\ufeff")), where)[0]


def write_screenplay(screenplay: Screenplay, path: Path | str, like: Path | str | None = None) -> None:
    """Write the screenplay to `path`, whole or not at all.

    What a person wrote before stays as it stands: where a value has not changed, neither do the bytes;
    comments, order and shorthands survive where values change. A file that says the same already is not
    touched.

    Args:
        screenplay: what the file shall say.
        path: the file to write.
        like: the file whose words to begin from; left out, `path` itself if it is there.

    Raises:
        ScreenplayError: the file to begin from is no screenplay; nothing is written.
        WorkspaceError: the file cannot be written; the old one stays.
    """
    path = Path(path)
    model = Path(like) if like is not None else path
    if not os.path.exists(model):
        _write_whole(path, render_screenplay(screenplay).encode())
        return
    raw = _read_bytes(model)
    text = _decode(raw, model)
    new = edit_screenplay(text, screenplay, model.name)
    if new != text or model.resolve() != path.resolve():
        end = "\r\n" if b"\r\n" in raw else "\n"
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        _write_whole(path, mark + new.replace("\n", end).encode() if new != text else raw)


def render_screenplay(screenplay: Screenplay) -> str:
    """The screenplay as new YAML text, fields in the order of the schema, nothing that is left out."""
    return block({"format": FORMAT, **plain_screenplay(screenplay)}, 0) + "\n"


def edit_screenplay(text: str, screenplay: Screenplay, where: str = "the screenplay") -> str:
    """The YAML text changed so that it says `screenplay`, and else left as it stands. Line ends are `\\n`.

    Raises:
        ScreenplayError: the text is no screenplay.
    """
    before, root = _parse(text, where)
    if before == screenplay:
        return text
    if "*" in text or "&" in text:
        text = without_aliases(text)
        root = read_yaml(text)
    old, new = plain_screenplay(before), plain_screenplay(screenplay)
    written = plain_value(root)
    if isinstance(written, list) or "shots" in written:
        if _is_one_plain_scene(new) and (isinstance(written, dict) or new.keys() == {"scenes"}):
            old, new = (_with_shots_at_the_top(plan, isinstance(written, list)) for plan in (old, new))
        else:
            text = _with_scenes(text, root)
            root = read_yaml(text)
    if isinstance(new, dict) and "scenes" in new and (split := split_scenes(text, root, old, new)) != text:
        divided, root = _parse(split, where)
        text, old = split, plain_screenplay(divided)
    edited = edit_yaml(text, old, new, root)
    if _says(edited, screenplay):
        return edited
    comments = [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
    return "\n".join((*comments, render_screenplay(screenplay)))


def _says(text: str, screenplay: Screenplay) -> bool:
    try:
        return _parse(text, "")[0] == screenplay
    except ScreenplayError:
        return False


def plain_screenplay(model: BaseModel) -> dict[str, Any]:
    """A part of a screenplay as plain data without what is left out, in the order of the schema."""
    plain: dict[str, Any] = Compact() if isinstance(model, Performer | Transition) else {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        # A `transition: {}` or `motion: {}` would say the same as its default, but nothing to a reader.
        told = name in ("kind", "intensity") or value != field.get_default(call_default_factory=True)
        if told and value is not None:
            plain[name] = _plain(value)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return plain_screenplay(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


# -- films written without scenes


def _is_one_plain_scene(plan: dict[str, Any]) -> bool:
    return len(plan["scenes"]) == 1 and plan["scenes"][0].keys() == {"shots"}


def _with_shots_at_the_top(plan: dict[str, Any], alone: bool) -> Any:
    shots = plan["scenes"][0]["shots"]
    return (
        shots
        if alone
        else {k if k != "scenes" else "shots": v if k != "scenes" else shots for k, v in plan.items()}
    )


def _with_scenes(text: str, root: Node) -> str:
    """The same film with its shots inside a scene, so that the scene can be told more of."""
    if isinstance(root, Mapping):
        return _nested_shots(text, root)
    start, end = text.rfind("\n", 0, root.start) + 1, _line_end(text, root)
    return f"{text[:start]}scenes:\n  - shots:\n{_indented(text[start:end], 6)}{text[end:]}"


def _nested_shots(text: str, root: Mapping) -> str:
    key, value = root.pairs["shots"]
    if root.flow:
        return f"{text[: key.start]}scenes: [{{shots: {text[value.start : value.end]}}}]{text[value.end :]}"
    end = _line_end(text, value)
    return f"{text[: key.start]}scenes:\n  - {_indented(text[key.start : end], 4).lstrip(' ')}{text[end:]}"


def _line_end(text: str, node: Node) -> int:
    """The end of the line in which the node's own words end; comments below it belong to what follows."""
    end = text.find("\n", len(text[: node.end].rstrip()))
    return len(text) if end < 0 else end


def _indented(text: str, columns: int) -> str:
    return re.sub(r"(?m)^(?=[^\n])", " " * columns, text)


# -- reading


def _parse(text: str, where: str) -> tuple[Screenplay, Node]:
    try:
        root = read_yaml(text)
    except YamlFault as error:
        raise ScreenplayError(f"{where}, {error}") from error
    return parse_screenplay(plain_value(root), where, _lines(root)), root


def _lines(root: Node) -> LineOf:
    def line(path: FieldPath) -> int:
        """A list of shots alone has no `shots` on the way to them; a film without scenes has no scenes."""
        written = plain_value(root)
        if isinstance(written, dict) and "shots" in written and path[:2] == ("scenes", 0):
            path = path[2:]
        if isinstance(written, list):
            path = path[3:] if path[:1] == ("scenes",) else path[1:]
        return line_of(root, path)

    return line


def _read_bytes(path: Path) -> bytes:
    if not os.path.exists(path):
        raise ScreenplayError(f"{path}: there is no such file. Check the name, or make one with `film plan`.")
    if not path.is_file():
        raise ScreenplayError(f"{path}: this is a folder, not a screenplay. Name the YAML file in it.")
    if (size := path.stat().st_size) > MAX_BYTES:
        raise ScreenplayError(
            f"{path}: {size / 1e6:.0f} MB; a screenplay has {MAX_BYTES // 1_000_000} MB at most. Split it."
        )
    try:
        return path.read_bytes()
    except PermissionError as error:
        raise ScreenplayError(f"{path}: it may not be read. Change its permissions.") from error


def _decode(raw: bytes, path: Path) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ScreenplayError(f"{path.name}: the file is UTF-16; a screenplay is UTF-8. Save it as UTF-8.")
    try:
        return _unix(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = f"the byte 0x{raw[error.start]:02x}"
        raise ScreenplayError(
            f"{path.name}, line {line}: {byte} is no UTF-8. Save the file as UTF-8."
        ) from error


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# -- files that a screenplay names


def named_files(screenplay: Screenplay) -> list[str]:
    """The reference pictures and the music that a screenplay names, as it names them."""
    sections = (screenplay.cast, screenplay.places, screenplay.props)
    names = [name for section in sections for entity in section.values() for name in entity.references]
    return [*names, screenplay.music.file] if screenplay.music else names


def check_references(
    screenplay: Screenplay,
    folder: Path,
    where: str = "the screenplay",
    line_of: LineOf | None = None,
) -> None:
    """See that every reference and the music are real files inside `folder`.

    Raises:
        ScreenplayError: naming the field, the path and what is wrong with it.
    """
    for field, name in _named_files(screenplay):
        file = folder / name
        fault = _leaves(name, folder) or _missing(file)
        if not fault and field[0] != "music":
            is_face = field[0] == "cast" and file.suffix == FACES
            fault = _no_faces(file) if is_face else _no_picture(file)
        if fault:
            line = f", line {line_of(field)}" if line_of else ""
            raise ScreenplayError(f"{where}{line}: {field_path(field)} is {name!r}; {fault}")


def _named_files(screenplay: Screenplay) -> Iterator[tuple[FieldPath, str]]:
    for section in ("cast", "places", "props"):
        for name, entity in getattr(screenplay, section).items():
            for number, reference in enumerate(entity.references):
                yield (section, name, "references", number), reference
    if screenplay.music:
        yield ("music", "file"), screenplay.music.file


def _leaves(name: str, folder: Path) -> str:
    """Paths are relative with `/` on every machine, so that the folder can be moved."""
    parts = re.split(r"[/\\]", name)
    outside = (
        name.startswith(("/", "\\", "~")) or ".." in parts or re.match(r"[A-Za-z]:", name) or "\0" in name
    )
    if outside or not (folder / name).resolve().is_relative_to(folder.resolve()):
        return "it must be a path inside the screenplay's folder. Copy the file there and name that copy."
    return ""


def _missing(file: Path) -> str:
    try:
        return (
            "" if file.is_file() else "there is no such file. Put it there, or drop it from the screenplay."
        )
    except OSError as error:
        return f"it cannot be read ({error.strerror}). Name another file."


def _no_faces(file: Path) -> str:
    """As much as can be seen without a library of tensors: a header that says what the file holds."""
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = json.loads(stream.read(min(length, file.stat().st_size)))
    except (OSError, ValueError):
        header = None
    return "" if isinstance(header, dict) and header else "it is no safetensors file. Save it again."


def _no_picture(file: Path) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file) as picture:
            if max(picture.size) > MAX_REFERENCE_PIXELS:
                width, height = picture.size
                most = f"{MAX_REFERENCE_PIXELS} a side is the most"
                return f"it has {width} x {height} pixels; {most}. Scale it down."
            picture.verify()
    except Image.DecompressionBombError:
        return "it has far too many pixels. Scale it down."
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return "it is not a picture that can be read. Use a PNG, JPEG or WebP file."
    return ""


# -- writing


def _write_whole(path: Path, raw: bytes) -> None:
    """A reader sees the old file or the new one, never half of it."""
    target = path.resolve()  # a link keeps being a link
    temporary = target.with_name(f".part-{secrets.token_hex(6)}.yaml")
    try:
        with temporary.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise WorkspaceError(
            f"{path}: it cannot be written ({why}). Choose another place with -o."
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


# -- the schema for editors


def screenplay_schema() -> dict[str, Any]:
    """The JSON Schema of screenplay files, with the shorthands that a person may write."""
    schema = Screenplay.model_json_schema()
    definitions = schema["$defs"]
    for name, meaning in _SHORTHANDS.items():
        full = definitions[name]
        short: dict[str, Any] = {"type": "string", "description": meaning}
        if name == "Transition":
            short = {**full["properties"]["kind"], "description": meaning}
            short.pop("default", None)
        definitions[name] = {"description": full.get("description", ""), "anyOf": [short, full]}
    shots = {
        "type": "array",
        "minItems": 1,
        "items": {"$ref": "#/$defs/Shot"},
        "description": "a film of one scene",
    }
    properties = {**schema.pop("properties"), "shots": shots}
    film = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "oneOf": [{"required": ["scenes"]}, {"required": ["shots"]}],
    }
    schema.pop("required"), schema.pop("additionalProperties"), schema.pop("type")
    _allow_nothing(definitions, film)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "anyOf": [film, shots]}


def _allow_nothing(definitions: dict[str, Any], film: dict[str, Any]) -> None:
    """A field may stand without a value, which means that it is left out."""
    objects = [film] + [part for d in definitions.values() for part in (d, *d.get("anyOf", ()))]
    for part in objects:
        for name, field in part.get("properties", {}).items():
            if name not in part.get("required", ()) and {"type": "null"} not in field.get("anyOf", ()):
                part["properties"][name] = {"anyOf": [field, {"type": "null"}]}


def export_schema(path: Path | str) -> None:
    """Write the JSON Schema of screenplay files, by which editors complete and check them."""
    _write_whole(Path(path), (json.dumps(screenplay_schema(), ensure_ascii=False, indent=1) + "\n").encode())
