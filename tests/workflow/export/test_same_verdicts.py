"""What an image is called in Inspector it is called on the line, for whatever reason, of each kind of exported file."""

import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import tifffile
import torch
from PIL import Image

from inspector.data.category import ImageRef
from inspector.line import ExportedModel
from inspector.line.__main__ import main as run_program
from inspector.store.models.model_folder import StoredModel
from inspector.store.onnx.exported import file_content, open_model
from inspector.workflow.inspect.images import inspect_image
from tests.conftest import part
from tests.core.stages.test_locate import bracket
from tests.workflow.export import test_located, test_tiles
from tests.workflow.export.test_models import EXAMPLE, shifted
from tests.workflow.train.test_locating import CALM, located, write

__all__ = ["located"]  # the fixture
brackets, waves, tiled = test_located.exported, test_tiles.exported, test_tiles.tiled  # the fixtures, too

run_example = runpy.run_path(str(EXAMPLE))["main"]


def rotated(picture: Image.Image, path: Path) -> None:
    """Stored lying on its side, and marked as such."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif)


def transparent(picture: Image.Image, path: Path) -> None:
    whole = picture.convert("RGBA")
    whole.putalpha(Image.linear_gradient("L").resize(picture.size))
    whole.save(path)


def grey_transparent(picture: Image.Image, path: Path) -> None:
    Image.merge("LA", (picture.convert("L"), Image.linear_gradient("L").resize(picture.size))).save(path)


def resized(width: float, height: float) -> Callable[[Image.Image, Path], None]:
    def save(picture: Image.Image, path: Path) -> None:
        size = max(1, round(width * picture.width)), max(1, round(height * picture.height))
        picture.resize(size, Image.Resampling.BOX).save(path)

    return save


def filled(level: int) -> Callable[[Image.Image, Path], None]:
    return lambda picture, path: Image.new("RGB", picture.size, (level,) * 3).save(path)


def noise(picture: Image.Image, path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (picture.height, picture.width, 3), np.uint8)
    Image.fromarray(pixels).save(path)


def deep_grey(picture: Image.Image, path: Path) -> None:
    Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257).save(path)


def deep_colours(picture: Image.Image, path: Path) -> None:
    tifffile.imwrite(path, np.asarray(picture).astype(np.uint16) * 257, photometric="rgb")


def pages(picture: Image.Image, path: Path) -> None:
    picture.save(path, save_all=True, append_images=[picture])


CASES: dict[str, tuple[str, Callable[[Image.Image, Path], None]]] = {
    "as it is": (".png", lambda picture, path: picture.save(path)),
    "grey": (".png", lambda picture, path: picture.convert("L").save(path)),
    "palette": (".png", lambda picture, path: picture.convert("P").save(path)),
    "two tones": (".png", lambda picture, path: picture.convert("1").save(path)),
    "with alpha": (".png", transparent),
    "grey with alpha": (".png", grey_transparent),
    "turned by EXIF": (".jpg", rotated),
    "CMYK": (".jpg", lambda picture, path: picture.convert("CMYK").save(path)),
    "CMYK in TIFF": (".tif", lambda picture, path: picture.convert("CMYK").save(path)),
    "16 bits": (".png", deep_grey),
    "16 bits in colour": (".tif", deep_colours),
    "two pages": (".tif", pages),
    "half the size": (".png", resized(0.5, 0.5)),
    "a sixth of the size": (".png", resized(1 / 6, 1 / 6)),
    "one pixel": (".png", lambda _picture, path: Image.new("RGB", (1, 1), (90, 90, 90)).save(path)),
    "wide": (".png", resized(3, 0.5)),
    "strip": (".png", resized(20, 1 / 30)),
    "black": (".png", filled(0)),
    "grey all over": (".png", filled(128)),
    "white": (".png", filled(255)),
    "noise": (".png", noise),
    "mirrored": (".png", lambda picture, path: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(path)),
    "empty": (".png", lambda _picture, path: path.write_bytes(b"")),
}
# What the programs on the line do not read they refuse.
NOT_READ = {"16 bits", "16 bits in colour", "two pages", "CMYK in TIFF", "empty"}
NOT_READ_BY_THE_EXAMPLE = {*NOT_READ, "two tones", "grey with alpha", "CMYK"} - {"16 bits in colour"}


def says(stored: StoredModel, path: Path) -> tuple[str, str]:
    """Inspector's verdict and reason, in the words of the line."""
    found = inspect_image(stored.model, stored.operating_point, ImageRef(path, path.name, ""))
    if found.error is not None:
        return "ERROR", ""
    return str(found.decision), (found.doubt or "").partition(":")[0].lower()


