import csv
import json
import shutil
from pathlib import Path

import pytest
import torch

from inspector.core.building import build_network
from inspector.core.calibration import Calibration
from inspector.core.methods import create_method
from inspector.core.model import Model
from inspector.core.operating_point import OperatingPoint
from inspector.core.video.knowledge import VideoKnowledge
from inspector.data.video.category import collect_clips
from inspector.store.models.model_folder import read_model, write_model
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.inspect.video import inspect_video
from tests.data.video.videos import write_folder, write_video
from tests.provenance import OF_VIDEO


def write_clip_model(folder, *, reject, frame_rate=10.0):
    """An untrained model: what it says is nonsense, but whether it says NG is known from its thresholds."""
    method = create_method("riad", preset="cpu", image_size=(32, 32), base_width=4, depth=3, region_sizes=(4, 8))
    known = VideoKnowledge(looks=(), detector=None, background=None, frame_rate=frame_rate, stretch=50)
    calibration = Calibration(torch.tensor([0.001, 0.002]), pixels=None, alignment=None, outline=0.001, lowest=0.0)
    model = Model(method, build_network(method, seed=0), None, calibration, clips=known)
    write_model(folder, model, operating_point=OperatingPoint(review=reject, reject=reject), provenance=OF_VIDEO)
    return folder


@pytest.fixture(scope="module")
def alarmed(tmp_path_factory):
    """A model for which every frame is NG."""
    return write_clip_model(tmp_path_factory.mktemp("models") / "alarmed", reject=0.003)


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """A model for which every frame is OK."""
    return write_clip_model(tmp_path_factory.mktemp("models") / "content", reject=1e6)


@pytest.fixture
def clips(tmp_path, monkeypatch):
    """The folder they are in, below the current one: a folder of frames and a video."""
    monkeypatch.chdir(tmp_path)
    write_folder(Path("clips", "frames"), range(8))
    return write_video(Path("clips", "videos.mp4"), "libx264", frames=12).parent


