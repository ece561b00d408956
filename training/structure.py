"""Measures the structure of the source tree: where things lie, who imports whom, what is written twice.

    python training/structure.py                    # the working tree
    python training/structure.py --at b4bd57c       # another revision
    python training/structure.py --list ROW         # the places that a row counts, such as "import cycles"
    python training/structure.py --compare b4bd57c  # both, side by side, into training/results/structure.md

It needs git and the standard library alone; it counts mypy's errors where mypy is installed. The docstring of a
function below defines the row that it counts.
"""

import argparse
import ast
import importlib.util
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from source_tree import ROOT, Tree, imports, last_word, normalised_lines, tree_at, working_tree

LAYERS = (
    ("core",),
    ("data", "store"),
    ("workflow",),
    ("cluster",),
    ("gui", "cli"),
    ("__main__",),
)  # from the ground up
RUN_LINES = 6  # a duplicated run has at least so many lines
LONG_FILE = 350
RESULTS = ROOT / "training/results/structure.md"

KIND_CONSTANTS = {"images", "video", "clips", ".h5", ".clips"}
KIND_OBJECTS = {"IMAGES", "VIDEO", "RUN_SUFFIX", "IMAGE_RUN_SUFFIX", "VIDEO_RUN_SUFFIX", "run_suffix"}
KIND_QUESTIONS = re.compile(r"_?(?:of|is|holds|takes|refuse_of)_(?:images|clips|videos?)")
KIND_CLASSES = re.compile(r"(?:Reviewed)?(?:Image|Video|Clip)?(?:Category|Run|TrainJob)|VideoMethod|TakesClips")

BANNED_WORDS = {
    "told", "tells", "seen", "asked", "kept", "working", "reach", "moments", "wanted", "forgotten", "went",
    "utils", "helpers", "manager", "misc",
}  # fmt: skip
BANNED_NAMES = {"of", "part_pane", "part_view", "part_painter", "PartPane", "PartView", "PartPainter"}


def full_folders(tree: Tree) -> list[str]:
    """The files of the fullest folder; folders without any Python file (results, recipes, icons) do not count."""
    folders: dict[Path, list[str]] = defaultdict(list)
    for file in tree.files:
        folders[file.parent].append(str(file))
    return max((files for files in folders.values() if any(name.endswith(".py") for name in files)), key=len)


def kind_questions(tree: Tree) -> list[str]:
    """Places of `inspector` that ask whether something is images or video: a use of `holds_clips`, `of_clips` and the
    like; a comparison with a kind, its name or the suffix of its files, or of `clips` with None; `isinstance` with a
    class of one kind, or a `case` of one."""
    return [source.at(node) for source in tree.below("inspector") for node in source.nodes if _asks_kind(node)]


def _asks_kind(node: ast.AST) -> bool:
    match node:
        case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
            return bool(KIND_QUESTIONS.fullmatch(last_word(node)))
        case ast.Compare(left=left, comparators=others, ops=[ast.Eq() | ast.NotEq() | ast.Is() | ast.IsNot()]):
            return any(map(_is_kind, (left, *others))) or {last_word(left), *map(ast.unparse, others)} == {
                "clips",
                "None",
            }
        case ast.Compare(left=left, comparators=others, ops=[ast.In() | ast.NotIn()]):
            return any(map(_is_kind, (left, *others)))
        case ast.Call(func=ast.Name("isinstance"), args=[_, classes]):
            return any(KIND_CLASSES.fullmatch(last_word(part)) for part in ast.walk(classes))
        case ast.Call(func=ast.Attribute(attr="endswith"), args=[suffix]):
            return _is_kind(suffix)
        case ast.MatchClass(cls=name):
            return bool(KIND_CLASSES.fullmatch(last_word(name)))
    return False


def kind_lookups(tree: Tree) -> list[str]:
    """Places of `inspector` that have something of a kind handed to them: calls of `kind_of_category`, `kind_of_model`
    and `kind_of_run`, and tables that are looked up by the kind of a category or of a session."""
    return [source.at(node) for source in tree.below("inspector") for node in source.nodes if _looks_up_kind(node)]