def said(line: str, path: Path) -> tuple[str, str]:
    """The verdict and reason in a line that a program printed."""
    verdict, rest = line.split()[0], line.partition(str(path))[2].strip()
    return verdict, "" if verdict == "ERROR" else rest.rpartition(")")[2].strip()


def files_of(stored: StoredModel, graph: onnx.ModelProto, folder: Path) -> tuple[StoredModel, Path]:
    calm = replace(stored, operating_point=CALM)  # by the score alone everything is OK
    path = folder / "calm.onnx"
    path.write_bytes(file_content(graph, calm, precision="float32"))
    return calm, path


def pictures_in(folder: Path, picture: Image.Image) -> dict[str, Path]:
    paths = {}
    for name, (suffix, save) in CASES.items():
        paths[name] = folder / f"{name}{suffix}"
        save(picture, paths[name])
    return paths


@pytest.mark.parametrize("kind", ["located", "tiled"])
def test_the_program_calls_each_image_as_inspector_does(kind, request, tmp_path, capsys):
    fixture, exported = ("located", "brackets") if kind == "located" else ("tiled", "waves")
    stored = request.getfixturevalue(fixture)[0]
    graph = onnx.load(request.getfixturevalue(exported).output)
    calm, file = files_of(stored, graph, tmp_path)
    if kind == "located":
        picture = Image.fromarray((bracket(degrees=75.0).permute(1, 2, 0) * 255).byte().numpy())
    else:
        picture = Image.open(test_tiles.write_parts(tmp_path / "waves") / "test/good/51.png")
    paths = pictures_in(tmp_path, picture)
    run_program(str(file), [str(path) for path in paths.values()])
    lines = dict(zip(paths, capsys.readouterr().out.splitlines(), strict=True))
    for model in (calm, replace(open_model(file), operating_point=CALM)):
        own = {name: ("ERROR", "") if name in NOT_READ else says(model, path) for name, path in paths.items()}
        assert {name: said(lines[name], path) for name, path in paths.items()} == own
    assert own["as it is"] == ("OK", "")
    reasons = {"", "a large defect, or no part here", *({"part not found"} if kind == "located" else ())}
    assert {reason for _, reason in own.values()} >= reasons


def test_a_part_that_is_found_may_have_too_few_pixels(located, brackets, tmp_path, capsys):
    stored, _ = located
    larger = replace(stored.model, depth=replace(stored.model.depth, least_px=1000))
    calm, file = files_of(replace(stored, model=larger), onnx.load(brackets.output), tmp_path)
    path = write(tmp_path / "part.png", bracket(degrees=75.0)).path
    run_program(str(file), [str(path)])
    assert said(capsys.readouterr().out, path) == says(calm, path) == ("REVIEW", "too few pixels")


def test_the_example_calls_each_image_as_inspector_does(stored, graph, tmp_path, capsys):
    calm, file = files_of(stored, graph, tmp_path)
    paths = pictures_in(tmp_path, Image.fromarray(part(501)))
    for name, path in paths.items():
        if name in NOT_READ_BY_THE_EXAMPLE or says(calm, path)[0] == "ERROR":
            with pytest.raises((ValueError, OSError)):
                run_example(str(file), [str(path)])
            continue
        run_example(str(file), [str(path)])
        assert said(capsys.readouterr().out, path) == says(calm, path), name
    assert says(calm, paths["a sixth of the size"]) == ("REVIEW", "too few pixels")
    assert says(calm, paths["wide"])[0] == says(calm, paths["strip"])[0] == "ERROR"


def test_a_file_says_how_few_pixels_are_too_few(stored, tiled, graph, tmp_path):
    _, file = files_of(stored, graph, tmp_path)
    assert onnxruntime.InferenceSession(file).get_modelmeta().custom_metadata_map["fewest_px"] == "12"  # of 48
    fewest = file_content(graph, tiled[0], precision="float32")
    assert "fewest_px" not in onnxruntime.InferenceSession(fewest).get_modelmeta().custom_metadata_map


@pytest.mark.parametrize("shape", [(40, 50, 4), (40, 50, 1), (3, 40, 50), (0, 50, 3), (50,), (1, 40, 50, 3)])
def test_pixels_of_another_shape_are_refused(brackets, shape):
    with pytest.raises(ValueError, match="pixels must be"):
        ExportedModel(str(brackets.output)).inspect(np.zeros(shape, np.uint8))


def test_a_graph_that_gives_no_score_gives_no_verdict(located, brackets):
    content = file_content(shifted(onnx.load(brackets.output), np.nan), located[0], precision="float32")
    with pytest.raises(ValueError, match="no score"):
        ExportedModel(content).inspect((bracket(degrees=75.0).permute(1, 2, 0) * 255).to(torch.uint8).numpy())
