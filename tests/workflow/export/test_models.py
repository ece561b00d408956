"""A model becomes one file only if the file gives its verdicts, and Inspector inspects with that file."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from inspector.cluster.archive import ArchiveDone, ArchiveJob, inspect_archive, inspect_here
from inspector.core.errors import ExportError, ModelError, RunError, SettingError
from inspector.core.images.resizing import resize
from inspector.core.operating_point import OperatingPoint
from inspector.data.category import collect_images
from inspector.data.images.reading import read_image
from inspector.store.models.card import FORMAT
from inspector.store.onnx.exported import open_model, read_onnx
from inspector.workflow.export import models as model_export
from inspector.workflow.export.models import ExportDone, ExportJob, export_onnx, report_of
from inspector.workflow.export.parity import IMAGES, gate_images, made_up, spread_of
from inspector.workflow.inspect.images import Inspected, inspect_batch
from inspector.workflow.progress import Warned
from tests.conftest import part

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "inspect_onnx.py"


@pytest.fixture
def export(stored, category, graph, monkeypatch):
    """Exports the trained model, with changes to the job; returns the last event."""

    def run(output, *, traced=graph, **changes):
        monkeypatch.setattr(model_export, "scoring_graph", lambda _model: traced)
        images = collect_images([category / "train", category / "test"])
        return list(export_onnx(ExportJob(**({"stored": stored, "output": output, "images": images} | changes))))[-1]

    return run


def shifted(graph: onnx.ModelProto, by: float) -> onnx.ModelProto:
    """The same graph with scores that are off."""
    other = onnx.ModelProto()
    other.CopyFrom(graph)
    for node in other.graph.node:
        for index, name in enumerate(node.output):
            if name == "score":
                node.output[index] = "true_score"
    other.graph.initializer.append(onnx.helper.make_tensor("off", onnx.TensorProto.FLOAT, [1], [by]))
    other.graph.node.append(onnx.helper.make_node("Add", ["true_score", "off"], ["score"], "shift"))
    return other


def test_the_file_tells_a_picture_without_a_part_as_the_model_does(graph, stored):
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    for image, shows_none in ((torch.ones(3, 48, 48), True), (torch.from_numpy(part(501)).movedim(-1, 0) / 255, False)):
        (exported,) = session.run(["unlike"], {"image": image[None].numpy()})
        own = stored.model.judge(resize(image, stored.model.method.config.image_size)[None]).unlike.item()
        assert exported[0] == pytest.approx(own, rel=1e-3)
        assert (exported[0] > 1) is np.bool_(shows_none)


def test_the_file_passes_tells_what_it_is_and_judges_alike(export, stored, category, tmp_path):
    done = export(tmp_path / "disc.onnx")
    assert isinstance(done, ExportDone)
    report = json.loads(report_of(done.output).read_text("utf-8"))
    assert report["images"] >= IMAGES
    assert report["made_up"] == report["images"] - 32
    assert report["flips"] == report["outside_tolerance"] == 0
    assert min(report["verdicts"]["OK"], report["verdicts"]["NG"]) > 0
    assert report["held_out"] == report["held_out_of"] == len(stored.card["split"]["calibration"])
    # All that the held-out images prove about the model they prove about the file.
    assert report["false_reject_bound_95"] == pytest.approx(stored.card["threshold_choice"]["bound_95"])

    session = onnxruntime.InferenceSession(done.output, providers=["CPUExecutionProvider"])
    metadata = session.get_modelmeta().custom_metadata_map
    assert float(metadata["reject_threshold"]) == stored.operating_point.reject
    assert metadata["input"] == "image: float32 (1, 3, height, width) of any height and width, RGB, 0 to 1"
    assert metadata["model_sha256"] == stored.identity

    again = open_model(done.output)
    assert (again.identity, again.operating_point) == (stored.identity, stored.operating_point)
    calibration = stored.model.calibration
    assert again.model.calibration.outline == calibration.outline
    assert torch.equal(again.model.calibration.good_scores, calibration.good_scores)
    images = torch.stack([read_image(path) for path in sorted((category / "test/blob").glob("*.png"))])
    own = stored.model.judge(torch.stack([resize(image, (32, 32)) for image in images]))
    found = again.model.judge(images)
    torch.testing.assert_close(found.scores, own.scores, rtol=1e-3, atol=1e-3)
    torch.testing.assert_close(found.light, own.light)
    assert found.maps.shape == own.maps.shape


def test_a_file_with_other_scores_is_not_kept(export, stored, graph, tmp_path):
    spread = spread_of(stored.model.calibration.good_scores.numpy())
    with pytest.raises(ExportError, match=r"is not saved: .* scores differ by more than"):
        export(tmp_path / "disc.onnx", traced=shifted(graph, 0.05 * spread))
    assert not list(tmp_path.iterdir())


def test_a_model_that_learned_what_it_was_calibrated_on_proves_nothing(export, stored, tmp_path):
    crossed = dataclasses.replace(stored, card=stored.card | {"split": stored.card["split"] | {"calibrate": "cross"}})
    done = export(tmp_path / "disc.onnx", stored=crossed)
    assert isinstance(done, ExportDone)
    assert done.report.held_out == done.report.held_out_of
    assert done.report.false_reject_bound_95 is None


def test_verdicts_that_flip_in_8_bits_are_counted_named_and_allowed_only_on_wish(export, graph, tmp_path, monkeypatch):
    monkeypatch.setattr(model_export, "quantised", lambda whole, _images: shifted(whole, -1e6))
    with pytest.raises(ExportError, match=r"verdicts differ, 1 allowed .* NG → .* OK"):
        export(tmp_path / "disc.onnx", int8=True, allow_flips=1)
    assert not list(tmp_path.iterdir())
    report = export(tmp_path / "disc.onnx", int8=True, allow_flips=100).report
    assert report.flips == len(report.flipped) > 1
    assert report.false_reject_bound_95 <= 0.5
    assert report.held_out_shift < -1000


def test_a_score_that_is_no_number_is_a_verdict_that_differs(export, graph, tmp_path, monkeypatch):
    monkeypatch.setattr(model_export, "quantised", lambda whole, _images: shifted(whole, float("nan")))
    with pytest.raises(ExportError, match=r"(\d+) of \1 verdicts differ"):
        export(tmp_path / "disc.onnx", int8=True)


def test_a_score_on_the_threshold_has_no_verdict_to_lose(export, stored, category, graph, tmp_path):
    image = sorted((category / "test/good").glob("*.png"))[0]
    score = stored.model.judge(resize(read_image(image), (32, 32))[None]).scores.item()
    point = OperatingPoint(score, score)
    spread = spread_of(stored.model.calibration.good_scores.numpy())
    done = export(
        tmp_path / "disc.onnx",
        traced=shifted(graph, 1e-3 * spread),  # less than the tolerance, but enough to lift it over the threshold
        stored=dataclasses.replace(stored, operating_point=point),
    )
    assert any(image.name in name for name in done.report.on_threshold)
    assert done.report.flips == 0


def test_8_bits_change_scores_by_little(export, stored, tmp_path):
    # This model is hardly trained: its good and defective images lie so near the threshold that verdicts flip.
    report = export(tmp_path / "disc.onnx", int8=True, allow_flips=2 * IMAGES).report
    assert report.precision == open_model(tmp_path / "disc.onnx").precision == "int8"
    assert report.quantised_on == len(stored.card["split"]["training"])
    assert report.tolerance is None
    assert 0 < report.median_difference * report.spread < 0.01  # scores are about 0.4


def test_8_bits_need_images_that_were_learned_and_not_those_held_out(export, category, tmp_path):
    with pytest.raises(ExportError, match="images that the model learned from"):
        export(tmp_path / "disc.onnx", int8=True, images=collect_images([category / "test"]))
    with pytest.raises(SettingError, match="images of the category, and there are none"):
        export(tmp_path / "disc.onnx", images=[])


@pytest.mark.parametrize("at", [0.5, 0.999])
def test_a_changed_file_is_refused(export, tmp_path, at):
    output = export(tmp_path / "disc.onnx").output
    content = bytearray(output.read_bytes())
    place = content.index(b"reject_threshold") + 20 if at > 0.9 else int(at * len(content))
    content[place] ^= 1
    output.write_bytes(content)
    with pytest.raises(ModelError, match=r"was changed|not a whole"):
        read_onnx(output)


def test_other_files_are_refused(graph, tmp_path):
    path = tmp_path / "other.onnx"
    with pytest.raises(ModelError, match="cannot be read"):
        read_onnx(path)
    path.write_bytes(b"no")
    with pytest.raises(ModelError, match="not a complete ONNX file"):
        read_onnx(path)
    path.write_bytes(graph.SerializeToString())
    with pytest.raises(ModelError, match="not exported by this program"):
        read_onnx(path)
    newer = onnx.ModelProto()
    newer.CopyFrom(graph)
    onnx.helper.set_model_props(newer, {"inspector_format": str(FORMAT + 1)})
    path.write_bytes(newer.SerializeToString())
    with pytest.raises(ModelError, match=f"reads formats up to {FORMAT}"):
        read_onnx(path)


def test_images_of_the_gate_are_at_least_fifty_and_made_up_in_every_way(category):
    given = collect_images([category / "train"])
    images = gate_images(given[:5], given[5:])
    assert len(images) == IMAGES
    assert {way for _, way in images} == {None, *range(6)}
    assert len(gate_images(given, given * 20)) == 100 + 20
    image = read_image(given[0].path)
    made = [made_up(image, way) for way in range(6)]
    assert len({what for _, what in made}) == 6
    assert all(not torch.equal(changed, image) for changed, _ in made)
    assert all(changed.min() >= 0 and changed.max() <= 1 for changed, _ in made)


def test_without_torch_and_from_the_command_line(export, cli, stored, category, tmp_path):
    output = export(tmp_path / "disc.onnx").output
    code, out, _ = cli("inspect", stored.folder, category / "test", "--output", tmp_path / "a.h5", "--json")
    own = json.loads(out)
    code, out, _ = cli("inspect", output, category / "test", "--output", tmp_path / "b.h5", "--json")
    found = json.loads(out)
    assert code == 0
    for one, other in zip(own["inspections"], found["inspections"], strict=True):
        assert other["decision"] == one["decision"]
        assert other["score"] == pytest.approx(one["score"], rel=1e-3, abs=1e-3)
        assert len(other["regions"]) == len(one["regions"])
    assert cli("info", output)[0] == 0

    paths = [str(path) for path in sorted((category / "test").rglob("*.png"))]
    code = (
        f"import runpy, sys; sys.argv = ['example', {str(output)!r}, *{paths!r}]\n"
        f"runpy.run_path({str(EXAMPLE)!r}, run_name='__main__')\n"
        "assert not {'torch', 'inspector'} & set(sys.modules)\n"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert process.returncode == 0, process.stderr
    verdicts = {line.split()[2]: line.split()[0] for line in process.stdout.splitlines()}
    assert verdicts == {one["image"]: one["decision"] for one in own["inspections"]}


def test_the_command_exports_and_refuses_to_overwrite(cli, stored, category, graph, tmp_path, monkeypatch):
    monkeypatch.setattr(model_export, "scoring_graph", lambda _model: graph)
    arguments = ("export", stored.folder, "--images", category / "train", "--output", tmp_path / "disc.onnx")
    code, out, err = cli(*arguments)
    assert code == 0, err
    assert "0 of 50 differ" in out
    assert "Program" not in out
    code, _, err = cli(*arguments)
    assert code == 3
    assert "never overwritten" in err
    monkeypatch.setattr(model_export, "scoring_graph", lambda _model: shifted(graph, np.pi))
    code, _, err = cli(*arguments[:-1], tmp_path / "other.onnx", "--json")
    assert (code, sorted(path.name for path in tmp_path.iterdir())) == (3, ["disc.onnx", "disc.onnx.report.json"])
    assert "is not saved" in err


def test_a_run_is_not_gone_on_with_by_what_gives_other_last_digits(export, stored, category, tmp_path):
    exported = open_model(export(tmp_path / "disc.onnx").output)
    images = collect_images([category / "test"])
    begun = inspect_batch(stored, images, output=tmp_path / "r.h5", device=torch.device("cpu"))
    while not isinstance(next(begun), Inspected):
        pass
    begun.close()
    with pytest.raises(RunError, match="was made with torch, not with onnx"):
        list(inspect_batch(exported, images, output=tmp_path / "r.h5", device=torch.device("cpu"), resume=True))


def test_an_exported_file_fills_an_archive(export, category, tmp_path):
    exported = open_model(export(tmp_path / "disc.onnx").output)
    job = ArchiveJob(exported, collect_images([category / "test"]), tmp_path / "archive", shard_size=3, device="cpu")
    done = list(inspect_archive(job, inspect_here))[-1]
    assert isinstance(done, ArchiveDone)
    assert sum(done.decisions.values()) == 8


def test_that_few_images_prove_little_is_told(stored, category, graph, monkeypatch, tmp_path):
    monkeypatch.setattr(model_export, "scoring_graph", lambda _model: graph)
    job = ExportJob(stored, tmp_path / "few.onnx", collect_images([category / "test" / "good"]))
    told = [event.message for event in export_onnx(job) if isinstance(event, Warned)]
    assert any("46 of the 50 images that were compared were made up" in message for message in told)
    assert any("only if all of them are" in message for message in told)


def test_of_an_extended_model_nobody_is_asked_to_compare_what_was_compared(
    stored, category, graph, monkeypatch, tmp_path
):
    monkeypatch.setattr(model_export, "scoring_graph", lambda _model: graph)
    extended = dataclasses.replace(stored, card={**stored.card, "extends": {"model": "", "folder": ""}})
    images = collect_images([category / "train" / "good", category / "test"])
    told = [
        event.message
        for event in export_onnx(ExportJob(extended, tmp_path / "more.onnx", images))
        if isinstance(event, Warned)
    ]
    assert not any("only if all of them are" in text for text in told)
