"""A defect that is hidden among the good images stands out from the others; good parts do not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from inspector.core.errors import CategoryError
from inspector.data.category import scan_category
from inspector.data.properties import CategoryProperties
from inspector.workflow.advise import suspects
from inspector.workflow.advise.suspects import SuspectsDone, find_suspects, suspect_picture
from inspector.workflow.progress import Progress
from tests.mean_image import MeanImage, MeanImageConfig

SIDE = 96
HIDDEN = slice(60, 72), slice(12, 24)  # rows and columns of the defect
CPU = torch.device("cpu")


def good_part(seed: int) -> np.ndarray:
    """(SIDE, SIDE) in 0..255: a disc whose surface and brightness are its own."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    return 60 + 80 * (np.hypot(x, y) < 0.38) + rng.normal(0, 4) + rng.normal(0, 6, (SIDE, SIDE))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes good images of this many lots of four; `hidden` names those that show a defect."""

    def written(lots: int, *, hidden: tuple[str, ...] = (), seed: int = 0) -> Path:
        folder = tmp_path / f"part{seed}" / "train" / "good"
        folder.mkdir(parents=True)
        for number in range(4 * lots):
            name = f"lot{number // 4}_{number % 4}"
            pixels = good_part(1000 * seed + number)
            if name in hidden:
                pixels[HIDDEN] = 250
            Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / f"{name}.png")
        return folder.parent.parent

    return written


def search(root: Path, **stated: Any) -> SuspectsDone:
    category = scan_category(root, properties=CategoryProperties(**stated))
    *updates, done = find_suspects(category, device=CPU, method=MeanImage(MeanImageConfig()))
    assert any(isinstance(update, Progress) for update in updates)
    assert isinstance(done, SuspectsDone)
    return done


def test_a_hidden_defect_is_found_with_its_place(write: Callable[..., Path]) -> None:
    done = search(write(6, hidden=("lot2_1",)))

    (suspect,) = done.suspects
    assert done.images == 24
    assert suspect.image.name == "train/good/lot2_1.png"
    assert suspect.times > 1
    x, y = suspect.place
    assert HIDDEN[1].start <= x < HIDDEN[1].stop
    assert HIDDEN[0].start <= y < HIDDEN[0].stop
    plain, heated = suspect_picture(suspect, bits=None)
    changed = (plain != heated).any(axis=-1)
    assert changed[HIDDEN].all()
    assert changed.mean() < 0.1


@pytest.mark.parametrize("seed", range(1, 4))
def test_good_parts_alone_are_not_suspected(write: Callable[..., Path], seed: int) -> None:
    assert search(write(8, seed=seed)).suspects == ()


def test_no_image_is_judged_by_a_model_that_learned_its_lot(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[list[list[int]]] = []
    judge_in_folds = suspects.judge_in_folds

    def watched(model, good, folds, **options):
        used.append(folds)
        return judge_in_folds(model, good, folds, **options)

    monkeypatch.setattr(suspects, "judge_in_folds", watched)
    search(write(5), group_by="(lot.)_")

    (folds,) = used
    assert sorted(sorted(fold) for fold in folds) == [list(range(lot, lot + 4)) for lot in range(0, 20, 4)]


def test_what_is_not_judged_is_not_suspect(write: Callable[..., Path]) -> None:
    ignored = [(0, 0.5, 0.4, 0.9)]
    assert search(write(6, hidden=("lot2_1",)), ignore=ignored).suspects == ()


def test_images_of_several_sizes_are_compared_in_tiles(write: Callable[..., Path]) -> None:
    root = write(6, hidden=("lot2_1",))
    for number, path in enumerate(sorted((root / "train" / "good").iterdir())):
        with Image.open(path) as opened:
            opened.crop((0, 0, SIDE, SIDE - 20 * (number % 2))).save(path)

    (suspect,) = search(root, tile=32).suspects
    assert suspect.image.name == "train/good/lot2_1.png"
    x, y = suspect.place
    assert HIDDEN[1].start <= x < HIDDEN[1].stop
    assert HIDDEN[0].start <= y < HIDDEN[0].stop


def test_few_images_do_not_show_what_stands_out(write: Callable[..., Path]) -> None:
    with pytest.raises(CategoryError, match="at least 8 are needed") as refused:
        search(write(1))
    assert refused.value.code == "suspects.too_few"


@pytest.mark.usefixtures("without_features")
def test_without_the_package_of_features_filters_find_it_that_need_no_weights(write: Callable[..., Path]) -> None:
    *_, done = find_suspects(scan_category(write(2, hidden=("lot1_2",))), device=CPU)
    assert [suspect.image.name.rpartition("/")[2] for suspect in done.suspects] == ["lot1_2.png"]
