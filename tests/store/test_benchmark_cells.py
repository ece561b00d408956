import json
import os

import pytest

from inspector.core.errors import RunError, StorageError
from inspector.store.benchmark_cells import cell_key, keep_cell, read_cells


def test_the_key_depends_on_content_and_not_on_order():
    assert cell_key({"a": 1, "b": [2, 3]}) == cell_key({"b": [2, 3], "a": 1})
    assert cell_key({"a": 1, "b": [2, 3]}) != cell_key({"a": 1, "b": [3, 2]})


def test_cells_are_added_beside_those_of_another_run(tmp_path):
    path = tmp_path / "new" / "r.json"
    assert read_cells(path) == {}
    keep_cell(path, "a", {"x": 1})
    keep_cell(path, "b", {"x": None})
    assert read_cells(path) == {"a": {"x": 1}, "b": {"x": None}}
    assert [file.name for file in path.parent.iterdir()] == ["r.json"]


@pytest.mark.parametrize("content", ["", "[1]", "{}", '{"format": 99, "cells": {}}', '{"format": 1, "cells": []}'])
def test_a_file_that_holds_something_else_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / "r.json"
    path.write_text(content)
    with pytest.raises(RunError, match=r"r\.json.* results"):
        keep_cell(path, "a", {})
    assert path.read_text() == content


def test_a_cell_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path):
    path = tmp_path / "r.json"
    keep_cell(path, "a", {"x": 1})
    with pytest.raises(ValueError, match="JSON"):
        keep_cell(path, "b", {"x": float("nan")})
    assert json.loads(path.read_text())["cells"] == {"a": {"x": 1}}
    with pytest.raises(StorageError):
        keep_cell(path / "below a file" / "r.json", "a", {})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_cells_of_benchmarks_that_run_side_by_side_are_all_kept(tmp_path):
    children = []
    for place in range(3):
        child = os.fork()
        if child == 0:
            try:
                for step in range(10):
                    keep_cell(tmp_path / "results.json", f"{place}-{step}", {"measured": step})
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    assert len(read_cells(tmp_path / "results.json")) == 30
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]