def _looks_up_kind(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=called):
            return last_word(called) in {"kind_of_category", "kind_of_model", "kind_of_run"}
        case ast.Subscript(slice=ast.Attribute(value=owner, attr="name")):
            return last_word(owner) == "kind"
        case ast.Subscript(slice=ast.Attribute(value=owner, attr="kind"), ctx=ast.Load()):
            return last_word(owner) in {"category", "session"}
    return False


def _is_kind(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in KIND_CONSTANTS
    return last_word(node) in KIND_OBJECTS


def import_cycles(tree: Tree) -> list[str]:
    """Groups of modules that import each other, directly or through others, whenever it happens; imports for types
    alone do not count."""
    graph = {name: {to for to, _ in imports(tree, source, types_too=False)} for name, source in tree.modules.items()}

    @cache
    def reachable(start: str) -> frozenset[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            waiting += (new := graph[waiting.pop()] - found)
            found |= new
        return frozenset(found)

    groups = {
        tuple(sorted({name} | {other for other in reachable(name) if name in reachable(other)}))
        for name in graph
        if name in reachable(name)
    }
    return [" ".join(group) for group in sorted(groups)]


def upward_imports(tree: Tree) -> list[str]:
    """Imports, for types as well, of a package of a higher layer, or of the other package of the same layer."""
    level = {package: height for height, packages in enumerate(LAYERS) for package in packages}
    found = []
    for source in tree.modules.values():
        own = source.module.split(".")[1:2]
        for name, node in imports(tree, source, types_too=True):
            other = name.split(".")[1:2]
            if own and other and own != other and own[0] in level and level.get(other[0], -1) >= level[own[0]]:
                found.append(f"{source.at(node)} imports {name}")
    return found


def duplicated_runs(tree: Tree) -> list[str]:
    """Pairs of places of `inspector` that share a run of at least six lines of code, however long it is. Imports,
    docstrings, comments, tables and lines of brackets alone do not count, and any two literals are alike."""
    windows: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    sources = tree.below("inspector")
    files = [normalised_lines(source) for source in sources]
    for file, lines in enumerate(files):
        for start in range(len(lines) - RUN_LINES + 1):
            windows[tuple(text for _, text in lines[start : start + RUN_LINES])].append((file, start))
    shared = {
        (first, second)
        for places in windows.values()
        for index, first in enumerate(places)
        for second in places[index + 1 :]
        if first[0] != second[0] or second[1] - first[1] >= RUN_LINES  # a run does not overlap itself
    }
    pairs = []
    for (file, start), (other, twin) in sorted(shared):
        if ((file, start - 1), (other, twin - 1)) not in shared:  # it begins a run
            pairs.append(f"{sources[file].path}:{files[file][start][0]} {sources[other].path}:{files[other][twin][0]}")
    return pairs


def long_files(tree: Tree) -> list[str]:
    """Python files of more than 350 lines."""
    lines = {source.path: len(source.text.splitlines()) for source in tree.sources}
    return [f"{path} ({count})" for path, count in lines.items() if count > LONG_FILE]


def private_accesses(tree: Tree) -> list[str]:
    """Names with one leading underscore that tests read of other objects and modules: attributes, imports, and the
    names that `monkeypatch.setattr` and the like replace."""
    found = []
    for source in tree.below("tests"):
        for node in source.nodes:
            if isinstance(node, ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else ""
                private = _is_private(node.attr) and owner not in {"self", "cls", "os"}  # os._exit is documented
            elif isinstance(node, ast.Call) and last_word(node.func) in {"setattr", "getattr", "delattr", "hasattr"}:
                private = any(_is_private(last_word(argument).rpartition(".")[2]) for argument in node.args[:2])
            elif isinstance(node, ast.ImportFrom):
                private = any(_is_private(alias.name) for alias in node.names)
            else:
                continue
            found += [source.at(node)] * private
    return found


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def assertions(tree: Tree) -> list[str]:
    """`assert` statements, `pytest.raises` and `warns`, and calls of `assert_…` in the tests."""
    return [
        source.at(node)
        for source in tree.below("tests")
        for node in source.nodes
        if isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and re.fullmatch(r"raises|warns|assert_\w+", last_word(node.func)))
    ]


def banned_names(tree: Tree) -> list[str]:
    """Public modules, classes, functions, parameters and variables whose names the style guide forbids."""
    found = []
    for source in tree.below("inspector"):
        names = {source.path.stem: source.path.name}
        for node in source.nodes:
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                    names.setdefault(name, source.at(node))
                case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                    names.setdefault(name, source.at(node))
        for name, place in names.items():
            words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
            if not name.startswith("_") and (words & BANNED_WORDS or name in BANNED_NAMES):
                found.append(f"{place} {name}")
    return found


def type_errors(tree: Tree) -> list[str]:
    """Errors of mypy over `inspector`, by the configuration of the working tree whatever the revision."""
    settings = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tree.root / ".mypy_cache")]
    command = [sys.executable, "-m", "mypy", *settings, "--no-error-summary", "inspector"]
    result = subprocess.run(command, cwd=tree.root, capture_output=True, text=True, check=False)
    if result.returncode not in (0, 1):  # it was killed or could not begin, which is not the same as no errors
        raise RuntimeError(f"mypy ended with {result.returncode}: {result.stdout}{result.stderr}")
    return [line for line in result.stdout.splitlines() if ": error: " in line]


