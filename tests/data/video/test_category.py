import sys
from pathlib import Path

import numpy as np
import pytest

from inspector.core.errors import CategoryError, VideoError
from inspector.data.category import scan_category
from inspector.data.images.reading import read_image
from inspector.data.video.category import ABNORMAL, Clip, collect_clips, holds_clips, scan_video
from inspector.data.video.reader import ClipReader, is_video_name
from tests.data.video.videos import write_folder


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def test_the_mvtec_layout_with_clips(tmp_path):
    for name in ("train/good/b.mp4", "train/good/a.MKV", "test/OK/1.mp4", "test/jam/2.avi", "test/jam/notes.txt"):
        touch(tmp_path / name)
    write_folder(tmp_path / "train/good/c", range(2))
    write_folder(tmp_path / "test/jam/3", [4, 5, 6])
    write_folder(tmp_path / "ground_truth/jam/3", [5, 6], name="{:03d}_mask.png")
    write_folder(tmp_path / "ground_truth/jam/2", [0, 7], name="{}.png")
    found = scan_video(tmp_path)
    assert [clip.name for clip in found.train] == ["train/good/a.MKV", "train/good/b.mp4", "train/good/c"]
    assert {(clip.label, clip.abnormal, clip.defective) for clip in found.train} == {("good", (), False)}
    assert [(clip.name, clip.label, clip.abnormal) for clip in found.test] == [
        ("test/OK/1.mp4", "good", ()),
        ("test/jam/2.avi", "jam", None),
        ("test/jam/3", "jam", None),
    ]
    assert {clip.lies_in for clip in found.test} == {"test"}
    assert found.test[0].masks is None
    assert {index: path.name for index, path in found.test[1].mask_files().items()} == {0: "0.png", 7: "7.png"}
    assert {index: path.name for index, path in found.test[2].mask_files().items()} == {
        1: "005_mask.png",
        2: "006_mask.png",
    }


def test_ucsds_layout_with_frame_labels(tmp_path):
    for clip in ("training/01", "testing/01", "testing/02", "testing/03", "ground_truth/01"):
        write_folder(tmp_path / clip, range(6))
    rows = [("01", frame, int(frame in (0, 1, 4))) for frame in range(6)] + [("02", frame, 0) for frame in range(6)]
    text = "\n".join(",".join(map(str, row)) for row in [("clip", "frame", "abnormal"), *rows])
    (tmp_path / "frame_labels.csv").write_text(text)
    found = scan_video(tmp_path)
    assert [(clip.name, clip.abnormal) for clip in found.train] == [("training/01", ())]
    assert [(clip.label, clip.abnormal) for clip in found.test] == [
        (ABNORMAL, ((0, 2), (4, 5))),
        ("good", ()),
        ("", None),
    ]
    assert [clip.defective for clip in found.test] == [True, False, False]
    assert found.test[0].frame_labels(6).tolist() == [True, True, False, False, True, False]
    assert found.test[2].frame_labels(6) is None
    assert len(found.test[0].mask_files()) == 6
    assert found.test[1].mask_files() == {}


def test_any_folder_of_good_clips_or_one_clip(tmp_path):
    touch(tmp_path / "line" / "monday" / "1.mp4")
    touch(tmp_path / "line" / ".hidden.mp4")
    write_folder(tmp_path / "line" / "tuesday", range(2))
    assert [clip.name for clip in scan_video(tmp_path / "line").train] == ["monday/1.mp4", "tuesday"]
    assert [clip.name for clip in scan_video(tmp_path / "line" / "tuesday").train] == ["tuesday"]
    touch(tmp_path / "line" / "test" / "jam" / "2.mp4")
    assert [clip.name for clip in scan_video(tmp_path / "line").train] == ["monday/1.mp4", "tuesday"]


def test_a_preview_image_beside_videos_is_no_clip(tmp_path):
    for name in ("1.mp4", "2.mp4", "cover.jpg"):
        touch(tmp_path / name)
    assert [clip.name for clip in scan_video(tmp_path).train] == ["1.mp4", "2.mp4"]


