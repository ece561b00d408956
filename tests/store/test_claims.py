"""Which workspace a category has: the one that it had, wherever it was moved to, and no other category's."""

import json
import os
import shutil

import pytest

from inspector.store.category_id import ID_FILE
from inspector.store.workspace import find_workspace, workspace_of

refusing = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write everywhere")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def category(folder):
    folder.mkdir(parents=True)
    return folder


def test_a_category_that_was_moved_or_renamed_keeps_its_workspace(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "line 1" / "bottle")
    workspace = workspace_of(root, home=home)
    (tmp_path / "archive").mkdir()
    for place in (tmp_path / "line 1" / "bottles", tmp_path / "archive" / "Flaschen"):
        root = root.rename(place)
        assert workspace_of(root, home=home) == workspace
        assert workspace_of(root, home=home) == workspace
    assert names(home) == ["bottle"]


def test_a_copy_of_a_category_has_a_workspace_of_its_own(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "bottle")
    workspace = workspace_of(root, home=home)
    copy = shutil.copytree(root, tmp_path / "copy")
    assert workspace_of(copy, home=home).folder.name == "copy"
    assert workspace_of(root, home=home) == workspace
    shutil.rmtree(root)
    assert workspace_of(copy, home=home).folder.name == "copy"


def test_another_category_in_the_place_of_a_moved_one_is_another(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "bottle")
    workspace = workspace_of(root, home=home)
    moved, other = root.rename(tmp_path / "old bottle"), category(tmp_path / "other")
    workspace_of(other, home=home)
    other.rename(root)
    assert workspace_of(root, home=home).folder.name == "other"
    assert workspace_of(moved, home=home) == workspace


def test_a_workspace_from_before_there_were_identities_is_found_and_gets_one(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "bottle")
    (home / "bottle").mkdir(parents=True)
    (home / "bottle" / "workspace.json").write_text(json.dumps({"format": 1, "category": str(root)}))
    assert workspace_of(root, home=home).folder == home / "bottle"
    assert workspace_of(root.rename(tmp_path / "flask"), home=home).folder == home / "bottle"


def test_an_identity_that_is_lost_or_damaged_loses_no_workspace(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "bottle")
    workspace = workspace_of(root, home=home)
    for content in (None, "", "no identity", "x" * 10_000):
        if content is None:
            (root / ID_FILE).unlink()
        else:
            (root / ID_FILE).write_text(content)
        assert workspace_of(root, home=home) == workspace


def test_a_damaged_identity_in_a_moved_category_is_a_doubt_and_moving_it_back_helps(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "bottle")
    workspace = workspace_of(root, home=home)
    assert workspace.doubt is None
    (root / ID_FILE).write_text("")
    moved = root.rename(tmp_path / "flask")
    for _ in range(2):
        other = workspace_of(moved, home=home)
        assert other != workspace
        assert other.doubt.code == "workspace.identity_damaged"
        assert str(moved / ID_FILE) in str(other.doubt)
    assert workspace_of(moved.rename(root), home=home) == workspace
    assert workspace_of(root, home=home).doubt is None
    assert workspace_of(root.rename(moved), home=home) == workspace


def test_a_moved_category_with_a_damaged_identity_is_found_by_what_its_models_learned(tmp_path, model_folder, category):
    home, root = tmp_path / "home", tmp_path / "bottle"
    shutil.copytree(category, root)
    workspace = workspace_of(root, home=home)
    shutil.copytree(model_folder, workspace.models / "m")
    (root / ID_FILE).write_bytes(bytes(37))
    moved = root.rename(tmp_path / "flask")
    found = workspace_of(moved, home=home)
    assert (found, found.doubt) == (workspace, None)
    assert find_workspace(moved, home=home) == workspace


def test_two_workspaces_that_learned_the_same_images_leave_a_doubt(tmp_path, model_folder, category):
    home = tmp_path / "home"
    for name in ("a", "b"):
        root = shutil.copytree(category, tmp_path / name)
        shutil.copytree(model_folder, workspace_of(root, home=home).models / "m")
    (tmp_path / "a" / ID_FILE).write_bytes(bytes(37))
    shutil.rmtree(tmp_path / "b")
    found = workspace_of((tmp_path / "a").rename(tmp_path / "c"), home=home)
    assert found.doubt is not None
    assert found.folder.name == "c"


@refusing
def test_a_read_only_category_goes_by_its_folder(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "bottle")
    root.chmod(0o500)
    try:
        workspace = workspace_of(root, home=home)
        assert workspace_of(root, home=home) == workspace
        assert names(root) == []
    finally:
        root.chmod(0o700)


def test_a_damaged_workspace_of_another_category_is_in_nobodys_way(tmp_path):
    home = tmp_path / "home"
    (home / "cable").mkdir(parents=True)
    (home / "cable" / "workspace.json").write_text("{")
    assert workspace_of(category(tmp_path / "bottle"), home=home).folder.name == "bottle"
