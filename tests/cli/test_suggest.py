import json
import shlex

import numpy as np
from PIL import Image

from inspector.core.methods import METHODS, create_method
from tests.conveyor import write_category
from tests.made_up import arrow, photographs, places


def test_two_sentences_and_commands_that_can_be_run(cli, category):
    code, out, _ = cli("suggest", category, "--no-weights")
    assert code == 0
    finding, honesty, *rest = out.splitlines()
    assert finding.startswith("24 colour images of 48×48 px show an aligned part (position explains ")
    assert honesty.endswith(".")
    (command, *_) = [shlex.split(line) for line in rest if line.startswith("inspector-cli train ")]
    assert command[2:5] == [str(category), "--output", "models/disc-" + command[command.index("--method") + 1]]


def test_a_suggested_training_runs(cli, category, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, out, _ = cli("suggest", category, "--no-weights", "--json")
    suggestion = json.loads(out)["suggestions"][0]
    assert suggestion["method"] == "scattering"
    code, _, _ = cli(*suggestion["arguments"][1:], "--set", "image_size=64")  # in a quarter of the time
    assert code == 0


def test_no_model_is_written_over(cli, category, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for method in METHODS:
        (tmp_path / "models" / f"disc-{method}").mkdir(parents=True)
    _, out, _ = cli("suggest", category, "--json")
    assert all(suggestion["arguments"][4].endswith("-2") for suggestion in json.loads(out)["suggestions"])


def test_everything_measured_is_one_json_object(cli, category):
    code, out, _ = cli("suggest", category, "--json")
    result = json.loads(out)
    assert code == 0
    assert result["kind"] == "aligned part"
    assert len(result["sentences"]) == 2
    assert 0.5 < result["properties"]["alignment"] <= 1
    assert result["properties"]["pose"]["kept_turned_90"] > 0
    for suggestion in result["suggestions"]:
        assert suggestion["command"] == shlex.join(suggestion["arguments"])
        assert "cpu" in METHODS[suggestion["method"]].presets  # what `train` takes when nothing is said
    assert create_method("riad", preset="cpu", image_size=256)  # the larger input that may be suggested


def test_a_name_with_spaces_stays_one_argument(cli, category, tmp_path):
    link = tmp_path / "my parts"
    link.symlink_to(category)
    _, out, _ = cli("suggest", link, "--no-weights")
    (command, *_) = [shlex.split(line) for line in out.splitlines() if line.startswith("inspector-cli train ")]
    assert command[2] == str(link)


def test_bad_input_is_explained(cli, tmp_path):
    code, out, err = cli("suggest", tmp_path)
    assert (code, out) == (3, "")
    assert "contains no image" in err
    code, _, err = cli("suggest", tmp_path / "absent")
    assert code == 3
    assert "expected a folder" in err


def test_a_suggestion_is_worded_in_options(cli, without_features, tmp_path):
    for place in range(4):
        pixels = np.random.default_rng(place).integers(0, 255, (28, 28, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{place}.png")
    (tmp_path / "broken.png").write_bytes(b"no image")
    Image.fromarray(np.full((20, 160, 3), 99, np.uint8)).save(tmp_path / "wide.png")
    _, out, _ = cli("suggest", tmp_path, "--json")
    first, second, third = json.loads(out)["suggestions"]
    assert first["options"] == ["--method", "patchcore", "--download-weights", "--skip-unreadable", "--mixed-sizes"]
    assert "--weights FILE" in first["when"]
    assert second["options"][:2] == ["--method", second["method"]]
    assert [second["when"], third["when"]] == ["without weights", "to compare"]


def test_where_parts_lie_anywhere_and_are_found_the_command_locates_them(cli, tmp_path, monkeypatch):
    def learn(*_args, **_options):
        yield from ()
        return "a locator"

    monkeypatch.setattr("inspector.workflow.advise.suggest.learn_to_locate", learn)
    for index, place in enumerate(places(8)):
        pixels = (photographs([arrow(degrees=137 * index, **place)], seed=index)[0] * 255).byte().permute(1, 2, 0)
        Image.fromarray(pixels.numpy()).save(tmp_path / f"{index}.png")
    _, out, _ = cli("suggest", tmp_path, "--no-weights")
    assert "--locate" not in out  # a training does it where nobody says
    (tmp_path / "category.json").write_text('{"locate": "off"}')
    _, out, _ = cli("suggest", tmp_path, "--no-weights")
    assert "--locate auto" in out
    assert "located, they all show in one pose" in out


def test_what_only_a_person_can_know_is_asked_with_its_option(cli, tmp_path):
    part = np.zeros((64, 64, 3), np.uint8)
    part[10:54, 20:44] = 200  # the same when mirrored, along both axes
    for place in range(4):
        noise = np.random.default_rng(place).integers(0, 6, part.shape, np.uint8)
        Image.fromarray(part + noise).save(tmp_path / f"{place}.png")
    _, out, _ = cli("suggest", tmp_path, "--no-weights")
    assert "The part looks the same when mirrored" in out
    assert "--flip both gives the training more to learn from." in out


def test_clips_are_advised_with_their_own_methods_and_presets(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    belt = write_category(tmp_path / "belt")
    code, out, _ = cli("suggest", belt)
    assert code == 0
    assert "6 clips with 360 frames of 72×48 px show moving objects" in out
    lines = out.splitlines()
    place = lines.index("# recommended")
    assert lines[place + 1] == f"inspector-cli train {belt} --output models/belt-ssmtl --method ssmtl"
    place = lines.index("# to compare")
    assert lines[place + 1] == f"inspector-cli train {belt} --output models/belt-adacl --method adacl"
    assert "- The clips do not state a frame rate" in out
    _, out, _ = cli("suggest", belt, "--json")
    result = json.loads(out)
    assert (result["kind"], result["properties"]["stretches"]) == ("moving objects", 2)
    arguments = result["suggestions"][0]["arguments"]
    tiny = ("object_size=16", "fold=1", "depth=3", "width=4", "training.steps=1")
    small = [part for name in tiny for part in ("--set", name)]
    code, _, _ = cli(*arguments[1:], "--samples", 20, *small)
    assert code == 0


def test_a_camera_that_may_move_is_asked_for(cli, tmp_path):
    ground = np.kron(np.random.default_rng(7).integers(40, 220, (8, 62)), np.ones((6, 6))).astype(np.uint8)
    clip = tmp_path / "training" / "01"
    clip.mkdir(parents=True)
    for index in range(60):
        Image.fromarray(ground[:, 4 * index : 4 * index + 72]).convert("RGB").save(clip / f"{index:03d}.png")
    _, out, _ = cli("suggest", tmp_path)
    assert "--method ssmtl --set level=frame" in out
    assert "If the camera moves, fix it" in out


def test_blank_images_are_a_warning_before_the_questions(cli, without_features, tmp_path):
    for place in range(6):
        pixels = np.random.default_rng(place).integers(0, 2, (40, 40, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{place}.png")
    code, out, _ = cli("suggest", tmp_path)
    assert code == 0
    assert "Warnings\n- All 6 good images are blank (0.png, 1.png, 2.png and 3 more)" in out
