"""A tree of Python files: its modules, what they import, and their lines as tokens."""

import ast
import io
import re
import subprocess
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LITERALS = {tokenize.STRING: "text", tokenize.NUMBER: "number"}
_IGNORED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


@dataclass(frozen=True)
class Source:
    """One Python file of the tree."""

    path: Path  # relative to the root of the tree
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree; most rows look at each."""
        return tuple(ast.walk(self.tree))

    @property
    def module(self) -> str:
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


class Tree:
    """The tracked files of a checkout."""

    def __init__(self, root: Path, files: Iterable[str]) -> None:
        self.root = root
        self.files = [Path(file) for file in files if (root / file).is_file()]
        self.sources = [Source(file, (root / file).read_text("utf-8")) for file in self.files if file.suffix == ".py"]
        self.modules = {source.module: source for source in self.sources if source.path.parts[0] == "inspector"}

    def below(self, *folders: str) -> list[Source]:
        """The sources of some folders, such as "inspector/gui"."""
        return [source for source in self.sources if any(source.path.is_relative_to(folder) for folder in folders)]


def imports(tree: Tree, source: Source, *, types_too: bool) -> Iterator[tuple[str, ast.AST]]:
    """The modules of `inspector` that a module imports, at its top or later; `types_too`: for types as well."""
    package = source.module if source.path.name == "__init__.py" else source.module.rpartition(".")[0]
    for_types = {
        inner
        for node in source.nodes
        if isinstance(node, ast.If) and last_word(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in source.nodes:
        if node in for_types and not types_too:
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            names = [f"{module}.{a.name}" if f"{module}.{a.name}" in tree.modules else module for a in node.names]
        else:
            continue
        yield from ((name, node) for name in names if name in tree.modules and name != source.module)


def last_word(node: ast.AST) -> str:
    """The last word of a name, an attribute or a text constant."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Constant(value=str(name)):
            return name
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return last_word(operand)
    return ""


def normalised_lines(source: Source) -> list[tuple[int, str]]:
    """The lines of code by number, as tokens in which every literal is alike; imports, docstrings, comments and tables
    (assigned or returned dicts, lists, sets and tuples) are left out."""
    skipped: set[int] = set()
    for node in source.nodes:
        match node:
            case (
                ast.Import()
                | ast.ImportFrom()
                | ast.Expr(value=ast.Constant())
                | ast.Assign(value=ast.Dict() | ast.List() | ast.Set() | ast.Tuple())
                | ast.AnnAssign(value=ast.Dict() | ast.List() | ast.Set() | ast.Tuple())
                | ast.Return(value=ast.Dict() | ast.List() | ast.Set() | ast.Tuple())
            ):
                skipped.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines: dict[int, list[str]] = defaultdict(list)
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type not in _IGNORED and token.start[0] not in skipped:
            lines[token.start[0]].append(_LITERALS.get(token.type, token.string))
    joined = {number: " ".join(tokens) for number, tokens in sorted(lines.items())}
    return [(number, text) for number, text in joined.items() if re.search(r"\w", text)]


def working_tree() -> Tree:
    return Tree(ROOT, _git("ls-files", "--cached", "--others", "--exclude-standard").decode().splitlines())


def tree_at(revision: str, folder: Path) -> Tree:
    """A revision's files, unpacked into a folder."""
    subprocess.run(["tar", "-x", "-C", str(folder)], input=_git("archive", revision), check=True)
    return Tree(folder, _git("ls-tree", "-r", "--name-only", revision).decode().splitlines())


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout
