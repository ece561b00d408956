"""Formats by depth by layout by damage: the right samples, or a refusal that says why."""

from collections.abc import Iterator
from itertools import chain

import numpy as np
import pytest

from inspector.core.errors import ImageError
from inspector.data.images.reading import read_image
from tests.data.images.strange.others import bmps, jpegs, other_formats
from tests.data.images.strange.picture import Strange
from tests.data.images.strange.pngs import pngs
from tests.data.images.strange.tiffs import tiff_layouts, tiff_pages

FEWEST = 120


def strange_files() -> Iterator[Strange]:
    return chain(tiff_layouts(), tiff_pages(), pngs(), jpegs(), bmps(), other_formats())


def test_each_gives_the_right_samples_or_a_named_refusal(tmp_path, capfd):
    pytest.importorskip("imagecodecs", reason="it writes the compressed TIFF files")
    wrong, names = [], []
    path = tmp_path / "strange.png"  # what is in a file decides, not its name
    for name, content, truth in strange_files():
        names.append(name)
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        problem = _problem(path, truth)
        if problem:
            wrong.append(f"{name}: {problem}")
    assert not wrong, "\n".join(wrong)
    assert len(set(names)) == len(names) >= FEWEST
    assert tuple(capfd.readouterr()) == ("", "")


def _problem(path, truth) -> str:
    try:
        image = read_image(path).numpy()
    except ImageError as error:
        if not isinstance(truth, str):
            return f"refused ({error})"
        return "" if any(word in str(error) for word in truth.split("|")) else f"refused otherwise ({error})"
    if isinstance(truth, str):
        return f"read, though it is to be refused ({truth})"
    expected = np.broadcast_to(np.atleast_3d(truth).transpose(2, 0, 1), (3, *truth.shape[:2]))
    if image.shape != expected.shape:
        return f"of shape {image.shape} and not {expected.shape}"
    worst = np.abs(image - expected).max()
    return f"off by {worst * 255:.1f} of 255" if worst > 1.001 / 255 else ""
