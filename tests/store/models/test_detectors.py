import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torchvision.models import get_model

from inspector.core.errors import ModelError, SettingError
from inspector.core.video.background import BackgroundDifference
from inspector.core.video.detection import DetectorSettings
from inspector.core.video.yolox import STRIDES, letterbox, places
from inspector.data.images.reading import read_image
from inspector.store.models import detectors
from inspector.store.models.detectors import detector_identity, detector_kinds, open_detector

SIZE = (64, 96)
SSD = "ssdlite320_mobilenet_v3_large"
SSD_FILE = "ssdlite320_mobilenet_v3_large_coco-a79551df.pth"


def yolox_file(path, output, size=SIZE):
    """A detector that says the same of every frame; `output` is (1, places, values)."""
    make = onnx.helper
    graph = make.make_graph(
        [
            make.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
            make.make_node("Mul", ["mean", "zero"], ["nothing"]),
            make.make_node("Add", ["said", "nothing"], ["output"]),
        ],
        "detector",
        [make.make_tensor_value_info("images", onnx.TensorProto.FLOAT, [1, 3, *size])],
        [make.make_tensor_value_info("output", onnx.TensorProto.FLOAT, list(output.shape))],
        [onnx.numpy_helper.from_array(output, "said"), onnx.numpy_helper.from_array(np.float32(0), "zero")],
    )
    onnx.save(make.make_model(graph, opset_imports=[make.make_opsetid("", 17)], ir_version=8), path)
    return path


def saying(*boxes):
    """An output with a box (cell, width, height, objectness, class probabilities) each, the rest nothing."""
    output = np.zeros((1, places(SIZE), 7), np.float32)
    for cell, width, height, objectness, classes in boxes:
        output[0, cell] = [0.5, 0.5, np.log(width / 8), np.log(height / 8), objectness, *classes]
    return output


@pytest.fixture(scope="session")
def yolox(real_data):
    path = real_data.parent / "models" / "yolox_nano.onnx"
    if not path.is_file():
        pytest.skip("../shared/models/yolox_nano.onnx is not here")
    return path


def onnx_settings(path, **changes):
    return DetectorSettings(kind="onnx", path=str(path), **changes)


def test_background_difference_needs_a_background():
    background = torch.zeros(2, 3, 10, 10)
    assert isinstance(open_detector(DetectorSettings(), background=background), BackgroundDifference)
    assert detector_identity(DetectorSettings()) == {"kind": "background"}
    with pytest.raises(SettingError, match="needs a background learned from good clips"):
        open_detector(DetectorSettings(), background=None)


def test_boxes_of_a_file_are_in_pixels_of_the_frame_without_doubles(tmp_path):
    said = saying(
        (25, 20, 30, 0.9, (0.2, 0.8)),  # cell (row 2, column 1): centre at (12, 20) of the input
        (37, 20, 30, 0.9, (0.7, 0.1)),  # a row below, of another class: mostly the same place
        (30, 20, 20, 0.5, (0.3, 0.4)),  # not confident
        (31, 20, 14, 0.8, (0.9, 0.1)),  # 7 pixels of the frame high
    )
    detector = open_detector(onnx_settings(yolox_file(tmp_path / "d.onnx", said), margin=0), background=None)
    found = detector.detect(torch.rand(3, 32, 40))  # enlarged twice
    assert detector.classes == 2
    assert found.boxes.numpy() == pytest.approx(np.array([[1, 2.5, 11, 17.5]]), abs=1e-4)
    assert found.confidence.tolist() == pytest.approx([0.72])
    assert found.classes[0].tolist() == pytest.approx([0.2, 0.8])


def test_a_file_that_is_no_yolox_is_refused(tmp_path):
    def refused(path):
        with pytest.raises(ModelError) as error:
            open_detector(onnx_settings(path), background=None)
        return str(error.value)

    assert "cannot be read" in refused(tmp_path / "nothing.onnx")
    assert "cannot be read" in refused(tmp_path)
    whole = yolox_file(tmp_path / "d.onnx", saying()).read_bytes()
    for content in (b"", b"something else", whole[:40], whole[:-20]):
        (tmp_path / "broken.onnx").write_bytes(content)
        assert "is not a complete ONNX file" in refused(tmp_path / "broken.onnx")
    other = yolox_file(tmp_path / "other.onnx", np.zeros((1, 10, 7), np.float32))
    assert "found inputs [[1, 3, 64, 96]] and outputs [[1, 10, 7]]" in refused(other)
    assert "expected a YOLOX detector" in refused(
        yolox_file(tmp_path / "o.onnx", np.zeros((1, places(SIZE), 5), np.float32))
    )