def broken(clips):
    whole = write_video(clips / "broken.mkv", "libx264", frames=50, key_every=5).read_bytes()
    (clips / "broken.mkv").write_bytes(whole[: len(whole) // 2])


def test_events_are_told_and_everything_asked_for_is_written(cli, alarmed, clips):
    code, out, err = cli(
        "inspect", alarmed, clips, "--output", "r.clips", "--csv", "e.csv", "--heatmaps", "heat", "--clips", "shown",
        "--report", "page.html", "--frame-rate", 4,
    )  # fmt: skip
    assert code == 0, err
    video, frames, last = out.splitlines()
    assert video.startswith("NG ")
    assert "clips/videos.mp4  0:00.0 to 0:01.2, worst at 0:" in video
    assert "clips/frames  0:00.0 to 0:02.0, worst at 0:" in frames
    assert last == "2 clips: 0 OK, 0 REVIEW, 2 NG, 0 errors. Run: r.clips"
    for folder, suffix in (("heat", "png"), ("shown", "mp4")):
        found = sorted(path.name for path in Path(folder).iterdir())
        assert found == [f"frames-001-NG.{suffix}", f"videos.mp4-001-NG.{suffix}"]
    with Path("e.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["clip"], row["end_frame"], row["end_s"]) for row in rows] == [
        ("clips/videos.mp4", "12", "1.200"), ("clips/frames", "8", "2.000"),
    ]  # fmt: skip
    assert all(float(row["relative_peak"]) > 1 and not row["error"] for row in rows)
    assert "Inspection of 2 clips" in Path("page.html").read_text("utf-8")


def test_json_is_one_object_and_nothing_else(cli, alarmed, clips):
    code, out, _ = cli("inspect", alarmed, clips / "frames", "--output", "r.clips", "--json")
    told = json.loads(out)
    assert code == 0
    assert {name: told[name] for name in ("run", "OK", "REVIEW", "NG", "errors")} == {
        "run": "r.clips", "OK": 0, "REVIEW": 0, "NG": 1, "errors": 0,
    }  # fmt: skip
    (clip,) = told["clips"]
    assert (clip["clip"], clip["frames"], clip["lost"], clip["frame_rate"]) == ("clips/frames", 8, 0, 10.0)
    (event,) = clip["events"]
    assert (event["start_frame"], event["end_frame"], event["end_s"], event["decision"]) == (
        0,
        8,
        pytest.approx(0.8),
        "NG",
    )


def test_the_exit_tells_of_defects_where_that_is_asked_for(cli, alarmed, content, clips):
    assert cli("inspect", alarmed, clips, "--output", "a.clips", "--fail-on-defect")[0] == 1
    code, out, _ = cli("inspect", content, clips, "--output", "b.clips", "--fail-on-defect", "--clips", "shown")
    assert (code, out) == (0, "2 clips: 2 OK, 0 REVIEW, 0 NG, 0 errors. Run: b.clips\n")
    assert not Path("shown").exists()


def test_a_clip_that_breaks_off_gives_its_events_up_to_there_and_an_error(cli, alarmed, clips):
    broken(clips)
    (clips / "nothing.mp4").write_bytes(b"")
    code, out, err = cli("inspect", alarmed, clips, "--output", "r.clips", "--report", "page.html", "--clips", "shown")
    assert code == 3
    assert "ERROR  Clip clips/broken.mkv cannot be read: expected a whole video" in err
    assert "ERROR  Clip clips/nothing.mp4 cannot be read: expected a video, found an empty file" in err
    assert any("clips/broken.mkv  0:00.0 to" in line for line in out.splitlines())
    assert out.splitlines()[-1].startswith("4 clips: 0 OK, 0 REVIEW, 2 NG, 2 errors.")
    assert "breaks off" not in err
    with VideoRun(Path("r.clips")) as run:
        assert not run.interrupted
    assert Path("shown", "broken.mkv-001-NG.mp4").exists()


def test_lost_frames_are_noted_and_a_clip_of_them_alone_is_an_error(cli, content, clips):
    for number in (0, 3):
        (clips / "frames" / f"{number:03d}.png").write_bytes(b"damaged")
    code, out, err = cli("inspect", content, clips, "--output", "r.clips", "--report", "r.html", "--csv", "r.csv")
    assert code == 0
    assert [line.split() for line in out.splitlines() if line.startswith("REVIEW")] == [
        ["REVIEW", "clips/frames", "no", "event,", "but", "not", "all", "of", "it", "was", "seen"]
    ]
    assert decisions_in("r.csv") == {"clips/videos.mp4": ("OK", ""), "clips/frames": ("REVIEW", "")}
    assert "Note: clips/frames: 2 frames could not be judged, so the clip is not OK. The first: " in err
    for image in (clips / "frames").iterdir():
        image.write_bytes(b"damaged")
    code, out, err = cli("inspect", content, clips / "frames", "--output", "s.clips", "--report", "page.html")
    assert code == 3
    assert "ERROR  clips/frames: none of its frames could be judged." in err
    assert "1 clip: 0 OK, 0 REVIEW, 0 NG, 1 error." in out


def test_a_clip_that_broke_off_before_any_event_is_ok_nowhere(cli, content, clips):
    broken(clips)
    code, out, _ = cli(
        "inspect",
        content,
        clips / "broken.mkv",
        "--output",
        "r.clips",
        "--csv",
        "r.csv",
        "--report",
        "r.html",
        "--json",
    )
    assert code == 3
    (clip,) = json.loads(out)["clips"]
    assert clip["decision"] is None
    ((decision, error),) = decisions_in("r.csv").values()
    assert decision == "ERROR"
    assert error == clip["error"]
    assert ">OK<" not in Path("r.html").read_text("utf-8")


def decisions_in(table) -> dict[str, tuple[str, str]]:
    """What a table says of each clip: its decision, and why it broke off."""
    with Path(table).open(encoding="utf-8-sig", newline="") as file:
        return {row["clip"]: (row["decision"], row["error"]) for row in csv.DictReader(file)}


def test_an_interrupted_run_is_gone_on_with(cli, content, clips):
    stored = read_model(content)
    events = inspect_video(stored, collect_clips([Path("clips")]), output=Path("r.clips"), device=torch.device("cpu"))
    for _ in range(20):
        next(events)
    events.close()
    assert cli("inspect", content, "clips", "--output", "r.clips")[0] == 3
    code, out, err = cli("inspect", content, "clips", "--output", "r.clips", "--resume")
    assert code == 0, err
    assert "2 clips: 2 OK" in out


def test_what_does_not_apply_is_refused_with_a_sentence(cli, content, model_folder, clips):
    for option in (["--maps", "maps"], ["--shards-of", 5], ["--engine", "local"], ["--workers", 2]):
        code, _, err = cli("inspect", content, clips, "--output", "r.clips", *option)
        assert code == 2
        assert f"{option[0]} is for images, and " in " ".join(err.split())
    for option in (["--clips", "shown"], ["--frame-rate", 25]):
        code, _, err = cli("inspect", model_folder, clips / "frames", "--output", "r.h5", *option)
        assert code == 2
        assert f"{option[0]} is for clips, and " in " ".join(err.split())
    assert cli("inspect", content, clips, "--output", "r.clips", "--csv", "r.clips")[0] == 3
    assert not any(Path().glob("r.*"))


def test_the_frames_without_a_rate_are_said_once(cli, clips):
    model = write_clip_model(Path("without"), reject=0.003, frame_rate=None)
    shutil.copytree(clips / "frames", clips / "more")
    code, _, err = cli("inspect", model, clips / "more", "--output", "r.clips", "--clips", "shown")
    assert code == 0
    assert err.count("its frame rate is not known; the video shows 10 frames per second") == 1


OUTPUTS = ("--csv", "--heatmaps", "--clips", "--report")


def outputs(number: int) -> list[str]:
    places = (f"{number}.csv", f"heat{number}", f"shown{number}", f"{number}.html")
    return [word for pair in zip(OUTPUTS, places, strict=True) for word in pair]


@pytest.mark.parametrize("option", ["--heatmaps", "--clips"])
def test_a_second_run_keeps_the_pictures_of_the_first(cli, alarmed, clips, option):
    assert cli("inspect", alarmed, clips / "frames", "--output", "1.clips", option, "shown")[0] == 0
    (before,) = Path("shown").iterdir()
    content = before.read_bytes()
    shutil.rmtree(clips / "frames")
    write_folder(clips / "frames", range(20, 28))
    code, _, err = cli("inspect", alarmed, clips / "frames", "--output", "2.clips", option, "shown", "--resume")
    assert (code, "already exists" in err) == (3, True)
    assert before.read_bytes() == content
    assert not list(Path().glob("2.clips*"))


def test_outputs_are_made_again_from_the_run(cli, alarmed, clips):
    cli("inspect", alarmed, clips, "--output", "r.clips", "--frame-rate", 4, *outputs(1))
    code, out, _ = cli("export-run", "r.clips", *outputs(2), "--json")
    assert code == 0
    assert json.loads(out)["pictures_missing"] == 0
    assert Path("1.csv").read_bytes() == Path("2.csv").read_bytes()
    for folder in ("heat", "shown"):
        names = [sorted(path.name for path in Path(f"{folder}{number}").iterdir()) for number in (1, 2)]
        assert names[0] == names[1] != []
    assert cli("report", "r.clips", "--output", "3.html")[0] == 0
    assert [Path(f"{n}.html").read_text("utf-8").count("<img") for n in (1, 2, 3)] == [3, 3, 3]


def test_nothing_is_copied_while_nobody_decided_on_clips(cli, alarmed, clips):
    cli("inspect", alarmed, clips, "--output", "r.clips")
    code, _, err = cli("export-run", "r.clips", "--category", "reviewed", "--csv", "1.csv")
    assert (code, Path("reviewed").exists(), Path("1.csv").exists()) == (3, False, False)
    assert "r.clips: nobody has decided yet" in err


def test_a_clip_that_is_gone_does_not_stop_the_outputs(cli, alarmed, clips):
    cli("inspect", alarmed, clips, "--output", "r.clips")
    (clips / "videos.mp4").unlink()
    code, out, err = cli("export-run", "r.clips", *outputs(1), "--json")
    assert (code, json.loads(out)["pictures_missing"]) == (3, 2)
    assert "videos.mp4" in err
    assert [path.name for path in Path("heat1").iterdir()] == ["frames-001-NG.png"]
    assert [path.name for path in Path("shown1").iterdir()] == ["frames-001-NG.mp4"]
    assert len(Path("1.csv").read_text("utf-8-sig").splitlines()) == 3
    assert "videos.mp4" in Path("1.html").read_text("utf-8")


def test_a_clip_that_is_gone_before_its_turn_is_an_error_of_the_resumed_run(cli, alarmed, clips):
    updates = inspect_video(
        read_model(alarmed), collect_clips([clips]), output=Path("r.clips"), device=torch.device("cpu")
    )
    for update in updates:
        if type(update).__name__ == "ClipEnded":
            updates.close()
            break
    shutil.rmtree(clips / "frames")
    code, out, err = cli("inspect", alarmed, clips, "--output", "r.clips", "--resume", "--json")
    assert code == 3, err
    assert [(clip["clip"], clip["error"] is None) for clip in json.loads(out)["clips"]] == [
        ("clips/videos.mp4", True), ("clips/frames", False),
    ]  # fmt: skip


def test_models_and_runs_of_clips_are_spoken_of_as_such(cli, alarmed, clips, tmp_path):
    copy = shutil.copytree(alarmed, tmp_path / "model")
    words = "No event is decided REVIEW, since both thresholds are the same."
    assert words in cli("info", copy)[1]
    code, out, _ = cli("threshold", copy, "--review", "0.002", "--reject", "0.002", "--reason", "test")
    assert code == 0
    assert words in out
    assert "train again with more good video" in out
    assert cli("inspect", alarmed, clips, "--output", "r.clips")[0] == 0
    assert cli("review", "r.clips")[1] == "0 of 2 events and clips without one decided.\n"


def test_clips_are_not_learned_while_nobody_confirmed_them(cli, alarmed, clips):
    cli("inspect", alarmed, clips, "--output", "r.clips")
    code, _, err = cli("learn", alarmed, "r.clips", "--output", "new")
    assert code == 3
    assert "r.clips holds no clip that people confirmed to be good." in err
    assert not Path("new").exists()
