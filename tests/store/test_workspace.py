import errno
import os

import pytest

from inspector.core.errors import ModelError, StorageError
from inspector.store.moved import moved_base
from inspector.store.records import ReviewDecision, current_reviews, record_review
from inspector.store.workspace import (
    Workspace,
    discard,
    empty_discarded,
    rename_model,
    restore,
    unused_name,
    workspace_of,
)

refusing = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write everywhere")


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    workspace.models.mkdir(parents=True)
    workspace.runs.mkdir()
    return workspace


def model(workspace, name):
    folder = workspace.models / name
    folder.mkdir()
    (folder / "model.json").write_text(name)
    return folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_category_has_one_workspace(tmp_path):
    home, root = tmp_path / "home", tmp_path / "line 1" / "bottle"
    workspace = workspace_of(root, home=home)
    assert workspace.folder == home / "bottle"
    assert (workspace.models, workspace.runs) == (home / "bottle" / "models", home / "bottle" / "runs")
    assert workspace_of(root, home=home) == workspace
    assert workspace_of(root / ".." / "bottle", home=home) == workspace
    assert names(home) == ["bottle"]


def test_categories_of_one_name_do_not_share(tmp_path):
    home = tmp_path / "home"
    roots = [tmp_path / line / "bottle" for line in "abc"]
    folders = [workspace_of(root, home=home).folder.name for root in roots]
    assert folders == ["bottle", "bottle-2", "bottle-3"]
    assert workspace_of(tmp_path / "d" / "bottle-2", home=home).folder.name == "bottle-2-2"
    assert [workspace_of(root, home=home).folder.name for root in reversed(roots)] == folders[::-1]
    (home / "bottle" / "workspace.json").rename(tmp_path / "gone")  # the first is no workspace any more
    assert workspace_of(roots[1], home=home).folder.name == "bottle-2"
    assert workspace_of(roots[0], home=home).folder.name == "bottle-4"  # and someone's folder is not written to


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "1", "category": 3}', '{"format": 1, "category": 3}'])
def test_a_workspace_that_does_not_say_whose_it_is(tmp_path, content):
    workspace = workspace_of(tmp_path / "bottle", home=tmp_path / "home")
    (workspace.folder / "workspace.json").write_text(content)
    with pytest.raises(StorageError, match=r"workspace\.json does not say"):
        workspace_of(tmp_path / "bottle", home=tmp_path / "home")


def test_a_workspace_of_a_newer_version(tmp_path):
    workspace = workspace_of(tmp_path / "bottle", home=tmp_path / "home")
    (workspace.folder / "workspace.json").write_text('{"format": 2}')
    with pytest.raises(StorageError, match="reads formats up to 1"):
        workspace_of(tmp_path / "bottle", home=tmp_path / "home")


def test_a_home_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file"):
        workspace_of(tmp_path / "bottle", home=tmp_path / "file" / "home")


def test_a_name_that_is_unused_by_what_is_and_what_is_to_be(tmp_path):
    assert unused_name(tmp_path / "nowhere", "run", suffix=".h5") == tmp_path / "nowhere" / "run.h5"
    taken = ["run.h5", "run-2.h5.part", "disc", "disc-2.checkpoint", "disc-3.part"]
    for name in taken:
        (tmp_path / name).touch()
    assert unused_name(tmp_path, "run", suffix=".h5").name == "run-3.h5"
    assert unused_name(tmp_path, "disc").name == "disc-4"


def test_a_new_run_never_gets_the_reviews_of_one_that_is_gone(workspace):
    for _ in range(2):
        run = unused_name(workspace.runs, "run", suffix=".h5")
        run.write_text("a run")
        assert current_reviews(run) == {}
        record_review(run, image="a.png", decision=ReviewDecision.REJECT, user="ann")
        discard(run)
        assert unused_name(workspace.runs, "run", suffix=".h5") != run
        empty_discarded(workspace)
        assert unused_name(workspace.runs, "run", suffix=".h5") != run


def test_a_model_renamed(workspace):
    folder = model(workspace, "disc")
    renamed = rename_model(folder, "disc, new lamp (v1.2)")
    assert renamed == workspace.models / "disc, new lamp (v1.2)"
    assert (renamed / "model.json").read_text() == "disc"
    assert names(workspace.models) == ["disc, new lamp (v1.2)"]
    assert rename_model(renamed, renamed.name) == renamed


@pytest.mark.parametrize(
    "name", ["", "  ", " disc", "a/b", "a\\b", "..", ".hidden", "a\n", "a\0", "what?", "end.", "m.checkpoint", "m.part"]
)
def test_names_that_no_model_has(workspace, name):
    folder = model(workspace, "disc")
    with pytest.raises(ModelError):
        rename_model(folder, name)
    assert names(workspace.models) == ["disc"]


