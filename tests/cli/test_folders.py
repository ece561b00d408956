"""What the commands say of a folder: what is learned from, what is tested, and what is left out."""

import json
import shutil

import pytest
from PIL import Image

from inspector.store.runs.image_run import ImageRun
from inspector.store.runs.video_run import VideoRun
from tests.cli.test_inspect_video import write_clip_model
from tests.conftest import part
from tests.data.video.videos import write_folder

FEW_STEPS = (
    "--set", "image_size=32,32", "--set", "base_width=4", "--set", "depth=3", "--set", "region_sizes=4,8",
    "--set", "training.steps=2",
)  # fmt: skip


def visa(category, root):
    """The small category as VisA is downloaded."""
    for source, target in (
        ("train/good", "Data/Images/Normal"),
        ("test/blob", "Data/Images/Anomaly"),
        ("ground_truth/blob", "Data/Masks/Anomaly"),
    ):
        shutil.copytree(category / source, root / target)
    return root


def test_a_training_names_what_it_learns_from_before_it_reads(cli, category, tmp_path):
    root = visa(category, tmp_path / "capsules")
    (root / "image_anno.csv").touch()
    (root / "category.json").write_text('{"marks": {"gone.png": "ignored"}}')
    code, out, err = cli("train", root, "--output", tmp_path / "m", "--json", *FEW_STEPS)
    assert code == 0, err
    lines = err.splitlines()
    assert lines[0] == "Learning from Data/Images/Normal (24)."
    assert "category.json speaks of images that are not there" in lines[1]
    assert "1 file is no image and left out (1 .csv): image_anno.csv." in lines[2]
    result = json.loads(out)
    assert result["learned_from"] == {"Data/Images/Normal": 24}
    assert result["left_out"]["names"] == ["image_anno.csv"]
    assert result["unmatched_marks"] == ["gone.png"]
    code, out, _ = cli("evaluate", tmp_path / "m", root, "--json", "--device", "cpu")
    evaluation = json.loads(out)
    assert (evaluation["n_defective"], evaluation["n_with_mask"]) == (4, 4)


@pytest.mark.parametrize("command", ["check", "train"])
def test_folders_of_numbered_images_may_be_clips(cli, category, tmp_path, command):
    for name in ("a", "b"):
        shutil.copytree(category / "train" / "good", tmp_path / "belt" / "train" / "good" / name)
    more = [] if command == "check" else ["--output", tmp_path / "m", *FEW_STEPS]
    code, out, err = cli(command, tmp_path / "belt", *more)
    assert code == 0, err
    assert "train/good/a and train/good/b are numbered as the frames of clips are" in out + err


def test_a_training_on_folders_of_defects_is_refused(cli, category, tmp_path):
    shutil.copytree(category / "train" / "good", tmp_path / "c" / "good parts")
    shutil.copytree(category / "test" / "blob", tmp_path / "c" / "Anomalies")
    code, out, err = cli("train", tmp_path / "c", "--output", tmp_path / "m", *FEW_STEPS)
    assert (code, out) == (3, "")
    assert "Anomalies (4)" in err
    assert not (tmp_path / "m").exists()


def test_an_inspection_names_what_is_left_out(cli, model_folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "batch" / "@eaDir").mkdir(parents=True)
    Image.fromarray(part(1)).save("batch/a.png")
    Image.fromarray(part(2)).save("batch/@eaDir/a.png")
    (tmp_path / "batch" / "b.heic").write_bytes(b"a telephone's")
    for name in ("notes.txt", "more.txt", "log.csv"):
        (tmp_path / "batch" / name).touch()
    code, out, err = cli("inspect", model_folder, "batch", "--output", "run.h5", "--device", "cpu")
    assert code == 3
    assert (
        "3 files are no image and left out (2 .txt, 1 .csv): batch/log.csv, batch/more.txt and batch/notes.txt" in err
    )
    assert "1 error. 3 files left out. Run: run.h5" in out
    with ImageRun(tmp_path / "run.h5") as run:
        assert run.about["left_out"]["suffixes"] == {".txt": 2, ".csv": 1}
        assert len(run) == 2
    code, out, _ = cli("inspect", model_folder, "batch", "--output", "run2.h5", "--device", "cpu", "--json")
    result = json.loads(out)
    assert result["left_out"]["files"] == 3
    assert result["errors"] == 1


def test_an_inspection_of_clips_names_what_is_left_out(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    model = write_clip_model(tmp_path / "model", reject=1e6)
    write_folder(tmp_path / "clips" / "frames", range(8))
    (tmp_path / "clips" / "notes.txt").touch()
    _, out, err = cli("inspect", model, "clips", "--output", "run.clips", "--frame-rate", "10", "--device", "cpu")
    assert "1 file is no clip and left out (1 .txt): clips/notes.txt." in err
    assert "1 file left out." in out
    with VideoRun(tmp_path / "run.clips") as run:
        assert run.about["left_out"]["files"] == 1


def test_masks_of_clips_that_are_inverted_or_of_no_frame_are_told(cli, tmp_path):
    model = write_clip_model(tmp_path / "model", reject=1e6)
    root = tmp_path / "belt"
    for place in ("train/good/a", "test/jam/b"):
        write_folder(root / place, range(6))
    rows = "".join(f"b,{frame},{int(frame > 2)}\n" for frame in range(6))
    (root / "frame_labels.csv").write_text(f"clip,frame,abnormal\n{rows}gone,0,1\n")
    with Image.open(next((root / "test" / "jam" / "b").iterdir())) as frame:
        size = frame.size
    (root / "ground_truth" / "jam" / "b").mkdir(parents=True)
    names = [path.name for path in sorted((root / "test" / "jam" / "b").iterdir())]
    for name in (*names[3:], "900.png"):
        white = Image.new("L", size, 255)
        white.paste(0, (2, 2, 6, 6))
        white.save(root / "ground_truth" / "jam" / "b" / name)
    code, _, err = cli("evaluate", model, root, "--frame-rate", "10", "--device", "cpu")
    assert code == 0, err
    assert "test/jam/b: the masks of 3 frames mark more than half of the frame." in err
    assert "test/jam/b: 1 masks fit no frame." in err
    _, out, _ = cli("check", root)
    assert "frame_labels.csv speaks of clips that are not there, or are there several times: gone." in out
