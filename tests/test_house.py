"""The house rules: who may import whom, which library lives where, and what no file of ours does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT: dict[str, set[str]] = {  # package -> the packages of ours it may import
    "prompts": set(),
    "consistency": set(),
    "shots": {"prompts", "consistency"},
    "director": {"prompts", "shots"},
    "backlot": {"prompts", "shots", "consistency"},
}
ONLY_IN: dict[str, set[str]] = {  # library -> the packages that may import it
    "torch": {"consistency", "shots", "backlot"},
    "diffusers": {"consistency", "shots", "backlot"},
    "transformers": {"consistency", "shots", "backlot"},
    "langgraph": {"director"},
    "langchain_core": {"director"},
    "mcp": {"director"},
    "openai": {"director", "shots"},  # shots: what is drawn and spoken by hosted services
    "typer": {"director"},
    "rich": {"director"},
    "ray": {"director"},
    "moviepy": {"shots"},
    "av": {"shots"},
}
MAX_LINES = 500
MAX_FUNCTION_LINES = 80
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|work|root|mnt|data)/\w|hdfs://|\bC:\\\\")

MODULES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Classes, functions and methods of public classes that do not begin with `_`."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (n for n in node.body if isinstance(n, kinds) and not n.name.startswith("_"))


def catches_everything(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        c is None or (isinstance(c, ast.Name) and c.id in {"Exception", "BaseException"}) for c in caught
    )


def raises(node: ast.AST) -> bool:
    return any(isinstance(n, ast.Raise) for n in ast.walk(node))


def broken_rules(tree: ast.Module, *, cli: bool) -> Iterator[str]:
    """What ruff does not look for: `print`, `global`, handlers that swallow everything, long functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield f"{node.lineno}: `global`; pass values in and out"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
            and not cli
        ):
            yield f"{node.lineno}: `print` outside the command line"
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not raises(node):
            yield f"{node.lineno}: a handler for everything that does not raise again"
    for function in functions(tree):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > MAX_FUNCTION_LINES:
            yield f"{function.lineno}: {function.name} has {lines} lines; {MAX_FUNCTION_LINES} is the most"


def arrows_broken(tree: ast.AST, package: str) -> Iterator[str]:
    for name, line in imports(tree):
        if name in MAY_IMPORT and name != package and name not in MAY_IMPORT[package]:
            yield f"{line}: {package} may not import {name}"
        if name in ONLY_IN and package not in ONLY_IN[name]:
            yield f"{line}: only {', '.join(sorted(ONLY_IN[name]))} may import {name}"


def may_print(path: Path, tree: ast.Module) -> bool:
    """The command line, and the `if __name__ == "__main__"` part of a module that shows itself."""
    return path.stem in {"cli", "__main__"} or any(
        isinstance(n, ast.If) and "__name__" in ast.dump(n.test) for n in tree.body
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_keeps_the_rules_of_the_house(path: Path) -> None:
    tree = parse(path)
    faults = [*arrows_broken(tree, path.relative_to(ROOT).parts[0])]
    faults += broken_rules(tree, cli=may_print(path, tree))
    faults += [
        f"{node.lineno}: {node.name} is public and has no docstring"
        for node in public_definitions(tree)
        if not ast.get_docstring(node) and not is_overload(node) and not is_short_property(node)
    ]
    if not ast.get_docstring(tree):
        faults.append("1: the module has no docstring")
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > MAX_LINES:
        faults.append(f"{lines} lines; {MAX_LINES} is the most: split it")
    assert not faults, "\n".join(f"{name_of(path)}:{fault}" for fault in faults)


def is_overload(node: ast.AST) -> bool:
    return any("overload" in ast.dump(d) for d in getattr(node, "decorator_list", []))


def is_short_property(node: ast.AST) -> bool:
    """A property of one line is read like a field: its name and type say it all."""
    decorators = getattr(node, "decorator_list", [])
    return any("property" in ast.dump(d) for d in decorators) and len(getattr(node, "body", [])) == 1


def test_no_module_has_import_circles() -> None:
    """Between packages the arrows forbid them; this looks at what each module imports when it loads.

    In `consistency` at what functions import too: a circle does not go away by being hidden in one.
    """
    graph = {module_name(path): set(loaded_modules(parse(path))) for path in MODULES}
    for name in graph:
        if name.startswith("consistency."):
            graph[name].update(hidden_modules(parse(ROOT / f"{name.replace('.', '/')}.py")))
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, "import circle: " + " -> ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in sorted(graph[name] & graph.keys()):
                walk(other, (*trail, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def loaded_modules(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def hidden_modules(tree: ast.Module) -> Iterator[str]:
    for function in functions(tree):
        yield from (n.module for n in ast.walk(function) if isinstance(n, ast.ImportFrom) and n.module)


def tracked_texts() -> Iterator[Path]:
    folders = [*MAY_IMPORT, "tests", "examples", "docs", "benchmarks", ".ci"]
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".md", ".yaml", ".toml", ".json", ""} and path.is_file():
                yield path
    yield from (p for p in sorted(ROOT.glob("*")) if p.suffix in {".md", ".toml"} or p.name == "Makefile")


def test_no_file_names_a_path_of_one_machine() -> None:
    faults = [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in tracked_texts()
        if path != Path(__file__).resolve() and "__pycache__" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert not faults, "\n".join(faults)


BAD_MODULE = """
import torch
from shots import cut

def f():
    global x
    print(x)
    try:
        pass
    except (ValueError, Exception):
        pass
"""


def test_the_rules_can_be_broken() -> None:
    """A rule that finds nothing in a module that breaks it would be no rule."""
    tree = ast.parse(BAD_MODULE)
    assert len(list(arrows_broken(tree, "prompts"))) == 2
    assert len(list(broken_rules(tree, cli=False))) == 3
    assert MACHINE_PATH.search("open('/home/somebody/film.mp4')")