def test_a_name_that_is_taken(workspace):
    folder = model(workspace, "disc")
    (workspace.models / "empty").mkdir()
    (workspace.models / "unfinished.checkpoint").touch()
    for name in ("empty", "unfinished"):
        with pytest.raises(ModelError, match="already exists"):
            rename_model(folder, name)
    with pytest.raises(StorageError):
        rename_model(folder, "x" * 300)
    assert folder.exists()


def test_what_is_discarded_can_be_had_back(workspace):
    folder = model(workspace, "disc")
    first = discard(folder)
    assert names(workspace.models) == [".discarded"]
    second = discard(model(workspace, "disc"))
    (second / "model.json").write_text("second")
    assert [first, second] == [workspace.models / ".discarded" / name for name in ("disc", "disc-2")]
    model(workspace, "disc")
    with pytest.raises(StorageError, match="now in use"):
        restore(second, folder)
    rename_model(folder, "third")
    restore(second, folder)
    assert (folder / "model.json").read_text() == "second"
    assert names(workspace.models) == [".discarded", "disc", "third"]
    assert names(workspace.models / ".discarded") == ["disc"]


@pytest.mark.parametrize("name", ["run.h5", "run.h5.part"])
def test_a_discarded_run_keeps_its_reviews(workspace, name):
    run = workspace.runs / name
    run.write_text("a run")
    review = record_review(run, image="a.png", decision=ReviewDecision.REJECT, user="ann")
    places = [discard(run)]
    run.write_text("another of this name")
    places.append(discard(run))
    assert [place.name for place in places] == [name, name.replace("run", "run-2")]
    (workspace.runs / "run.h5").write_text("taken, whichever of the two it was")
    with pytest.raises(StorageError, match="now in use"):
        restore(places[0], run)
    (workspace.runs / "run.h5").unlink()
    restore(places[0], run)
    assert run.read_text() == "a run"
    assert current_reviews(run) == {"a.png": review}


def test_an_interrupted_training_is_discarded_too(workspace):
    checkpoint = workspace.models / "disc-1.5.checkpoint"
    checkpoint.write_text("state")
    restore(discard(checkpoint), checkpoint)
    assert checkpoint.read_text() == "state"


def test_emptied_it_is_gone_and_nothing_else(workspace, tmp_path):
    empty_discarded(workspace)
    model(workspace, "kept")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").touch()
    (workspace.models / "link").symlink_to(tmp_path / "outside", target_is_directory=True)
    (workspace.runs / "run.h5").touch()
    for path in (model(workspace, "disc"), workspace.models / "link", workspace.runs / "run.h5"):
        discard(path)
    empty_discarded(workspace)
    assert names(workspace.models) == ["kept"]
    assert names(workspace.runs) == []
    assert names(tmp_path / "outside") == ["file"]


def test_what_cannot_be_deleted_is_reported_and_the_rest_is_gone(workspace, monkeypatch):
    for name in ("held.h5", "run.h5"):
        (workspace.runs / name).touch()
        discard(workspace.runs / name)
    discard(model(workspace, "disc"))
    unlink = os.unlink

    def refuse(path, **options):
        if os.fspath(path).endswith("held.h5"):
            raise PermissionError(errno.EACCES, "another program has it open")
        unlink(path, **options)

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", refuse)
        assert empty_discarded(workspace) == [workspace.runs / ".discarded"]
    assert [path.name for path in (workspace.runs / ".discarded").iterdir()] == ["held.h5"]
    assert not (workspace.models / ".discarded").exists()
    assert empty_discarded(workspace) == []
    assert not (workspace.runs / ".discarded").exists()


def test_what_is_not_there_cannot_be_moved(workspace):
    with pytest.raises(StorageError, match="does not exist"):
        discard(workspace.models / "nothing")
    with pytest.raises(StorageError, match="does not exist"):
        restore(workspace.models / ".discarded" / "nothing", workspace.models / "nothing")
    with pytest.raises(StorageError, match="does not exist"):
        rename_model(workspace.models / "nothing", "something")


@refusing
def test_a_folder_without_rights_is_a_sentence(workspace):
    folder = model(workspace, "disc")
    workspace.models.chmod(0o500)
    try:
        for act in (discard, lambda path: rename_model(path, "new")):
            with pytest.raises(StorageError, match="no permission"):
                act(folder)
    finally:
        workspace.models.chmod(0o700)
    assert folder.exists()


def category(folder):
    folder.mkdir(parents=True)
    return folder


def test_the_images_of_a_run_are_found_where_the_category_was_moved_to(tmp_path):
    home, root = tmp_path / "home", category(tmp_path / "bottle")
    (root / "test").mkdir()
    run = workspace_of(root, home=home).runs / "a.h5"
    base = root.resolve()
    assert moved_base(base / "test", run=run) == base / "test"
    for name in ("flask", "vial"):
        root = root.rename(tmp_path / name)
        workspace_of(root, home=home)
        assert moved_base(base, run=run) == root.resolve()
        assert moved_base(base / "test", run=run) == root.resolve() / "test"
    assert moved_base(base / "other", run=run) == base / "other"
    assert moved_base(base, run=tmp_path / "a.h5") == base