def test_folders_that_lead_in_a_circle_end(tmp_path):
    touch(tmp_path / "a" / "1.mp4")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    assert [clip.name for clip in scan_video(tmp_path).train] == ["a/1.mp4"]


@pytest.mark.parametrize(
    ("labels", "complaint"),
    [
        ("clip,frame\n1,2\n", "expected the columns clip"),
        ("clip,frame,abnormal\n1,2,maybe\n", "expected the columns"),
        ("", "expected the columns"),
        ("null", "expected the columns"),
        ("clip,frame,abnormal\n1,-2,1\n", "no clip has a frame -2"),
        ("clip,frame,abnormal\n1,99999999999999999999,1\n", "no clip has a frame"),
        ("clip,frame,abnormal\n1,x,0\n", "expected the columns"),
        ("clip,frame,abnormal\n1\n", "expected the columns"),
    ],
)
def test_wrong_frame_labels_are_refused(tmp_path, labels, complaint):
    touch(tmp_path / "train" / "1.mp4")
    touch(tmp_path / "test" / "1.mp4")
    (tmp_path / "frame_labels.csv").write_text(labels)
    with pytest.raises(CategoryError, match=complaint):
        scan_video(tmp_path)


def test_what_is_no_category_of_clips_is_refused(tmp_path):
    with pytest.raises(CategoryError, match="contains no clip"):
        scan_video(tmp_path)
    with pytest.raises(CategoryError, match="expected a folder of clips, found nothing"):
        scan_video(tmp_path / "missing")


def test_clips_to_inspect_are_collected_once_each(tmp_path):
    touch(tmp_path / "a.mp4")
    write_folder(tmp_path / "b", range(1))
    found = collect_clips([tmp_path / "a.mp4", tmp_path])
    assert [clip.path for clip in found] == [tmp_path / "a.mp4", tmp_path / "b"]
    assert {clip.label for clip in found} == {""}
    assert not any(clip.defective for clip in found)
    with pytest.raises(CategoryError, match="no such file or folder"):
        collect_clips([tmp_path / "c.mp4"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(CategoryError, match="contains no clip"):
        collect_clips([tmp_path / "empty"])


def test_names_of_videos():
    assert is_video_name("Band 3.MP4")
    assert not any(map(is_video_name, [".mp4", "._a.mp4", "a.png", "mp4", "a.mp4.part"]))


def test_the_real_clips(real_data):
    if not (real_data / "ucsd_ped2").is_dir():
        pytest.skip(f"UCSD Ped2 is not at {real_data}")
    found = scan_video(real_data / "ucsd_ped2")
    assert (len(found.train), len(found.test)) == (16, 6)
    clip: Clip = found.test[1]
    assert (clip.name, clip.label, clip.abnormal) == ("testing/02", ABNORMAL, ((94, 180),))
    with ClipReader(clip.path, folder_rate=10) as reader:
        assert reader.frame_count.number == 180
        assert reader.frame(179).image.shape == (3, 240, 360)
    masks = clip.mask_files()
    marked = np.array([bool(read_image(masks[index]).any()) for index in range(90, 100)])
    assert (marked == clip.frame_labels(180)[90:100]).all()


@pytest.mark.parametrize(
    ("frames", "videos", "expected"),
    [
        (("training/01", "training/02", "testing/01"), (), True),  # UCSD's layout
        (("train/good", "test/scratch"), (), False),  # images in MVTec layout
        (("train/good/a", "train/good/b", "test/good/c", "test/jam/d"), (), True),
        (("train/good/lot1", "train/good/lot2", "test/scratch"), (), False),  # images of lots, and not clips
        (("train/good/lot1", "train/good/lot2"), (), False),  # nothing says that these are clips
        (("lot1", "lot2"), (), False),
        ((), ("train/good/a.mp4", "test/jam/b.mp4"), True),
        ((), ("monday/a.mp4",), True),
        (("train/good",), ("train/good/how_we_took_them.mp4",), False),
        ((), (), False),
    ],
)
def test_what_is_a_category_of_clips_and_what_one_of_images(tmp_path, frames, videos, expected):
    for folder in frames:
        write_folder(tmp_path / folder, range(3))
    for name in videos:
        touch(tmp_path / name)
    assert holds_clips(tmp_path) is expected


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (("train/good/a", "train/good/b"), ("train/good/a", "train/good/b")),
        (("monday", "tuesday"), ("monday", "tuesday")),
        (("train/good/lot1", "train/good/lot2", "test/scratch"), ()),  # which hold images
        (("train/good",), ()),
        (("train/good", "train/good/lot1"), ()),
        (("train/rgb",), ()),
    ],
)
def test_folders_of_images_that_may_be_clips_are_known_as_such(tmp_path, folders, expected):
    for folder in folders:
        write_folder(tmp_path / folder, range(3))
    assert not holds_clips(tmp_path)
    assert scan_category(tmp_path).clip_like == expected


