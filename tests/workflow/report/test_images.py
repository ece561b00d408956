import re
from base64 import b64decode
from dataclasses import asdict, replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from inspector.core.calibration import Calibration
from inspector.core.inspection import Inspection
from inspector.core.methods import create_method
from inspector.core.metrics.image import rate
from inspector.core.model import Model
from inspector.core.operating_point import Decision, OperatingPoint
from inspector.core.regions import Region
from inspector.core.thresholds import choose_threshold
from inspector.data.category import ImageRef
from inspector.store.models.model_folder import StoredModel
from inspector.workflow.evaluate.images import DefectType, Evaluation
from inspector.workflow.report.images import MOST_SHOWN, score_histogram, write_report
from inspector.workflow.report.page import round_values

GOOD_SCORES = np.linspace(0.1, 0.3, 42).astype(np.float32)
POINT = OperatingPoint(review=0.25, reject=float(GOOD_SCORES.max()))
REGION = Region(left=4, top=6, width=9, height=7, area_px=51, peak=0.5, peak_x=8, peak_y=9)


@pytest.fixture
def stored():
    """A model as the report sees it; its network is never asked."""
    calibration = Calibration(torch.tensor(GOOD_SCORES), pixels=None, alignment=0.1, outline=0.12)
    model = Model(create_method("riad", preset="cpu"), nn.Identity(), None, calibration)
    card = {
        "sha256": "0123456789abcdef" * 4,
        "created": "2025-01-02T03:04:05+00:00",
        "category": {"name": "disc"},
        "split": {"training": ["a.png"] * 167},
        "operating_point": asdict(POINT),
        "threshold_choice": asdict(choose_threshold(GOOD_SCORES, wish=0.01)),
    }
    return StoredModel(Path("models/disc"), model, card, POINT)


