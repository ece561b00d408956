"""What `training/structure.py` counts, on small trees whose counts are worked out by hand."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def structure():
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(ROOT / "training")
        yield importlib.import_module("structure")
    for name in ("structure", "source_tree"):
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def working_tree(structure):
    """The tree as it is, parsed once."""
    try:
        return structure.working_tree()
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"git cannot list the files: {error}")


@pytest.fixture
def tree_of(structure, tmp_path):
    def tree(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return structure.Tree(tmp_path, files)

    return tree


@pytest.mark.parametrize(
    "question",
    [
        "x = 1 if holds_clips(root) else 2",
        "x = self.of_clips",
        "method.takes == 'clips'",
        "'clips' in card",
        "path.suffix != VIDEO_RUN_SUFFIX",
        "name.endswith('.h5')",
        "session.clips is not None",
        "kind is VIDEO",
        "isinstance(run, ReviewedVideoRun | None)",
        "match category:\n    case VideoCategory(): pass",
    ],
)
def test_a_question_for_the_kind_counts_once(structure, tree_of, question):
    assert len(structure.kind_questions(tree_of({"inspector/gui/a.py": question}))) == 1


@pytest.mark.parametrize(
    "other",
    [
        "kind_of_model(card).train(job)",
        "VIEWS[kind.name]",
        "self._has_clip()",
        "isinstance(progress, Step)",
        "name == 'weights'",
        "def holds_clips(root): pass",
        "for clip in clips: pass",
        "path.suffix == '.part'",
        "rows[clip.name]",
    ],
)
def test_other_code_asks_for_no_kind(structure, tree_of, other):
    assert structure.kind_questions(tree_of({"inspector/gui/a.py": other})) == []


@pytest.mark.parametrize(
    ("code", "count"),
    [("kind_of_model(card)", 1), ("VIEWS[kind.name]", 1), ("pages[session.kind]", 1), ("lines[finding.kind]", 0)],
)
def test_what_is_looked_up_by_kind_is_counted_apart(structure, tree_of, code, count):
    assert len(structure.kind_lookups(tree_of({"inspector/gui/a.py": code}))) == count


def test_imports_in_circles_and_upwards(structure, tree_of):
    tree = tree_of({
        "inspector/core/__init__.py": "",
        "inspector/core/a.py": "from inspector.core import b",
        "inspector/core/b.py": "def later():\n    from inspector.core.c import x",
        "inspector/core/c.py": "from .a import y\nimport inspector.workflow.d",
        "inspector/workflow/d.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import inspector.core.a",
        "inspector/data/e.py": "import inspector.core.a\nfrom inspector.store.f import z",
        "inspector/store/f.py": "",
    })  # fmt: skip
    assert structure.import_cycles(tree) == ["inspector.core.a inspector.core.b inspector.core.c"]
    assert structure.upward_imports(tree) == [
        "inspector/core/c.py:2 imports inspector.workflow.d",
        "inspector/data/e.py:2 imports inspector.store.f",
    ]


def test_a_run_that_two_places_share_counts_once(structure, tree_of):
    run = [f"value_{line} = call({line}, 'text')" for line in range(8)]
    other = [line.replace("text", "another") for line in run]
    tree = tree_of({
        "inspector/a.py": "\n".join(["import os", *run]),
        "inspector/b.py": "\n".join(["import os", "first = 1", *other[:4], "", "# a comment", *other[4:]]),
        "inspector/c.py": "\n".join(run[:5]),
        "inspector/d.py": "\n".join(["self.count += 1"] * 11),
    })  # fmt: skip
    assert structure.duplicated_runs(tree) == ["inspector/a.py:2 inspector/b.py:3"]


def test_private_names_that_tests_read(structure, tree_of):
    text = (
        "from package import _helper, public\n"
        "def test_it(window, monkeypatch):\n"
        "    assert window._table.rows == 1\n"
        "    monkeypatch.setattr(module, '_LIMIT', 3)\n"
        "    monkeypatch.setattr('package.module._LIMIT', 3)\n"
        "    assert window.__class__ and self._own == cls._own\n"
        "    os._exit(0)\n"
    )
    tree = tree_of({"tests/test_a.py": text, "inspector/a.py": text})
    assert sorted(int(place.rpartition(":")[2]) for place in structure.private_accesses(tree)) == [1, 3, 4, 5]
    assert len(structure.assertions(tree)) == 2


def test_names_that_the_style_guide_forbids(structure, tree_of):
    tree = tree_of(
        {"inspector/gui/part_pane.py": "def rows_asked(of): pass\nreached = _kept = 1\nclass RunManager: ..."}
    )
    found = {place.rpartition(" ")[2] for place in structure.banned_names(tree)}
    assert found == {"part_pane", "rows_asked", "of", "RunManager"}


def test_the_fullest_folder_holds_code(structure, tree_of):
    tree = tree_of({"icons/a.svg": "", "icons/b.svg": "", "icons/c.svg": "", "code/a.py": "", "code/b.css": ""})
    assert structure.full_folders(tree) == ["code/a.py", "code/b.css"]


@pytest.mark.parametrize(
    ("row", "most"),
    [
        ("files in the fullest folder", 15),
        ("places that ask for the kind", 5),
        ("import cycles", 0),
        ("upward imports", 0),
        ("duplicated runs of 6 lines or more", 19),
        ("files over 350 lines", 0),
        ("names the style guide forbids", 18),
        ("private accesses in tests", 18),
    ],
)
def test_the_tree_stays_as_orderly_as_it_is(structure, working_tree, row, most):
    places = structure.ROWS[row](working_tree)
    assert len(places) <= most, "\n".join(places)
