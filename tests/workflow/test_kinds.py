"""Which kind something is: asked once, by the folder, the card or the file's name."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inspector.store.runs.lifecycle import PART_SUFFIX
from inspector.store.runs.run_types import IMAGE_RUN_SUFFIX, VIDEO_RUN_SUFFIX
from inspector.workflow.kinds import IMAGES, KINDS, VIDEO, kind_of_category, kind_of_model, kind_of_run


@pytest.fixture
def image_category(tmp_path: Path) -> Path:
    _write(tmp_path / "train" / "good" / "0.png")
    return tmp_path


@pytest.fixture
def video_category(tmp_path: Path) -> Path:
    for frame in range(3):
        _write(tmp_path / "training" / "clip" / f"{frame:03d}.png")
    return tmp_path


def test_a_folder_of_images_is_of_images(image_category: Path) -> None:
    kind = kind_of_category(image_category)
    assert kind is IMAGES
    assert kind.scan(image_category).kind == kind.name


def test_a_folder_of_frames_is_of_video(video_category: Path) -> None:
    kind = kind_of_category(video_category)
    assert kind is VIDEO
    assert kind.scan(video_category).kind == kind.name


def test_what_is_collected_fits_the_kind(video_category: Path) -> None:
    assert [clip.path.name for clip in VIDEO.collect([video_category]).items] == ["clip"]
    assert len(IMAGES.collect([video_category]).items) == 3


def test_a_model_is_of_video_where_its_card_speaks_of_clips() -> None:
    assert kind_of_model({"method": "riad"}) is IMAGES
    assert kind_of_model({"method": "riad", "clips": {"stretch": 50}}) is VIDEO


@pytest.mark.parametrize(("suffix", "kind"), [(IMAGE_RUN_SUFFIX, IMAGES), (VIDEO_RUN_SUFFIX, VIDEO)])
def test_a_run_says_its_kind_by_its_name_also_while_it_is_incomplete(suffix: str, kind: object) -> None:
    assert kind_of_run(Path(f"a{suffix}")) is kind
    assert kind_of_run(Path(f"a{suffix}{PART_SUFFIX}")) is kind
    assert kind.run_suffix == suffix


def test_the_kinds_are_found_by_their_names() -> None:
    assert list(KINDS) == ["images", "video"]
    assert KINDS["images"] is IMAGES


def test_knowing_the_kinds_loads_no_torch() -> None:
    code = "import sys, inspector.workflow.kinds; sys.exit('torch' in sys.modules or 'av' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(path)
