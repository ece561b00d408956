"""What Review says of a part that failed a method's tasks."""

import shutil

import numpy as np
import pytest
import torch
from PIL import Image
from PySide6.QtWidgets import QLabel

from inspector.data.category import ImageRef
from inspector.gui.core_texts import LANGUAGE
from inspector.store.models.model_folder import read_model
from inspector.workflow.inspect.images import inspect_batch
from tests.gui.looking import action_of, label_text
from tests.gui.screens.review.looking import settled

WORDS = {"en": ("the whole part", "looks"), "de": ("das ganze Teil", "sieht")}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_failed_task_stands_in_plain_words_beside_the_score(language, opened, tasked, tmp_path, qtbot, qapp):
    workspace = opened.session.workspace
    folder = workspace.models / "tasked"
    shutil.copytree(tasked[1].folder, folder)
    noise = np.random.default_rng(0).integers(0, 256, (96, 96, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    path = workspace.runs / "tasked.h5"
    image = ImageRef(tmp_path / "noise.png", str(tmp_path / "noise.png"), "")
    list(inspect_batch(read_model(folder), [image], output=path, device=torch.device("cpu")))
    before = qapp.property(LANGUAGE)
    qapp.setProperty(LANGUAGE, language)
    try:
        opened.session.open_run(path)
        review = opened.screens["review"]
        qtbot.waitUntil(lambda: review.run is not None)
        settled(opened, qtbot)
        words, readout = (label_text(review, name) for name in ("image-failure", "pointer-readout"))
        whole = review.findChild(QLabel, "image-facts")
        heat, outlines = (action_of(review.view, name) for name in ("Heatmap", "Outlines"))
    finally:
        qapp.setProperty(LANGUAGE, before)
    place, look = WORDS[language]
    assert f"{place} {look} " in words
    notice = review.findChild(QLabel, "image-failure")
    assert notice.height() >= notice.heightForWidth(notice.width()), "nothing is cut"
    assert whole.toolTip().startswith(whole.text()), "what is cut off is in the tooltip"
    assert not heat.isEnabled(), "this method makes no heatmap"
    assert not outlines.isEnabled()
    assert readout.endswith("it makes no heatmap.")
