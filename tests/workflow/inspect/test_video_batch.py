"""Batches of clips as a person chooses them; what comes of them is tested with the screens."""

import pytest
import torch

from inspector.core.errors import CategoryError, ModelError
from inspector.workflow.inspect.video_batch import inspect_video_paths, resume_video_run
from tests.gui.clips import write_clips, write_run

CPU = torch.device("cpu")


def test_a_run_whose_model_is_gone_cannot_be_gone_on_with(tmp_path):
    whole = write_run(write_clips(tmp_path / "belt"), tmp_path / "monday.clips", model="f00d")
    part = whole.rename(tmp_path / "monday.clips.part")
    with pytest.raises(ModelError, match="made with the model 'unknown', which is no longer there"):
        list(resume_video_run(part, models=[tmp_path / "other"], device=CPU))


def test_a_folder_without_clips_is_told_before_anything_is_written(tmp_path):
    (tmp_path / "empty").mkdir()
    output = tmp_path / "runs" / "monday.clips"
    with pytest.raises(CategoryError, match="contains no clip"):
        list(
            inspect_video_paths(
                tmp_path / "model", [tmp_path / "empty"], output=output, device=CPU, folder_rate=None, category=None
            )
        )
    assert not output.parent.exists()
