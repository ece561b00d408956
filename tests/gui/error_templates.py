"""The sentences of the lower layers' errors, for lupdate: `python -m tests.gui.error_templates` writes them anew.

lupdate reads only literals in the desktop's sources, and the lower layers know nothing of Qt; so every template that is
raised there stands once more in the package `inspector/gui/error_templates`, one module a layer.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

INSPECTOR = Path(__file__).parents[2] / "inspector"
LAYERS = ("core", "data", "store", "workflow")
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


def write(layer: str) -> Path:
    lines = [f'"""Sentences of the errors of `inspector.{layer}`; generated, see tests/gui/error_templates.py."""', ""]
    found = [f'    QT_TRANSLATE_NOOP("Errors", {_pieces(template)}),' for template in templates(layer)]
    if found:
        lines += ["from PySide6.QtCore import QT_TRANSLATE_NOOP", "", "TEMPLATES = (", *found, ")", ""]
    path = TARGET / f"{layer}.py"
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
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", *map(write, LAYERS)], check=True)
