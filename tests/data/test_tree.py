"""Every file of a folder is accounted for, once, whatever lies there."""

import os
import threading
from pathlib import Path

import pytest
from PIL import Image

from inspector.core.errors import CategoryError, ImageError
from inspector.data.category import find_images, image_files, scan_category
from inspector.data.class_set import read_class_set
from inspector.data.images.reading import read_image
from inspector.data.tree import list_tree
from inspector.data.video.category import collect_clips, find_clips, holds_clips, scan_video
from inspector.store.models.model_folder import file_sha256

needs_links = pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights or a system that has them")


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (4, 4)).save(path)


def test_what_systems_leave_behind_is_nothing(tmp_path):
    put(tmp_path, "a.png", "@eaDir/a.png", ".thumbnails/a.png", "__MACOSX/b.png", "#recycle/c.png", "lot/@eaDir/x.png")
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini", "._a.png", ".hidden.png", "~$a.png", "Icon\r"):
        (tmp_path / name).write_bytes(b"junk")
    found = find_images([tmp_path])
    assert [image.path.name for image in found.items] == ["a.png"]
    assert not found.left_out


def test_what_is_no_image_is_counted_and_named(tmp_path):
    put(tmp_path, "a.png")
    for name in ("notes.txt", "b.txt", "c.csv", "README", "lot/d.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    left_out = find_images([tmp_path]).left_out
    assert left_out.suffixes() == {".txt": 2, ".csv": 1, "no suffix": 1, ".mp4": 1}
    assert left_out.as_json()["files"] == 5
    assert sorted(Path(name).name for name in left_out.files) == ["README", "b.txt", "c.csv", "d.mp4", "notes.txt"]
    assert scan_category(tmp_path).left_out.files == ("README", "b.txt", "c.csv", "lot/d.mp4", "notes.txt")


@pytest.mark.parametrize("suffix", ["heic", "HEIF", "dng", "cr2", "nef", "arw", "exr", "jxl", "tga", "raw"])
def test_an_image_that_cannot_be_read_is_an_error_and_no_absence(tmp_path, suffix):
    put(tmp_path, "a.png")
    (tmp_path / f"b.{suffix}").write_bytes(b"some camera's own format")
    found = find_images([tmp_path]).items
    assert [image.path.name for image in found] == ["a.png", f"b.{suffix}"]
    with pytest.raises(ImageError, match="found something else"):
        read_image(found[1].path)


def test_what_lies_beside_clips_is_counted_and_named(tmp_path):
    for name in ("line/1.mp4", "line/cover.jpg", "line/notes.txt", "frames/0.png", "frames/1.png", "frames/old/a.avi"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = find_clips([tmp_path])
    assert [clip.path.relative_to(tmp_path).as_posix() for clip in found.items] == ["frames", "line/1.mp4"]
    assert [Path(name).name for name in found.left_out.files] == ["a.avi", "notes.txt"]
    assert [Path(name).name for name in found.left_out.images] == ["cover.jpg"]


@needs_links
def test_twenty_five_double_links_are_walked_once(tmp_path):
    for level in range(25):
        folder = tmp_path / f"level{level:02d}"
        folder.mkdir()
        for name in "ab":
            (folder / name).symlink_to(tmp_path / f"level{level + 1:02d}", target_is_directory=True)
    put(tmp_path, "level25/a.png")
    started = threading.Event()

    def walk() -> None:
        tree = list_tree(tmp_path / "level00")
        assert len(tree.folders) == 26
        assert len(list(tree.images())) == 1
        assert len(collect_clips([tmp_path / "level00"])) == 1
        assert not holds_clips(tmp_path / "level00")
        started.set()

    walker = threading.Thread(target=walk, daemon=True)
    walker.start()
    walker.join(20)
    assert started.is_set()


@needs_links
def test_a_link_leads_neither_to_what_holds_it_nor_to_what_is_listed(tmp_path):
    put(tmp_path, "train/good/a.png", "test/crack/b.png", "other/c.png")
    good = tmp_path / "train" / "good"
    for name, target in (
        ("loop", ".."),
        ("up", "../.."),
        ("again", "."),
        ("lot", "../../other"),
        ("a link", "../good"),
    ):
        (good / name).symlink_to(target, target_is_directory=True)
    category = scan_category(tmp_path)
    assert [image.name for image in category.train] == ["train/good/a.png"]
    assert category.left_out.images == ("other/c.png",)
    assert len(category.left_out.folders) == 5
    assert [path.name for path in image_files(good)] == ["a.png", "c.png"]


@needs_links
def test_links_that_lead_nowhere_are_images_that_cannot_be_read(tmp_path):
    put(tmp_path, "a.png")
    (tmp_path / "nowhere.png").symlink_to("gone.png")
    (tmp_path / "self.png").symlink_to("self.png")
    images = find_images([tmp_path]).items
    assert [image.path.name for image in images] == ["a.png", "nowhere.png", "self.png"]
    for image in images[1:]:
        with pytest.raises(ImageError):
            read_image(image.path)


@needs_links
@pytest.mark.parametrize("name", ["x.png", "category.json", "frame_labels.csv"])
def test_a_pipe_is_never_opened(tmp_path, name):
    put(tmp_path, "train/1/000.png", "train/1/001.png", "test/1/000.png")
    os.mkfifo(tmp_path / name)
    outcome: list[object] = []

    def look() -> None:
        for scan in (scan_category, scan_video):
            try:
                outcome.append([str(read_error(image.path)) for image in scan(tmp_path).train])
            except CategoryError as error:
                outcome.append(str(error))

    looker = threading.Thread(target=look, daemon=True)
    looker.start()
    looker.join(10)
    assert len(outcome) == 2


def read_error(path: Path) -> ImageError | None:
    try:
        read_image(path)
    except ImageError as error:
        return error
    return None


@needs_links
def test_no_pipe_is_hashed(tmp_path):
    put(tmp_path, "train/a/1.png", "train/b/1.png", "test/a/2.png")
    os.mkfifo(tmp_path / "test" / "a" / "1.png")
    os.mkfifo(tmp_path / "set.npz")
    refused: list[type[Exception]] = []

    def look() -> None:
        for read in (
            lambda: read_class_set(tmp_path),
            lambda: read_class_set(tmp_path / "set.npz"),
            lambda: file_sha256(tmp_path / "set.npz"),
        ):
            try:
                read()
            except (CategoryError, OSError) as error:
                refused.append(type(error))

    looker = threading.Thread(target=look, daemon=True)
    looker.start()
    looker.join(10)
    assert refused == [CategoryError, CategoryError, OSError]


@needs_links
def test_a_device_is_refused(tmp_path):
    (tmp_path / "zero.png").symlink_to("/dev/zero")
    (image,) = find_images([tmp_path]).items
    with pytest.raises(ImageError, match="found a pipe, socket or device"):
        read_image(image.path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whose rights count")
def test_a_folder_that_cannot_be_listed_is_told(tmp_path):
    put(tmp_path, "train/good/lot/a.png", "train/good/b.png", "private/c.png")
    for name, told in (("private", False), ("train/good/lot", True)):
        (tmp_path / name).chmod(0)
        try:
            if told:
                with pytest.raises(CategoryError, match="cannot be read"):
                    scan_category(tmp_path)
            else:
                assert scan_category(tmp_path).left_out.folders == ("private",)
        finally:
            (tmp_path / name).chmod(0o700)