@pytest.mark.parametrize("stray", ["preview.png", "train/preview.png", "train/good/preview.png", "test/preview.png"])
@pytest.mark.parametrize("clips", [("{}/0.mp4", "{}/1.mp4"), ("{}/0/1.png", "{}/0/2.png", "{}/1/1.png")])
def test_a_stray_image_hides_no_clip(tmp_path, stray, clips):
    for folder in ("train/good", "test/good", "test/jam"):
        for clip in clips:
            touch(tmp_path / clip.format(folder))
    touch(tmp_path / stray)
    assert holds_clips(tmp_path)
    found = scan_video(tmp_path)
    assert (len(found.train), len(found.test)) == (2, 4)
    assert found.left_out.images == (stray,)


def test_a_stray_image_hides_no_folder_of_frames_of_ucsds_layout(tmp_path):
    for clip in ("training/01", "training/02", "testing/01"):
        write_folder(tmp_path / clip, range(3))
    for folder in (".", "training", "testing"):
        touch(tmp_path / folder / "preview.png")
    assert holds_clips(tmp_path)
    assert [clip.name for clip in scan_video(tmp_path).train] == ["training/01", "training/02"]
    assert len(collect_clips([tmp_path / "training"])) == 2


def test_a_clip_with_small_copies_of_its_frames_below_is_one_clip(tmp_path):
    write_folder(tmp_path / "day/clip", range(3))
    write_folder(tmp_path / "day/clip/small", range(3))
    write_folder(tmp_path / "day/clip/masks", range(6))
    assert [clip.name for clip in scan_video(tmp_path).train] == ["day/clip"]


def test_clips_that_are_not_among_the_good_ones_are_named_as_such(tmp_path):
    for name in ("test/good/a.mp4", "test/jam/b.mp4"):
        touch(tmp_path / name)
    with pytest.raises(CategoryError, match=r"contains 2 clips, such as test/good/a\.mp4, but none where good clips"):
        scan_video(tmp_path)


def test_folders_that_may_be_clips_are_clips_in_the_folder_for_training_itself(tmp_path):
    for name in ("a", "b"):
        write_folder(tmp_path / "train" / name, range(3))
    assert holds_clips(tmp_path)
    assert scan_video(tmp_path).clip_like == ()


def test_images_without_numbers_are_no_frames(tmp_path):
    for name in ("a.png", "b.png"):
        touch(tmp_path / "train/lot" / name)
    assert not holds_clips(tmp_path)
    assert not holds_clips(tmp_path / "absent")


def test_without_pyav_folders_are_read_and_files_are_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "inspector.data.video.video_file", None)
    write_folder(tmp_path / "frames", range(3))
    with ClipReader(tmp_path / "frames", folder_rate=None) as reader:
        assert reader.frame_count.number == 3
    with pytest.raises(VideoError, match="folders of numbered images"):
        ClipReader(tmp_path / "clip.mp4", folder_rate=None)
