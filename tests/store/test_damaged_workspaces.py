"""A category finds its workspace again though a file of one of them is damaged, or it is said which."""

import json
import os

import pytest

from inspector.core.errors import StorageError
from inspector.store.category_id import ID_FILE
from inspector.store.workspace import workspace_of


@pytest.mark.parametrize("damage", ["empty", "noise", "other text"])
def test_a_damaged_identity_is_mended_while_the_category_is_where_it_was(tmp_path, damage):
    home, root = tmp_path / "home", tmp_path / "bottle"
    root.mkdir()
    workspace = workspace_of(root, home=home)
    identity = (root / ID_FILE).read_text("ascii")
    (root / ID_FILE).write_bytes({"empty": b"", "noise": b"\xff\x00\xfe", "other text": b"bottle"}[damage])
    assert workspace_of(root, home=home) == workspace
    assert (root / ID_FILE).read_text("ascii") == identity
    moved = root.rename(tmp_path / "moved")
    assert workspace_of(moved, home=home) == workspace


@pytest.mark.parametrize(
    "change", [{"category": "x"}, {"category": ""}, {"category": 7}, {"id": "3"}, {"id": True}, {"id": []}], ids=str
)
def test_a_workspace_that_says_nonsense_of_its_category_is_not_passed_over(tmp_path, change):
    """A second workspace would be made, and the models of the first would seem to be gone."""
    home, root = tmp_path / "home", tmp_path / "bottle"
    root.mkdir()
    path = workspace_of(root, home=home).folder / "workspace.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(StorageError) as refused:
        workspace_of(root, home=home)
    assert refused.value.code == "workspace.damaged"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are those of Linux")
@pytest.mark.parametrize("kind", ["folder", "loop", "nowhere", "pipe"])
def test_what_is_in_place_of_a_workspaces_file_is_not_passed_over(tmp_path, kind):
    home, root = tmp_path / "home", tmp_path / "bottle"
    root.mkdir()
    path = workspace_of(root, home=home).folder / "workspace.json"
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "loop" else "nowhere")
    with pytest.raises(StorageError) as refused:
        workspace_of(root, home=home)
    assert refused.value.code == "workspace.damaged"
