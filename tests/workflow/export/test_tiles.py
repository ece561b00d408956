"""A model that judges in tiles becomes a file and a program, which together give its verdicts without torch."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from PIL import Image

from inspector.core.errors import ExportError
from inspector.data.category import collect_images
from inspector.data.images.reading import read_image
from inspector.data.properties import CategoryProperties
from inspector.line import ExportedModel
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.onnx.exported import file_content, open_model
from inspector.store.onnx.stages import example_inputs, read_stages, stages_text
from inspector.workflow.export.models import ExportDone, ExportJob, export_onnx, report_of
from inspector.workflow.inspect.images import inspect_image
from inspector.workflow.train.images import train
from tests.conftest import small_job

SIDE = 40  # of what a tile shows; the tile itself has 32 px


def write_parts(folder: Path) -> Path:
    """Good parts, wavy and noisy, and some with a dark spot; one of each is smaller than a tile."""
    generator = np.random.default_rng(0)
    for index in range(56):
        size = (30, 34) if index in (50, 53) else (40, 70)
        y, x = np.mgrid[: size[0], : size[1]]
        grey = 128 + 60 * np.sin(x / 4 + index % 3) * np.cos(y / 5) + generator.normal(0, 6, size)
        pixels = np.stack([grey, 0.9 * grey, 0.8 * grey], axis=-1).clip(0, 255).astype(np.uint8)
        kind = "train/good" if index < 50 else "test/good" if index < 53 else "test/spot"
        if kind == "test/spot":
            pixels[14:22, 20:30] = 20
        path = folder / kind / f"{index}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(path)
    return folder


@pytest.fixture(scope="session")
def tiled(made_once) -> tuple[StoredModel, Path]:
    """A model that judges only the upper part of an image, in tiles, by areas and by place; and its category."""

    def learn(folder: Path) -> None:
        upper = CategoryProperties(region_of_interest=(0.0, 0.0, 1.0, 0.8))
        category = write_parts(folder / "waves")
        job = small_job(category, folder / "model", steps=2, tile=SIDE, mixed_sizes=True, normalise=True)
        for _ in train(replace(job, category=replace(job.category, properties=upper))):
            pass

    folder, _ = made_once("waves", learn)
    return read_model(folder / "model"), folder / "waves"


@pytest.fixture(scope="session")
def exported(tiled, made_once) -> ExportDone:
    stored, category = tiled

    def export(folder: Path) -> ExportDone:
        folder.mkdir()
        images = collect_images([category / "train", category / "test"])
        return list(export_onnx(ExportJob(stored, folder / "waves.onnx", images)))[-1]

    done = made_once("exported waves", export)[1]
    assert isinstance(done, ExportDone)
    return done


def test_the_file_with_its_program_passes_the_gate(tiled, exported):
    stored, _ = tiled
    calibration = stored.model.calibration
    assert None not in (calibration.areas, calibration.pixels, stored.model.judged, stored.model.part_check)
    report = json.loads(report_of(exported.output).read_text("utf-8"))
    assert report["images"] >= 50
    assert report["flips"] == report["outside_tolerance"] == 0
    assert report["largest_map_difference"] < 1e-3
    metadata = onnxruntime.InferenceSession(exported.output).get_modelmeta().custom_metadata_map
    assert metadata["inspector_format"] == "2"  # which earlier programs refuse


def test_inspector_inspects_with_the_file_as_with_the_model(tiled, exported):
    stored, category = tiled
    again = open_model(exported.output)
    for image in collect_images([category / "test"]):
        own = inspect_image(stored.model, stored.operating_point, image)
        found = inspect_image(again.model, again.operating_point, image)
        assert (found.error, found.decision) == (None, own.decision)
        assert [(one.left, one.top, one.area_px) for one in found.regions] == [
            (one.left, one.top, one.area_px) for one in own.regions
        ]
        assert found.score == pytest.approx(own.score, rel=1e-3)
        np.testing.assert_allclose(found.anomaly_map, own.anomaly_map, atol=2e-3)


def test_the_program_beside_the_file_needs_neither_torch_nor_inspector(tiled, exported):
    stored, category = tiled
    images = collect_images([category / "test"])
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['inspect_onnx', 'waves.onnx', *{[str(image.path) for image in images]!r}]\n"
        "runpy.run_module('inspect_onnx', run_name='__main__')\n"
        "assert not {'torch', 'inspector'} & set(sys.modules)\n"
    )
    environment = {"PATH": "", "PYTHONPATH": str(exported.output.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=exported.output.parent, env=environment
    )
    assert process.returncode == 0, process.stderr
    verdicts = [line.split()[0] for line in process.stdout.splitlines()]
    assert verdicts == [inspect_image(stored.model, stored.operating_point, image).decision for image in images]


def test_the_program_reports_what_it_cannot_judge_and_goes_on(exported, tmp_path):
    good = np.full((40, 70, 3), 128, np.uint8)
    Image.fromarray(good).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:-40])
    Image.fromarray(good[..., 0].astype(np.uint16) * 257).save(tmp_path / "c.png")
    Image.fromarray(good).save(tmp_path / "d.gif", save_all=True, append_images=[Image.fromarray(255 - good)])
    paths = [str(tmp_path / name) for name in ("b.png", "c.png", "d.gif", "none.png", "a.png")]
    command = [sys.executable, "-B", "-m", "inspect_onnx", exported.output.name]
    process = subprocess.run([*command, *paths], capture_output=True, text=True, cwd=exported.output.parent)
    assert (process.returncode, process.stderr) == (3, "")
    assert [line.split()[0] for line in process.stdout.splitlines()][:4] == ["ERROR"] * 4
    assert process.stdout.splitlines()[4].split()[2] == paths[4]
    assert subprocess.run(command, capture_output=True, text=True, cwd=exported.output.parent).returncode == 2


@pytest.mark.parametrize("factor", [255, -1, np.nan])
def test_pixels_of_another_range_are_refused(exported, factor):
    pixels = np.full((40, 70, 3), 0.5 * factor, np.float32)
    with pytest.raises(ValueError, match=r"lie in \[0, 1\]"):
        ExportedModel(str(exported.output)).inspect(pixels)


def test_a_graph_of_one_tile_takes_no_whole_image(tiled, exported):
    session = onnxruntime.InferenceSession(exported.output)
    image = read_image(collect_images([tiled[1] / "test"])[0].path)[None].numpy()
    with pytest.raises(ValueError, match="image"):
        session.run(None, {"image": image})


def test_another_program_beside_the_file_is_not_overwritten(tiled, tmp_path):
    stored, category = tiled
    (tmp_path / "inspect_onnx").mkdir()
    (tmp_path / "inspect_onnx" / "tiles.py").write_text("mine")
    job = ExportJob(stored, tmp_path / "waves.onnx", collect_images([category / "test"]))
    with pytest.raises(ExportError, match=r"tiles\.py is not what this version would write there"):
        list(export_onnx(job))
    assert [path.name for path in tmp_path.iterdir()] == ["inspect_onnx"]


def test_8_bits_take_their_ranges_from_tiles_as_the_graph_gets_them(tiled):
    stored, category = tiled
    picture = read_image(category / "train" / "good" / "0.png")
    given = [inputs["tile"] for inputs in example_inputs(stored.model, picture)]
    received = []
    stages = read_stages(stages_text(stored.model), (32, 32))

    def run(inputs):
        received.append(inputs["tile"])
        return {"map": np.zeros((1, 32, 32), np.float32)}

    stages.judge(run, stored.model.framing.frame(picture))
    assert len(received) == 2
    np.testing.assert_allclose(received, given, atol=1e-6)


def test_an_image_of_which_nothing_is_judged_is_an_error(tiled, exported, tmp_path):
    stored, _ = tiled
    corner = torch.zeros_like(stored.model.judged)
    corner[-1, -1] = True
    model = replace(stored.model, judged=corner, part_check=None)
    content = file_content(onnx.load(exported.output), replace(stored, model=model), precision="float32")
    pixels = np.full((1, 1, 3), 128, np.uint8)  # its only place is the first of the mask
    with pytest.raises(ValueError, match="nothing of it is judged"):
        ExportedModel(content).inspect(pixels)

    Image.fromarray(pixels).save(tmp_path / "1.png")
    (tmp_path / "corner.onnx").write_bytes(content)
    for judge in (model, open_model(tmp_path / "corner.onnx").model):
        found = inspect_image(judge, stored.operating_point, collect_images([tmp_path / "1.png"])[0])
        assert found.decision is None
        assert "nothing of this image is judged" in found.error
