import pytest
import torch
from pydantic import ValidationError

from inspector.core.video.detection import Detections, DetectorSettings, as_set, without_doubles


def found(*rows, classes=None):
    table = torch.tensor(rows, dtype=torch.float32)
    return Detections(table[:, :4], table[:, 4], classes)


def test_the_best_of_those_large_enough_get_margins_inside_the_frame():
    settings = DetectorSettings(smallest_px=5, most=2, margin=0.1)
    all_of_them = found(
        (0, 0, 4, 50, 0.9),  # narrow
        (10, 10, 30, 50, 0.3),
        (90, 10, 130, 30, 0.8),  # reaches outside
        (20, 20, 26, 26, 0.2),  # one too many
        classes=torch.eye(4),
    )
    kept = as_set(all_of_them, settings, size=(60, 100))
    assert kept.boxes.tolist() == [[89, 8, 100, 32], [8, 6, 32, 54]]
    assert kept.confidence.tolist() == pytest.approx([0.8, 0.3])
    assert kept.classes.tolist() == [[0, 0, 1, 0], [0, 1, 0, 0]]


def test_of_two_on_one_place_the_more_confident_stays_whatever_their_classes():
    settings = DetectorSettings(confidence=0.2, overlap=0.5)
    rows = [(0, 0, 10, 10, 0.4), (0, 1, 10, 11, 0.6), (0, 6, 10, 16, 0.5), (50, 50, 60, 60, 0.1)]
    kept = without_doubles(found(*rows, classes=torch.eye(4)), settings)
    assert kept.boxes[:, 1].tolist() == [1, 6]
    assert kept.classes.argmax(dim=1).tolist() == [1, 2]


def test_no_object_is_a_result_too():
    none = Detections.none(3)
    assert len(without_doubles(none, DetectorSettings())) == 0
    kept = as_set(none, DetectorSettings(), size=(10, 10))
    assert (kept.boxes.shape, kept.classes.shape) == ((0, 4), (0, 3))


@pytest.mark.parametrize(
    "settings",
    [
        {"kind": "onnx"},
        {"kind": "torchvision"},
        {"kind": "torchvision", "path": "a.onnx"},
        {"path": "a.onnx"},
        {"kind": "onnx", "path": "a.onnx", "name": "ssd"},
        {"kind": "yolo"},
        {"overlap": 0},
        {"smallest": 3},
    ],
)
def test_settings_that_name_no_detector_are_refused(settings):
    with pytest.raises(ValidationError):
        DetectorSettings(**settings)
