"""What is known of the models in a workspace."""

import shutil

import pytest

from inspector.core.methods import create_method
from inspector.data.category import scan_category
from inspector.data.video.category import scan_video
from inspector.store.workspace import Workspace
from inspector.workflow.kinds import IMAGES, VIDEO
from inspector.workflow.review.model_overview import overview, preset_of
from tests.gui.clips import write_clips, write_model_card


@pytest.fixture
def workspace(tmp_path, model_folder) -> Workspace:
    """With a model of images and one of clips."""
    made = Workspace(tmp_path / "workspace")
    made.models.mkdir(parents=True)
    shutil.copytree(model_folder, made.models / "of_images")
    write_model_card(made.models / "of_clips")
    return made


def test_a_model_of_another_kind_cannot_be_used(workspace, category, tmp_path):
    found = {one.entry.name: one.entry for one in overview(workspace, scan_category(category), kind=IMAGES)}
    assert found["of_images"].error is None
    assert found["of_clips"].card is None
    assert found["of_clips"].error.startswith("of_clips is a model of clips, in a category of images.")
    clips = scan_video(write_clips(tmp_path / "belt"))
    found = {one.entry.name: one.entry for one in overview(workspace, clips, kind=VIDEO)}
    assert found["of_clips"].error is None
    assert found["of_images"].card is None
    assert found["of_images"].error.startswith("of_images is a model of images, in a category of clips.")


def test_presets_are_recognised_by_their_settings():
    config = create_method("riad", preset="cpu").config.model_dump(mode="json")
    assert preset_of({"method": "riad", "config": config}).changed == ()
    config["training"]["learning_rate"] = 0.5
    changed = preset_of({"method": "riad", "config": config})
    assert (changed.name, changed.changed) == ("cpu", ("training.learning_rate",))
    assert preset_of({"method": "of tomorrow", "config": {}}) is None


@pytest.mark.parametrize("size", [(1260, 500), (300, 300), (700, 3000), (333, 471), (1024, 1700)])
def test_an_input_of_the_images_shape_is_no_changed_setting(size):
    method = create_method("scattering", preset="cpu").shaped_for(size)
    config = method.config.model_dump(mode="json")
    found = preset_of({"method": "scattering", "config": config})
    assert (found.name, found.changed) == ("cpu", ())
    larger = preset_of({"method": "scattering", "config": config | {"image_size": [512, 512]}})
    assert "image_size" in larger.changed
