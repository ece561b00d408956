import os
import unicodedata
from pathlib import Path

import pytest

from inspector.core.errors import StorageError
from inspector.store.targets import Targets, names_below, same_name

COMPOSED, APART = (unicodedata.normalize(form, "é.png") for form in ("NFC", "NFD"))


def png(name: str) -> str:
    return name if name.lower().endswith(".png") else f"{name}.png"


def places(*names: str) -> list[str]:
    return [path.as_posix() for path in names_below([Path("/batch", name) for name in names], png)]


def test_names_are_those_below_the_folder_that_all_share():
    assert places("a/x.png", "b/x.jpg") == ["a/x.png", "b/x.jpg.png"]
    assert places("only.png") == ["only.png"]
    assert names_below([], png) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a.jpg", "a.jpg.png"], ["a.jpg-2.png", "a.jpg.png"]),  # who has the name already keeps it
        (["a.png", "A.png"], ["a.png", "A-2.png"]),
        ([COMPOSED, APART], [COMPOSED, unicodedata.normalize("NFD", "é-2.png")]),
        (["a.jpg", "a.jpg.png", "a.jpg-2.png"], ["a.jpg-3.png", "a.jpg.png", "a.jpg-2.png"]),
        (["a.jpg", "a.jpg.png/b.png"], ["a.jpg-2.png", "a.jpg.png/b.png"]),  # a folder of that name
    ],
)
def test_no_two_places_are_one_file_anywhere(names, expected):
    assert places(*names) == expected


def test_a_long_name_is_shortened_and_stays_unique():
    long = "ü" * 120
    first, second = places(f"{long}1.jpg", f"{long}2.jpg")
    assert first != second
    for place in (first, second):
        assert len(os.fsencode(place)) <= 200
        assert place.startswith("ü" * 80)
        assert place.endswith(".png")
    assert places(f"{long}1.jpg", f"{long}2.jpg") == [first, second]


@pytest.fixture
def there(tmp_path):
    (tmp_path / "there.png").write_bytes(b"kept")
    return tmp_path / "there.png"


@pytest.mark.parametrize("name", ["there.png", "THERE.PNG"])
def test_a_file_that_is_there_is_refused_in_any_case(there, name):
    with pytest.raises(StorageError, match="already exists"):
        Targets().claim(there.with_name(name))


def test_accents_set_apart_are_the_same_name(tmp_path):
    (tmp_path / COMPOSED).touch()
    with pytest.raises(StorageError, match="already exists"):
        Targets().claim(tmp_path / APART)
    assert same_name("STRASSE") == same_name("straße")


def test_an_input_is_refused_by_any_path(there):
    folder = there.parent
    (folder / "link").symlink_to(folder, target_is_directory=True)
    (folder / "out").mkdir()
    (folder / "out" / "hard.png").hardlink_to(there)
    (folder / "out" / "soft.png").symlink_to(there)
    for path in (there, folder / "link" / "there.png", folder / "out" / "hard.png", folder / "out" / "soft.png"):
        with pytest.raises(StorageError, match="to be read"):
            Targets([there]).claim(path)


def test_a_link_to_nowhere_is_a_file_that_is_there(tmp_path):
    (tmp_path / "dangling.png").symlink_to(tmp_path / "gone")
    with pytest.raises(StorageError, match="already exists"):
        Targets().claim(tmp_path / "dangling.png")


def test_what_is_named_twice_is_refused_by_any_path(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    for again in (tmp_path / "r.csv", tmp_path / "R.CSV", tmp_path / "link" / "r.csv", tmp_path / "x" / ".." / "r.csv"):
        targets = Targets()
        targets.claim(tmp_path / "r.csv")
        with pytest.raises(StorageError, match="two results"):
            targets.claim(again)


def test_what_the_same_job_made_may_be_replaced(there):
    Targets().claim(there, own=lambda path: path == there)
    with pytest.raises(StorageError, match="already exists"):
        Targets().claim(there.with_name("There.png"), own=lambda _: True)


def test_a_series_is_refused_where_one_of_it_is_there(tmp_path):
    ending = r"-\d+-ng\.png"
    (tmp_path / "clip-001-NG.png").touch()
    (tmp_path / "other-raw.png").touch()
    (tmp_path / "other-side-001-NG.png").touch()
    Targets().claim_series(tmp_path / "other", ending)
    with pytest.raises(StorageError, match=r"clip-001-NG\.png already exists"):
        Targets().claim_series(tmp_path / "Clip", ending)


def test_a_file_in_place_of_a_folder_is_noticed(there):
    with pytest.raises(StorageError, match="not a folder"):
        Targets().claim(there / "below" / "x.png")


def test_a_folder_without_the_right_to_write_is_refused_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: not (mode & os.W_OK and path == tmp_path))
    with pytest.raises(StorageError, match="no permission to write") as caught:
        Targets().claim(tmp_path / "new" / "table.csv")  # whose folder would be made there
    assert caught.value.code == "storage.no_permission"
