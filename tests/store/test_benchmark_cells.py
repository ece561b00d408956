import json

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