def lines_below(folder: str) -> Callable[[Tree], list[str]]:
    def lines(tree: Tree) -> list[str]:
        """All lines of the folder's Python files."""
        return [line for source in tree.below(folder) for line in source.text.splitlines()]

    return lines


ROWS: dict[str, Callable[[Tree], list[str]]] = {
    "files in the fullest folder": full_folders,
    "places that ask for the kind": kind_questions,
    "places that look something up by kind": kind_lookups,
    "lines in gui": lines_below("inspector/gui"),
    "lines in workflow": lines_below("inspector/workflow"),
    "lines in cluster": lines_below("inspector/cluster"),
    "lines in inspector": lines_below("inspector"),
    "import cycles": import_cycles,
    "upward imports": upward_imports,
    f"duplicated runs of {RUN_LINES} lines or more": duplicated_runs,
    f"files over {LONG_FILE} lines": long_files,
    "names the style guide forbids": banned_names,
    "private accesses in tests": private_accesses,
    "assertions in tests": assertions,
    "type errors": type_errors,
}


def measure(tree: Tree) -> dict[str, int]:
    """How many places each row counts."""
    checked = importlib.util.find_spec("mypy") is not None
    return {row: len(count(tree)) for row, count in ROWS.items() if checked or count is not type_errors}


def table(columns: Mapping[str, Mapping[str, int]]) -> str:
    """A Markdown table with a column for each tree."""
    lines = [" | ".join(("", *columns)), " | ".join(("---", *("---:" for _ in columns)))]
    for row in ROWS:
        counts = (measured.get(row) for measured in columns.values())
        lines.append(" | ".join((row, *("" if count is None else str(count) for count in counts))))
    return "\n".join(f"| {line} |" for line in lines)


def definitions() -> str:
    """What the rows count, by their functions' docstrings."""
    return "\n".join(f"- **{row}**: {' '.join((count.__doc__ or '').split())}" for row, count in ROWS.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--at", metavar="REV", help="measure this revision instead of the working tree")
    parser.add_argument("--compare", metavar="REV", help="write this revision and the working tree side by side")
    parser.add_argument("--list", metavar="ROW", choices=ROWS, help="print the places that this row counts")
    options = parser.parse_args()
    columns = {}
    with tempfile.TemporaryDirectory() as folder:
        other = options.compare or options.at
        trees = {f"`{other}`": tree_at(other, Path(folder))} if other else {}
        if not options.at:
            trees["now"] = working_tree()
        if options.list:
            print(*(place for tree in trees.values() for place in ROWS[options.list](tree)), sep="\n")
            return
        columns = {name: measure(tree) for name, tree in trees.items()}
    print(table(columns))
    if options.compare:
        command = f"`python training/structure.py --compare {options.compare}`"
        RESULTS.write_text(f"# Structure, before and after\n\nBy {command}.\n\n{table(columns)}\n\n{definitions()}\n")


if __name__ == "__main__":
    main()
