import shutil
from collections import Counter

import numpy as np
import pytest
from PIL import Image, ImageFilter

from inspector.core.images.light import GAIN_LIMIT
from inspector.data.category import scan_category
from inspector.data.splits import held_out_of
from inspector.workflow.advise.examine import examine
from inspector.workflow.advise.findings import ExamineDone, Finding, FindingKind
from inspector.workflow.progress import Progress

KIND = FindingKind


def picture(seed, *, side=160):
    """A part in a fixed pose with a surface of its own."""
    rng = np.random.default_rng(seed)
    surface = Image.fromarray(rng.normal(128, 40, (20, 20)).clip(0, 255).astype(np.uint8)).resize((side, side))
    y, x = np.mgrid[:side, :side] / side - 0.5
    pixels = (
        60 + 80 * (np.hypot(x, y) < 0.38) + 0.4 * (np.asarray(surface, float) - 128) + rng.normal(0, 3, (side, side))
    )
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    root = tmp_path_factory.mktemp("doctor") / "part"
    for folder, seeds in (("train/good", range(30)), ("test/good", range(100, 104)), ("test/hole", range(200, 203))):
        (root / folder).mkdir(parents=True)
        for seed in seeds:
            picture(seed).save(root / folder / f"{seed:03d}.png")
    return root


@pytest.fixture
def root(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "part")


def found(root):
    *_, done = examine(scan_category(root))
    return done.findings


def the_one(root):
    (finding,) = found(root)
    return finding


def copies(root):
    """A smaller copy has lost its finest detail, and may be told to be blurred, too."""
    return [finding for finding in found(root) if finding.kind is not KIND.BLURRED]


def test_sound_images_raise_no_alarm_and_are_counted(sound):
    *events, done = examine(scan_category(sound))
    assert isinstance(done, ExamineDone)
    assert done.findings == ()
    assert done.counts == {"train": {"good": 30}, "test": {"good": 4, "hole": 3}}
    assert done.sizes == {(160, 160): 37}
    assert done.bytes == sum(path.stat().st_size for path in sound.rglob("*.png"))
    assert (done.held_out, done.false_reject_bound_95) == (6, pytest.approx(1 - 0.05 ** (1 / 6)))
    reading = [event.done for event in events if isinstance(event, Progress) and event.stage == "Reading"]
    assert reading == list(range(1, 38))


def test_a_corrupt_image_is_told_at_its_place(root):
    path = root / "train" / "good" / "005.png"
    path.write_bytes(path.read_bytes()[:2000])
    events = list(examine(scan_category(root)))
    corrupt = next(event for event in events if isinstance(event, Finding))
    assert (corrupt.kind, corrupt.images) == (KIND.CORRUPT, ("train/good/005.png",))
    assert "005.png" in corrupt.message
    before = [event for event in events[: events.index(corrupt)] if isinstance(event, Progress)]
    assert len(before) == 7 + 5  # the test images come first
    assert events[-1].findings == (corrupt,)


def test_the_same_file_twice(root):
    shutil.copy(root / "train/good/003.png", root / "train/good/900.png")
    finding = the_one(root)
    assert (finding.kind, finding.images) == (KIND.EXACT_DUPLICATE, ("train/good/003.png", "train/good/900.png"))
    assert "the same file; keep one" in finding.message


def test_the_same_file_with_two_labels(root):
    shutil.copy(root / "test/good/101.png", root / "test/hole/101.png")
    finding = the_one(root)
    assert finding.kind is KIND.EXACT_DUPLICATE
    assert "labelled good and hole: keep the right one" in finding.message


@pytest.mark.parametrize("how", ["jpeg", "smaller"])
@pytest.mark.parametrize(("folder", "kind"), [("train", KIND.NEAR_DUPLICATE), ("test", KIND.TRAIN_TEST_OVERLAP)])
def test_the_same_photograph_saved_again(root, how, folder, kind):
    original, name = Image.open(root / "train/good/011.png"), f"{folder}/good/again"
    if how == "jpeg":
        original.save(root / f"{name}.jpg", quality=85)
    else:
        original.resize((144, 144)).save(root / f"{name}.png")
    (finding,) = copies(root)
    assert finding.kind is kind
    assert {image.rpartition(".")[0] for image in finding.images} == {"train/good/011", name}


def test_a_test_image_that_is_learned_from(root):
    shutil.copy(root / "train/good/003.png", root / "test/good/003.png")
    finding = the_one(root)
    assert (finding.kind, set(finding.images)) == (KIND.TRAIN_TEST_OVERLAP, {"test/good/003.png", "train/good/003.png"})