def test_another_file_than_recorded_is_refused(tmp_path):
    settings = onnx_settings(yolox_file(tmp_path / "d.onnx", saying()))
    recorded = detector_identity(settings)
    assert set(recorded) == {"kind", "file", "sha256"}
    open_detector(settings, background=None, recorded=recorded)
    yolox_file(tmp_path / "d.onnx", saying((3, 8, 8, 1, (1, 1))))
    with pytest.raises(ModelError, match=r"was made with the detector d.onnx \(.*this is d.onnx \("):
        open_detector(settings, background=None, recorded=recorded)
    with pytest.raises(ModelError, match=r"by background difference"):
        open_detector(DetectorSettings(), background=torch.zeros(2, 3, 4, 4), recorded=recorded)


def test_yolox_finds_pedestrians_as_a_slow_reading_of_its_output_does(yolox, real_data):
    frame = read_image(real_data / "ucsd_ped2" / "training" / "06" / "030.jpg")
    settings = onnx_settings(yolox, margin=0, smallest_px=1)
    detector = open_detector(settings, background=None)
    found = detector.detect(frame)
    assert detector.classes == 80
    assert len(found) >= 6
    assert (found.classes.argmax(dim=1) == 0).float().mean() > 0.7  # persons
    again = detector.detect(frame)
    assert torch.equal(again.boxes, found.boxes)
    assert torch.equal(again.classes, found.classes)

    boxed, scale = letterbox(frame, (416, 416))
    (output,) = onnxruntime.InferenceSession(yolox).run(None, {"images": boxed.numpy()})
    candidates, row = [], 0
    for stride in STRIDES:
        for y in range(416 // stride):
            for x in range(416 // stride):
                one, row = output[0, row], row + 1
                confidence = one[4] * one[5:].max()
                if confidence >= settings.confidence:
                    centre = (one[:2] + np.array([x, y])) * stride / scale
                    size = np.exp(one[2:4]) * stride / scale
                    corners = np.concatenate([centre - size / 2, centre + size / 2]).clip(0, [360, 240, 360, 240])
                    candidates.append((confidence, corners))
    expected = []
    for _, box in sorted(candidates, key=lambda one: -one[0]):
        if all(overlap(box, other) <= settings.overlap for other in expected):
            expected.append(box)
    assert found.boxes.numpy() == pytest.approx(np.array(expected), abs=1e-2)


def overlap(one, other):
    shared = (np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])).clip(0).prod()
    return shared / ((one[2:] - one[:2]).prod() + (other[2:] - other[:2]).prod() - shared)


def test_torchvisions_detectors_run_with_weights_from_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    cache = tmp_path / "hub" / "checkpoints" / SSD_FILE
    cache.parent.mkdir(parents=True)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        torch.save(get_model(SSD, weights=None, weights_backbone=None, num_classes=91).state_dict(), cache)
    settings = DetectorSettings(kind="torchvision", name=SSD, confidence=0, most=5)
    with pytest.raises(ModelError, match="is not the file that was published"):
        open_detector(settings, background=None)
    monkeypatch.setattr("inspector.store.models.weights.file_sha256", lambda _: "a79551df" + 56 * "0")
    detector = open_detector(settings, background=None, recorded=detector_identity(settings))
    frame = torch.rand(3, 120, 160, generator=torch.Generator().manual_seed(0))
    found, again = detector.detect(frame), detector.detect(frame)
    assert 0 < len(found) <= 5
    assert found.classes.shape == (len(found), detector.classes) == (len(found), 91)
    assert torch.equal(found.classes.amax(dim=1), found.confidence)
    assert torch.equal(found.boxes, again.boxes)
    torch.save({"another": torch.zeros(1)}, cache)
    with pytest.raises(ModelError, match="are not those of ssdlite320"):
        open_detector(settings, background=None)


def test_without_torchvisions_weights_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    settings = DetectorSettings(kind="torchvision", name="fasterrcnn_mobilenet_v3_large_320_fpn")
    with pytest.raises(ModelError, match=r"trained on COCO, and they are not on this computer \(74 MB, from"):
        open_detector(settings, background=None)
    with pytest.raises(SettingError, match="it has fasterrcnn_mobilenet"):
        open_detector(DetectorSettings(kind="torchvision", name="resnet18"), background=None)


def test_detectors_whose_operators_are_missing_are_not_offered_and_say_so(monkeypatch):
    """The bundle leaves torchvision's compiled operators out."""
    assert detector_kinds() == ("background", "onnx", "torchvision")
    monkeypatch.setattr(detectors, "OPERATORS", "left-out.*")
    assert detector_kinds() == ("background", "onnx")
    with pytest.raises(ModelError, match="lacks torchvision's operators") as refused:
        open_detector(DetectorSettings(kind="torchvision", name=SSD), background=None)
    assert refused.value.code == "detector.no_operators"
