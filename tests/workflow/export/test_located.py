"""A model that locates parts becomes a file that gives its verdicts, and is never OK where no part is found."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.operating_point import Decision
from inspector.data.category import collect_images
from inspector.line import ExportedModel
from inspector.line.__main__ import main
from inspector.store.onnx.exported import open_model
from inspector.workflow.export.models import ExportDone, ExportJob, export_onnx
from inspector.workflow.inspect.images import inspect_image
from tests.core.stages.test_locate import bracket
from tests.workflow.train.test_locating import CALM, located, write

__all__ = ["located"]  # the fixture


@pytest.fixture(scope="session")
def exported(located, made_once) -> ExportDone:
    stored, _ = located

    def export(folder: Path) -> ExportDone:
        for index, degrees in enumerate((0.0, 75.0, 200.0)):
            write(folder / "good" / f"{index}.png", bracket(degrees=degrees))
        return list(export_onnx(ExportJob(stored, folder / "brackets.onnx", collect_images([folder / "good"]))))[-1]

    done = made_once("exported brackets", export)[1]
    assert isinstance(done, ExportDone)
    return done


def test_the_gate_also_compares_parts_that_are_moved_or_cut_off(exported):
    report = exported.report
    assert report.flips == report.outside_tolerance == 0
    assert 0 < report.not_found < report.images
    assert report.largest_map_difference < 1e-3


def test_the_command_names_the_program_that_the_line_needs(cli, located, exported, tmp_path):
    stored, _ = located
    assert exported.program == exported.output.with_name("inspect_onnx")
    assert exported.program.is_dir()
    write(tmp_path / "good" / "0.png", bracket(degrees=30.0))
    code, out, err = cli("export", stored.folder, "--images", tmp_path / "good", "--output", tmp_path / "line.onnx")
    assert code == 0, err
    assert f"Program    {tmp_path / 'inspect_onnx'}: the line needs this folder, too" in out


def test_the_file_finds_the_part_and_judges_alike(located, exported, tmp_path):
    stored, _ = located
    again = open_model(exported.output)
    for picture in (bracket(degrees=140.0), bracket(at=(8.0, 48.0))):
        image = write(tmp_path / "part.png", picture)
        own, found = (inspect_image(model, CALM, image) for model in (stored.model, again.model))
        assert (found.error, found.located, found.decision) == (None, own.located, own.decision)
        assert found.doubt == own.doubt
        np.testing.assert_allclose(found.anomaly_map, own.anomaly_map, atol=1e-3)
    assert (found.located, found.decision) == (False, Decision.REVIEW)


def test_the_program_beside_the_file_finds_the_part_without_torch_or_inspector(located, exported, tmp_path):
    stored, _ = located
    pictures = {"part": bracket(degrees=140.0), "cut": bracket(at=(8.0, 48.0)), "noise": torch.rand(3, 96, 128)}
    images = [write(tmp_path / f"{name}.png", picture) for name, picture in pictures.items()]
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['inspect_onnx', 'brackets.onnx', *{[str(image.path) for image in images]!r}]\n"
        "runpy.run_module('inspect_onnx', run_name='__main__')\n"
        "assert not {'torch', 'scipy', 'inspector'} & set(sys.modules)\n"
    )
    folder = exported.output.parent
    environment = {"PATH": "", "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder, env=environment)
    assert process.returncode == 0, process.stderr
    lines = process.stdout.splitlines()
    own = [inspect_image(stored.model, stored.operating_point, image) for image in images]
    assert [line.split()[0] for line in lines] == [one.decision for one in own]
    assert ["part not found" in line for line in lines] == [not one.located for one in own] == [False, True, True]
    assert lines[1].split()[0] != "OK"


def test_the_program_says_where_the_worst_place_of_a_turned_part_lies(located, exported, tmp_path):
    stored, _ = located
    picture = bracket(degrees=140.0)
    image = write(tmp_path / "part.png", picture)
    result = ExportedModel(exported.output.read_bytes()).inspect(np.asarray(Image.open(image.path)))
    anomaly_map = inspect_image(stored.model, CALM, image).anomaly_map
    row, column = np.unravel_index(anomaly_map.argmax(), anomaly_map.shape)
    worst = (column + 0.5) * 128 / anomaly_map.shape[1], (row + 0.5) * 96 / anomaly_map.shape[0]
    assert np.hypot(*(np.array(result.worst) - worst)) < 8  # a pixel of the map, or two


def test_nonsense_is_never_ok_and_stops_no_other_image(exported, tmp_path, capsys):
    part = write(tmp_path / "part.png", bracket(degrees=75.0)).path
    pictures = {
        "mirrored": Image.open(part).transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "pixel": Image.new("RGB", (1, 1)),
        "strip": Image.new("L", (20000, 3), 90),
        "column": Image.new("RGB", (2, 9000), (90, 90, 200)),
        "deep": Image.new("I;16", (64, 64), 4095),
        "palette": Image.new("P", (40, 40), 3),
        "two tones": Image.new("1", (40, 40), 1),
    }
    for name, picture in pictures.items():
        picture.save(tmp_path / f"{name}.png")
    Image.new("CMYK", (64, 64)).save(tmp_path / "print.tif")
    (tmp_path / "empty.png").touch()
    (tmp_path / "cut.png").write_bytes(part.read_bytes()[:200])
    paths = sorted(str(path) for path in tmp_path.iterdir() if path != part)
    assert main(str(exported.output), [*paths, str(tmp_path / "gone.png"), str(part)]) == 3
    *lines, last = capsys.readouterr().out.splitlines()
    assert len(lines) == len(paths) + 1
    assert {line.split()[0] for line in lines} <= {"ERROR", "REVIEW", "NG"}
    assert last.split()[0] != "ERROR"
    assert "not found" not in last
    errors = {Path(path).stem: line for path, line in zip(paths, lines, strict=False)}
    assert "its pixels are CMYK; save it as grey or RGB of 8 bits" in errors["print"]
    assert "samples of more than 8 bits" in errors["deep"]


def test_a_name_moves_no_cursor_on_the_line(exported, tmp_path, capsys):
    path = tmp_path / "a\x1b[2K\nOK 0.1  b.png"
    write(path, bracket(degrees=75.0))
    assert main(str(exported.output), [str(path)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert r"a\x1b[2K\nOK 0.1  b.png" in line


def test_a_file_that_is_no_model_is_explained(tmp_path, capsys):
    for content in (None, b"nonsense"):
        model = tmp_path / "model.onnx"
        if content is not None:
            model.write_bytes(content)
        assert main(str(model), ["part.png"]) == 3
        assert f"{model} cannot be used: " in capsys.readouterr().err
