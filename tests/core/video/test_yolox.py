import math

import pytest
import torch

from inspector.core.video.yolox import decode, letterbox, places


@pytest.mark.parametrize("shape", [(240, 360), (1080, 1920), (50, 20), (100, 100), (416, 416), (3, 900)])
def test_a_place_in_the_letterbox_is_one_in_the_frame(shape):
    frame = torch.zeros(3, *shape)
    top, left, bottom, right = shape[0] // 3, shape[1] // 4, shape[0], shape[1] // 2
    frame[:, top:bottom, left:right] = 1
    boxed, scale = letterbox(frame, (416, 416))
    assert boxed.shape == (1, 3, 416, 416)
    rows, columns = torch.where(boxed[0, 0] > 127)
    corners = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    for found, expected in zip(corners, (left, top, right, bottom), strict=True):
        assert found.item() / scale == pytest.approx(expected, abs=max(1, 1 / scale))
    grey = boxed == 114
    assert grey[..., math.ceil(shape[0] * scale) + 1 :, :].all()
    assert grey[..., math.ceil(shape[1] * scale) + 1 :].all()


def test_the_letterbox_holds_blue_first_up_to_255():
    frame = torch.tensor([1.0, 0.5, 0.2]).view(3, 1, 1).expand(3, 20, 30)
    boxed, scale = letterbox(frame, (64, 96))
    assert scale == pytest.approx(3.2)
    assert boxed[0, :, 0, 0].tolist() == pytest.approx([51, 127.5, 255], abs=1e-3)


def test_decoding_agrees_with_a_slow_one():
    size = (64, 96)
    generator = torch.Generator().manual_seed(0)
    output = torch.randn(places(size), 8, generator=generator)
    output[:, 4:] = output[:, 4:].sigmoid()
    found = decode(output, size)

    row = 0
    for stride in (8, 16, 32):
        for y in range(size[0] // stride):
            for x in range(size[1] // stride):
                dx, dy, log_width, log_height, objectness, *classes = output[row].tolist()
                width, height = math.exp(log_width) * stride, math.exp(log_height) * stride
                left, top = (x + dx) * stride - width / 2, (y + dy) * stride - height / 2
                expected = [left, top, left + width, top + height]
                assert found.boxes[row].tolist() == pytest.approx(expected, abs=1e-3)
                assert found.confidence[row].item() == pytest.approx(objectness * max(classes), abs=1e-6)
                assert found.classes[row].tolist() == pytest.approx(classes)
                row += 1
    assert row == len(found)