def test_a_good_image_with_a_copy_among_the_defective_ones_is_still_learned_from(root):
    good = len(list((root / "train" / "good").iterdir()))
    (root / "test" / "a_type").mkdir()
    shutil.copy(next((root / "train" / "good").iterdir()), root / "test" / "a_type" / "copy.png")
    *_, done = examine(scan_category(root))
    assert done.held_out == held_out_of(good)


def test_a_blurred_good_image_and_no_defect(root):
    for name in ("train/good/020.png", "test/hole/200.png"):  # a defect may look like anything
        Image.open(root / name).filter(ImageFilter.GaussianBlur(2)).save(root / name)
    finding = the_one(root)
    assert (finding.kind, finding.images) == (KIND.BLURRED, ("train/good/020.png",))
    assert "% as sharp as" in finding.message


@pytest.mark.parametrize(("gain", "flagged"), [(1 - GAIN_LIMIT + 0.05, False), (0.5, True)])
def test_an_image_too_dark_to_be_corrected(root, gain, flagged):
    path = root / "test" / "good" / "102.png"
    Image.open(path).point(lambda value: value * gain).save(path)
    findings = found(root)
    assert [finding.kind for finding in findings] == [KIND.EXPOSURE] * flagged
    assert all("102.png is 50 % as bright" in finding.message for finding in findings)


def test_a_burnt_image_of_usual_brightness(root):
    path = root / "train" / "good" / "008.png"
    pixels = np.asarray(Image.open(path)).copy()
    pixels[:30], pixels[30:50] = 0, 255
    Image.fromarray(pixels).save(path)
    finding = the_one(root)
    assert finding.kind is KIND.EXPOSURE
    assert "is black or white over 31 % more of its area" in finding.message


def test_an_image_of_another_camera(root):
    picture(900).resize((300, 60)).save(root / "train/good/900.png")
    finding = next(finding for finding in found(root) if finding.kind is KIND.MIXED_SIZES)
    assert finding.images == ("train/good/900.png",)
    assert "300×60 px, not 160×160 px" in finding.message


def test_too_few_images_and_what_they_prove(root):
    for path in sorted((root / "train" / "good").iterdir())[10:]:
        path.unlink()
    shutil.copy(root / "train/good/003.png", root / "train/good/900.png")
    few, copy = found(root)
    assert (few.kind, few.images, copy.kind) == (KIND.TOO_FEW, (), KIND.EXACT_DUPLICATE)
    # two of ten prove 1 − 0.05^(1/2) = 78 %; 59 · 5 images prove 5 %
    assert "10 different good images" in few.message
    assert "a fifth, 2," in few.message
    assert "78 %" in few.message
    assert "295 to prove 5 %" in few.message


def test_images_that_a_person_ignores_are_not_looked_at(root):
    (root / "train" / "good" / "005.png").write_bytes(b"")
    (root / "category.json").write_text('{"marks": {"train/good/005.png": "ignored"}}')
    assert found(root) == ()


def test_no_image_can_be_read(tmp_path):
    (tmp_path / "a.png").write_bytes(b"nothing")
    done = list(examine(scan_category(tmp_path)))[-1]
    assert [finding.kind for finding in done.findings] == [KIND.CORRUPT, KIND.TOO_FEW]
    assert (done.held_out, done.false_reject_bound_95, done.sizes) == (0, None, {})


def test_real_aligned_parts_raise_no_alarm_and_their_copies_do(real_data, tmp_path):
    source = real_data / "bottle" / "train" / "good"
    folder = tmp_path / "good"
    folder.mkdir()
    originals = sorted(source.glob("*.png"))
    for path in originals:
        (folder / path.name).symlink_to(path)
    with Image.open(originals[7]) as image:
        image.convert("RGB").save(folder / "jpeg.jpg", quality=85)
    with Image.open(originals[30]) as image:
        image.resize((230, 230)).save(folder / "smaller.png")
    assert {finding.images: finding.kind for finding in copies(folder)} == {
        (originals[7].name, "jpeg.jpg"): KIND.NEAR_DUPLICATE,
        (originals[30].name, "smaller.png"): KIND.NEAR_DUPLICATE,
    }


def test_on_real_papers_only_files_that_are_there_twice_are_told(real_data):
    kinds = Counter(
        finding.kind for paper in sorted((real_data / "paper").iterdir()) if paper.is_dir() for finding in found(paper)
    )
    assert set(kinds) <= {KIND.EXACT_DUPLICATE}
