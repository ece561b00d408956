"""The sentences of errors and of pages, for lupdate: `python -m tests.gui.error_templates` writes them anew.

lupdate reads only literals in the desktop's sources, and the lower layers know nothing of Qt; so every template that is
raised there stands once more in the package `inspector/gui/error_templates`, one module a layer; so do the texts of the
pages for people, whose templates lupdate does not read.
"""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import jinja2
from jinja2 import nodes

INSPECTOR = Path(__file__).parents[2] / "inspector"
LAYERS = ("core", "data", "store", "workflow")
REPORT = INSPECTOR / "workflow" / "report"
PAGES = Path(__file__).parents[2] / "resources" / "templates"
_ELSEWHERE = INSPECTOR / "workflow" / "benchmark"  # which no screen runs
TARGET = INSPECTOR / "gui" / "error_templates"
_PIECE = 90


def templates(layer: str) -> list[str]:
    """Every literal template of an error that is raised in a layer, in the order of the files."""
    found: dict[str, None] = {}
    paths = [path for path in (INSPECTOR / layer).rglob("*.py") if _ELSEWHERE not in path.parents]
    for path in sorted(paths):
        for call in _errors(ast.parse(path.read_text("utf-8"))):
            found.update(dict.fromkeys(_literals(call.args[0])))
    return list(found)


def catalogued(layer: str) -> list[str]:
    """What the generated module holds."""
    tree = ast.parse((TARGET / f"{layer}.py").read_text("utf-8"))
    return [
        str(ast.literal_eval(call.args[1]))
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "QT_TRANSLATE_NOOP"
    ]


def page_texts() -> list[str]:
    """Every text of the pages, from the templates and from what fills them."""
    found: dict[str, None] = {}
    for path in sorted(PAGES.glob("*.jinja")):
        for call in jinja2.Environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            name = getattr(call.node, "name", "")
            if name in ("_", "count"):
                found.update(dict.fromkeys(_texts(name, [getattr(one, "value", None) for one in call.args])))
    for path in sorted(REPORT.glob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            owner, _, name = ast.unparse(call.func).rpartition(".")
            if owner in ("language", "self") and name == "text":
                found.update(dict.fromkeys(_literals(call.args[0])))
            elif owner == "language" and name == "count":
                found.update(dict.fromkeys(_texts("count", [getattr(one, "value", None) for one in call.args])))
    return list(found)


def _texts(name: str, arguments: list[object]) -> Iterator[str]:
    """What `_(text)` or `count(number, noun)` may say."""
    if name == "_":
        yield str(arguments[0])
    elif isinstance(arguments[1], str):
        yield from (f"{{n}} {arguments[1]}", f"{{n}} {arguments[1]}s")


def write(layer: str) -> Path:
    return _write(layer, f"Sentences of the errors of `inspector.{layer}`", "Errors", templates(layer))


def write_pages() -> Path:
    return _write("pages", "Texts of the pages for people", "Pages", page_texts())


def _write(name: str, what: str, context: str, texts: Iterable[str]) -> Path:
    lines = [f'"""{what}; generated, see tests/gui/error_templates.py."""', ""]
    found = [f'    QT_TRANSLATE_NOOP("{context}", {_pieces(text)}),' for text in texts]
    if found:
        lines += ["from PySide6.QtCore import QT_TRANSLATE_NOOP", "", "TEMPLATES = (", *found, ")", ""]
    path = TARGET / f"{name}.py"
    path.write_text("\n".join(lines), "utf-8")
    return path


def _errors(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls such as `ImageError("…", code=…)`, raised or handed on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and any(keyword.arg == "code" for keyword in node.keywords):
            name = ast.unparse(node.func)
            if name.rpartition(".")[2].endswith("Error"):
                yield node


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _pieces(text: str) -> str:
    pieces = [text[place : place + _PIECE] for place in range(0, len(text), _PIECE)]
    return "\n".join('"' + repr(piece + "'")[1:-2].replace('"', '\\"') + '"' for piece in pieces)


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    (TARGET / "__init__.py").write_text(
        '"""Sentences of the lower layers\' errors, for their translation."""\n', "utf-8"
    )
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", *map(write, LAYERS), write_pages()], check=True)