class Page(HTMLParser):
    """The page's visible text, one space between words, and what it refers to."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source, self._words, self._hidden = source, [], False
        self.tags, self.references = set(), []
        self.feed(source)
        self.text = " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self._hidden = tag == "style"
        self.references += [value for name, value in attributes if name in ("src", "href", "srcset", "action")]

    def handle_endtag(self, _):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden:
            self._words.append(data)


@pytest.fixture
def write(tmp_path, stored):
    """Writes the page of (name, label, score) and gives it back; each image is a small grey square."""

    def page(*judged, inspections=(), model=stored, point=None, evaluation=None, gone=(), mask=None, **more):
        seen = [
            Inspection(
                name, label, score=score, decision=(point or model.operating_point).decide(score),
                size=(20, 24),
                regions=(REGION,) if score > POINT.review else (), anomaly_map=np.full((8, 8), score, np.float32),
            )
            for name, label, score in judged
        ]  # fmt: skip
        Image.fromarray(np.full((20, 24, 3), 90, np.uint8)).save(tmp_path / "part.png")
        images = {
            i.name: ImageRef(tmp_path / ("gone.png" if i.name in gone else "part.png"), i.name, i.label, mask)
            for i in seen
        }
        out = tmp_path / "page.html"
        write_report(
            out,
            title="Batch <7>",
            stored=model,
            point=point or model.operating_point,
            inspections=[*seen, *inspections],
            images=images,
            evaluation=evaluation,
            made="2025-11-22 14:30",
            **more,
        )
        return Page(out.read_text("utf-8"))

    return page


EVALUATION = Evaluation(
    image_auroc=0.9876,
    pixel_auroc=None,
    aupro=None,
    f1=0.75,
    n_good=20,
    n_defective=10,
    n_with_mask=0,
    per_defect={"scratch": DefectType(n=10, ng=7, review=1, ok=2, recall=rate(7, 10))},
    false_reject=rate(1, 20),
    escape=rate(2, 10),
    good_in_review=rate(2, 20),
    errors=(),
)


def test_the_page_needs_nothing_else(write):
    page = write(("a.png", "good", 0.2), ("b.png", "hole", 0.9))
    assert len(page.references) == 3 + 2 * 2
    assert all(reference.startswith(("data:image/", "#")) for reference in page.references)
    assert not page.tags & {"script", "link", "iframe", "object", "form"}
    assert not re.search(r"https?://|@import|url\(", page.source)


def test_hostile_names_stay_text(write):
    name = "<script>alert('x')</script>\"&amp;.png"
    page = write((name, "<b>hole", 0.9), ("broken\udcff.png", "", 0.1), gone=(name,))
    assert not page.tags & {"script", "b"}
    assert page.text.count(name) == 1
    assert "<b>hole" in page.text
    assert "Batch <7>" in page.text


def test_the_head_says_the_verdict_the_model_and_what_is_proven(write):
    broken = Inspection("c.png", "", error="c.png is broken.")
    page = write(("a.png", "", 0.1), ("b.png", "", 0.27), ("d.png", "", 0.9), inspections=[broken])
    assert "4 images: 1 NG , 1 REVIEW , 1 OK ; 1 could not be inspected" in page.text
    assert "disc (0123456789ab)" in page.text
    assert "2025-01-02 03:04:05 UTC, on 167 good images of disc ; 42 other good images held out" in page.text
    assert "OK up to 0.50 (review threshold), REVIEW up to 1.00 (reject threshold), NG above" in page.text
    assert "raw scores 0.2500 and 0.3000" in page.text
    assert "On 42 good images that the training did not use: at most 6.9 % of good parts are rejected" in page.text
    assert (
        "; to prove the budget of 1 %, add 1,285 good images to the category, a fifth of which is held out."
        in page.text
    )
    assert "2025-11-22 14:30" in page.text
    assert "c.png is broken." in page.text


def test_equal_thresholds_are_said_and_drawn_once(write, stored):
    page = write(("a.png", "", 0.1), model=replace(stored, operating_point=OperatingPoint(0.3, 0.3)))
    assert "OK up to 1.00, NG above; no score leads to REVIEW, as both thresholds are the same" in page.text
    assert "raw score 0.3000" in page.text
    assert page.source.count('<line class="reject"') == 1
    assert '<line class="review"' not in page.source
    assert "review and reject 1.00" in page.text


def test_the_defect_is_seen_below_the_heat(write, tmp_path, stored):
    page = write(("a.png", "good", 9.0))
    original, heated = (
        np.asarray(Image.open(BytesIO(b64decode(source.partition(",")[2])))).astype(int)
        for source in page.references[-2:]
    )
    assert np.abs(original[10, 12] - heated[10, 12]).mean() < 60, "solid heat differs by more than 70"


def test_the_colours_are_named_on_the_scale_of_the_scores(write):
    page = write(("a.png", "good", 0.2))
    assert re.search(r'class="reject"[^>]*>1\.00<br>reject', page.source)


def test_a_model_without_a_story_gets_its_page(write, stored):
    page = write(("a.png", "", 0.1), model=replace(stored, card={}))
    assert "date not recorded; 42 other good images held out" in page.text
    assert "(95 % confidence)." in page.text


def test_a_threshold_set_later_claims_no_wish_and_is_noticed(write, stored):
    page = write(("a.png", "", 0.1), model=replace(stored, operating_point=OperatingPoint(0.2, 0.4)))
    assert "thresholds were changed after the training" in page.text
    assert "would need" not in page.text


def test_a_page_of_earlier_thresholds_shows_those_and_says_so(write, stored):
    page = write(("a.png", "", 0.1), model=replace(stored, operating_point=OperatingPoint(0.05, 0.08)), point=POINT)
    assert "thresholds were changed after this run; the verdicts and thresholds shown are those of the run" in page.text
    assert "raw scores 0.2500 and 0.3000" in page.text
    assert "another operating point than the one shown" not in page.text


def test_decisions_of_another_operating_point_are_noticed(write):
    other = Inspection("a.png", "", score=0.9, decision=Decision.OK, size=(20, 24))
    assert "1 decision on this page was made at another operating point" in write(inspections=[other]).text


def test_figures_appear_and_none_is_not_measured(write):
    page = write(("a.png", "good", 0.2), evaluation=EVALUATION)
    assert "Image AUROC 0.988" in page.text
    assert "Pixel AUROC not measured AUPRO not measured F1 of NG 0.750" in page.text
    assert "Overkill (false rejects) 5 % 1 of 20 good; 95 % interval 0.1 to 24.9 %" in page.text
    assert "scratch 10 7 1 2 70 % 34.8 to 93.3 % good 20 1 2 17" in page.text
    no_good = replace(EVALUATION, image_auroc=None, n_good=0, false_reject=None, good_in_review=None)
    page = write(("b.png", "scratch", 0.9), evaluation=no_good)
    assert page.text.count("not measured") == 5


def test_why_pixels_are_not_measured_is_said_of_each_figure_and_is_none_itself(write):
    why = "no defective test image has a mask"
    page = write(("a.png", "good", 0.2), evaluation=replace(EVALUATION, pixels_not_measured=why))
    assert page.source.count(f'<dd class="more">{why}</dd>') == 2


def test_a_figure_just_below_one_is_not_rounded_up_to_it(write):
    page = write(("a.png", "good", 0.2), evaluation=replace(EVALUATION, image_auroc=0.99996, f1=1.0))
    assert "Image AUROC > 0.999" in page.text
    assert "F1 of NG 1.000" in page.text


def test_wrong_decisions_are_marked(write):
    page = write(("a.png", "good", 0.9), ("b.png", "hole", 0.1), ("c.png", "hole", 0.9), ("d.png", "", 0.1))
    assert page.text.count("Overkill: a good part was rejected") == 1
    assert page.text.count("Escape: a defective part was passed") == 1
    assert "NG 2 images, 1 overkill" in page.text
    assert "OK 2 images, 1 escape" in page.text


def test_cards_come_worst_first_with_their_worst_region(write):
    page = write(("low.png", "", 0.1), ("high.png", "", 0.9), ("middle.png", "", 0.27))
    assert page.text.index("high.png") < page.text.index("middle.png") < page.text.index("low.png")
    assert "1 region, 9 × 7 px at (4, 6), area 51 px" in page.text


def test_an_image_that_is_gone_leaves_a_placeholder(write):
    page = write(("a.png", "", 0.9), ("b.png", "", 0.8), gone=("a.png",))
    assert re.search(r"gone\.png cannot be read", page.text)
    assert sum(reference.startswith("data:") for reference in page.references) == 1 + 2


def test_a_mask_that_is_gone_costs_only_the_ground_truth(write, tmp_path):
    page = write(("a.png", "hole", 0.9), mask=tmp_path / "no_mask.png")
    assert "no_mask.png cannot be read" in page.text
    assert sum(reference.startswith("data:") for reference in page.references) == 1 + 2


def test_ground_truth_is_drawn_on_the_image(write, tmp_path):
    mask = np.zeros((20, 24), np.uint8)
    mask[5:12, 5:12] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    plain = write(("a.png", "hole", 0.9))
    outlined = write(("a.png", "hole", 0.9), mask=tmp_path / "mask.png")
    pictures = [[r for r in page.references if r.startswith("data:")] for page in (plain, outlined)]
    assert [a == b for a, b in zip(*pictures, strict=True)] == [True, False, True]


def test_a_method_without_a_map_shows_images_alone(write, stored):
    flat = replace(stored.model.calibration, outline=None)
    page = write(("a.png", "", 0.1), model=replace(stored, model=replace(stored.model, calibration=flat)))
    assert "no anomaly map" in page.text
    assert sum(reference.startswith("data:") for reference in page.references) == 1


def test_a_large_batch_is_limited_and_says_so(write):
    ok = [(f"ok{n:03d}.png", "", 0.1 + n / 10_000) for n in range(60)]
    ng = [(f"ng{n:03d}.png", "", 0.5 + n / 10_000) for n in range(180)]
    review = [(f"rv{n:03d}.png", "", 0.27 + n / 100_000) for n in range(30)]
    names = [name for name, _, _ in [*ok, *ng, *review]]
    page = write(*ok, *ng, *review, ("escape.png", "hole", 0.103), gone=names)
    shown = {kind: len(set(re.findall(rf"\b{kind}\d+", page.text))) for kind in ("ng", "rv", "ok")}
    assert shown == {"ng": MOST_SHOWN - 30, "rv": 30, "ok": 16}
    assert "180 images. The page shows 170 of them with the highest scores, and leaves out 10" in page.text
    assert "ng179.png" in page.text
    assert "escape.png" in page.text
    shown = "the highest and the lowest scores, escapes, and what people decided on, and leaves out 44"
    assert f"The page shows 17 of them: {shown}" in page.text


@pytest.mark.parametrize("outlier", [0.2, 1e30, -1e30, np.inf])
def test_histogram_bins_hold_every_image(outlier):
    scores = {"good": np.array([0.1, 0.2, 0.3]), "defective": np.array([0.31, 0.9, outlier])}
    histogram = score_histogram(scores, good_scores=GOOD_SCORES, operating_point=POINT)
    assert {kind: counts.sum() for kind, counts in histogram.counts.items()} == {"good": 3, "defective": 3}
    assert 0.1 < histogram.position(POINT.reject) < 1
    assert (histogram.below, histogram.above) == (int(outlier < -1), int(outlier > 1))
    assert np.isfinite(histogram.edges).all()


def test_histogram_bins_divide_as_decisions_do():
    point = OperatingPoint(review=2.0, reject=4.0)
    values = np.array([4.0, np.nextafter(4.0, 5.0), 5.5])
    histogram = score_histogram({"good": values}, good_scores=np.array([0.0, 3.0]), operating_point=point)
    above = histogram.edges[:-1] >= point.reject
    assert histogram.counts["good"][above].sum() == 2
    assert histogram.counts["good"][~above].sum() == 1


@pytest.mark.parametrize("score", [0.0, 5.0, -2.0, 1e-12])
def test_histogram_of_equal_scores(score):
    values = np.full(7, score)
    point = OperatingPoint(score, score)
    histogram = score_histogram({"good": values}, good_scores=values, operating_point=point)
    assert histogram.counts["good"].max() == 7
    assert 0.2 < histogram.position(score) < 0.8


def test_round_values_are_few_and_inside():
    assert round_values(0.03, 0.11, most=4) == pytest.approx([0.04, 0.06, 0.08, 0.1])
    assert round_values(0, 16, most=4) == [0, 5, 10, 15]
    assert round_values(-3, 3, most=8) == [-3, -2, -1, 0, 1, 2, 3]


def test_good_images_that_all_calibrate_are_not_called_held_out(write, stored):
    split = {"training": ["a.png"] * 30, "calibrate": "cross"}
    page = write(("a.png", "", 0.1), model=replace(stored, card={**stored.card, "split": split}))
    assert "calibrated on all of them, each judged by a model that learned the others" in page.text
    assert "good images used for calibration" in page.text
    assert "held-out" not in page.text
