import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from inspector.core.errors import CategoryError, SettingError
from inspector.core.fitting import FitStep
from inspector.workflow.benchmark.categories import Categories
from inspector.workflow.benchmark.protocols import Conditions
from inspector.workflow.benchmark.recipe import recipe_from
from inspector.workflow.benchmark.run import (
    BenchmarkDone,
    BenchmarkJob,
    CellDone,
    CellFailed,
    CellStarted,
    benchmark,
)
from inspector.workflow.progress import Warned
from tests.conftest import write_category
from tests.data.class_sets import write_class_folders, write_npz

SETTINGS = {
    "image_size": 32, "base_width": 4, "depth": 2, "region_sizes": [4, 8], "score": "msgms",
    "training": {"steps": 3, "batch_size": 2},
}  # fmt: skip
RIAD = {"name": "riad", "preset": "cpu", "settings": SETTINGS}


def job_for(data, results, *, others=(), limit=None, **changes):
    recipe = {"title": "Bars", "protocol": "one_vs_all", "methods": [RIAD], "classes": [0, 2], "seeds": [0, 1]}
    recipe = recipe_from(recipe | changes, where="the test")
    return BenchmarkJob(recipe, data, results, torch.device("cpu"), others=others, limit=limit)


def finish(job):
    events = list(benchmark(job))
    assert isinstance(events[-1], BenchmarkDone)
    return events[-1], [event for event in events if isinstance(event, CellDone)]


def cells_in(path):
    return json.loads(path.read_text("utf-8"))["cells"]


@pytest.fixture(scope="module")
def npz(tmp_path_factory):
    return write_npz(tmp_path_factory.mktemp("sets") / "bars.npz")


@pytest.fixture(scope="module")
def finished(npz, tmp_path_factory):
    results = tmp_path_factory.mktemp("results") / "bars.json"
    return finish(job_for(npz, results))


def test_every_cell_has_its_figures(finished):
    done, cells = finished
    assert (done.computed, done.reused, done.failed) == (4, 0, 0)
    assert [str(event.cell) for event in cells] == [f"riad, {c}, seed {s}" for s in (0, 1) for c in (0, 2)]
    for cell in cells:
        measured = cell.measured
        assert 0 <= measured["eer"] <= 1
        assert 0 <= measured["apcer_at_5_bpcer"] <= 1
        assert (measured["training_images"], measured["calibration_images"]) == (11, 3)  # a fifth of 14 held out
        assert (measured["normal_images"], measured["anomalous_images"]) == (5, 10)
        assert measured["steps"] == 3
        assert 0 <= measured["seconds"] < 60  # rounded to a tenth, which so small a training need not reach
        assert measured["ms_an_image"] > 0
        assert measured["device"] == "cpu"
        assert measured["threads"] == torch.get_num_threads()
        assert measured["torch"] == torch.__version__


def test_a_kept_cell_says_all_that_it_depends_on(finished):
    for cell in cells_in(finished[0].results).values():
        assert cell["data"]["name"] == "bars"
        assert len(cell["data"]["fingerprint"]) == 64
        assert cell["config"]["base_width"] == 4
        assert cell["variation"]["gain"] == cell["variation"]["offset"] == 0  # nothing varies in a public set
        assert {"protocol", "class", "method", "preset", "seed", "limit", "normalise"} <= set(cell)


def test_nothing_is_computed_twice(npz, finished):
    done, cells = finish(job_for(npz, finished[0].results))
    assert (done.computed, done.reused) == (0, 4)
    assert [cell.measured for cell in cells] == [cell.measured for cell in finished[1]]
    assert done.text == finished[0].text


def test_a_killed_run_goes_on_at_the_next_cell(npz, finished, tmp_path):
    job = job_for(npz, tmp_path / "r.json")
    events = benchmark(job)
    next(event for event in events if isinstance(event, CellStarted) and event.number == 2)
    next(event for event in events if isinstance(event, FitStep))
    events.close()
    assert len(cells_in(job.results)) == 1
    assert "–" in job.table.read_text("utf-8")  # the table so far
    _, cells = finish(job)
    assert [cell.computed for cell in cells] == [False, True, True, True]
    figures = [cell.measured["image_auroc"] for cell in cells]
    assert figures == [cell.measured["image_auroc"] for cell in finished[1]]


@pytest.mark.parametrize(
    "changes",
    [
        {"methods": [RIAD | {"settings": SETTINGS | {"base_width": 6}}]},
        {"variation": {"gain": 0.1}},
        {"seeds": [5]},
        {"classes": [1]},
        {"normalise": False},
    ],
)
def test_what_changes_a_figure_makes_another_cell(npz, finished, changes):
    job = job_for(npz, finished[0].results, **{"classes": [0], "seeds": [0]} | changes)
    started = next(event for event in benchmark(job) if isinstance(event, FitStep | CellDone))
    assert isinstance(started, FitStep)


def test_a_limit_is_kept_apart_and_said(npz, finished, tmp_path):
    results = tmp_path / "r.json"
    results.write_bytes(finished[0].results.read_bytes())
    published = {"riad": {"source": "Made Up", "mean": 77}, "Other": {"source": "Someone", "classes": {"0": 12.5}}}
    riad = RIAD | {"settings": SETTINGS | {"training": {"epochs": 9}}}
    done, cells = finish(job_for(npz, results, limit=6, methods=[riad], published=published))
    assert done.table.name == "r.limit6.md"
    assert "a check that everything runs" in done.text
    assert "at most 3 normal and 3 other test images are judged" in done.text
    assert "all test images" not in done.text
    assert "Published, riad: Made Up" in done.text
    assert "Other" not in done.text
    for cell in cells:
        assert cell.computed
        assert cell.measured["training_images"] + cell.measured["calibration_images"] == 6
        assert (cell.measured["normal_images"], cell.measured["anomalous_images"]) == (3, 3)
        assert cell.measured["steps"] == 6  # nine epochs of one step were asked for
    assert len(cells_in(results)) == 8
    assert not (tmp_path / "r.md").exists()


def test_the_table_has_ours_beside_the_papers(npz, finished):
    published = {
        "riad": {"source": "Made Up (2020)", "mean": 77.7, "classes": {"0": 91.25, "2": 90}},
        "Other": {"source": "Someone", "classes": {"0": 12.5}},
    }
    done, cells = finish(job_for(npz, finished[0].results, published=published))
    rows = {
        tuple(row[:2]): row for row in (line.strip("| ").split(" | ") for line in done.text.splitlines() if "|" in line)
    }
    head = rows[("method", "class")]
    assert head[2:6] == ["seed 0", "seed 1", "image AUROC", "published"]
    auroc = {(cell.cell.class_name, cell.cell.seed): 100 * cell.measured["image_auroc"] for cell in cells}
    of_0 = [auroc["0", 0], auroc["0", 1]]
    assert rows["riad", "0"][2:6] == [
        *(f"{value:.2f}" for value in of_0), f"{np.mean(of_0):.2f} ± {np.std(of_0, ddof=1):.2f}", "91.25",
    ]  # fmt: skip
    mean = rows["riad", "**mean**"]
    of_seed = [np.mean([auroc["0", seed], auroc["2", seed]]) for seed in (0, 1)]
    assert mean[4] == f"{np.mean(of_seed):.2f} ± {np.std(of_seed, ddof=1):.2f}"
    assert mean[5] == "90.62"  # of the two classes measured, not the paper's 77.7 over all three
    assert rows["Other, not run here", "0"][4:6] == ["–", "12.5"]
    for text in (
        "Made Up (2020) (mean over all its classes 77.7)",
        "seeds 0, 1",
        "device cpu",
        "preset `cpu`",
        "3 steps",
        "all test images are judged",
        "Published, Other: Someone",
    ):
        assert text in done.text


def test_what_was_published_on_nothing_in_the_table_is_not_said(npz, finished):
    published = {
        "riad": {"source": "Made Up", "mean": 77},
        "Elsewhere": {"source": "Someone", "classes": {"1": 12.5}},
    }
    job = job_for(npz, finished[0].results, published=published, methods=[RIAD, RIAD | {"label": "twin"}])
    assert "Elsewhere" not in finish(job)[0].text  # class 1 has no row
    only = job.recipe.changed(method="twin", preset=None, settings={}, seeds=())
    text = finish(replace(job, recipe=only))[0].text
    assert "| twin | 0 |" in text
    assert "Published" not in text


def test_a_mean_over_all_classes_stands_beside_the_papers(npz, finished):
    published = {"riad": {"source": "s", "mean": 77.7}}
    done, _ = finish(job_for(npz, finished[0].results, classes=[], seeds=[0], published=published))
    assert "| riad | **mean** |" in done.text
    assert " | 77.7 | " in next(line for line in done.text.splitlines() if "**mean**" in line)


def test_a_method_that_cannot_be_measured_fails_alone(npz, finished):
    without = {"name": "patchcore", "preset": "cpu", "label": "no weights", "settings": {"image_size": 64}}
    job = job_for(npz, finished[0].results, methods=[without, RIAD], classes=[0], seeds=[0])
    events = list(benchmark(replace(job, weights=finished[0].results)))
    failed = [event for event in events if isinstance(event, CellFailed)]
    assert ["expected weights" in event.reason for event in failed] == [True]
    assert (events[-1].reused, events[-1].failed) == (1, 1)
    assert "| no weights | 0 | – |" in events[-1].text


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": "of_tomorrow"}, r"Bars, method 2 \('of_tomorrow'\): There is no method 'of_tomorrow'; the"),
        ({"name": "adacl", "preset": "fast"}, r"method 2 \('adacl'\): Method 'adacl' has no preset 'fast'"),
        (
            {"name": "adacl", "label": "B", "settings": {"width": 0}},
            r"method 2 \('B'\): .* expected at least 1, found 0",
        ),
    ],
)
def test_a_mistake_in_the_last_method_is_told_before_the_first_cell(npz, tmp_path, wrong, message):
    with pytest.raises(SettingError, match=message):
        list(benchmark(job_for(npz, tmp_path / "r.json", methods=[RIAD, wrong])))
    assert not (tmp_path / "r.json").exists()


def test_of_a_methods_own_classes_only_those_asked_for_are_measured(npz, finished, tmp_path):
    own = RIAD | {"label": "own", "classes": [0, 1]}
    job = job_for(npz, tmp_path / "r.json", methods=[RIAD, own], seeds=[0])  # the recipe's: 0 and 2
    (tmp_path / "r.json").write_bytes(finished[0].results.read_bytes())
    events = list(benchmark(replace(job, classes=("2",))))
    assert [str(event.cell) for event in events if isinstance(event, CellStarted)] == ["riad, 2, seed 0"]
    assert [event.message for event in events if isinstance(event, Warned)] == [
        "'own' is not run on 2: the recipe says 0, 1."
    ]
    with pytest.raises(SettingError, match=r"no method of the recipe is run on the class 1; choose among 0, 2\."):
        list(benchmark(replace(job_for(npz, tmp_path / "r.json"), classes=("1",))))


def test_a_class_that_is_missing_is_told_before_any_work(npz, tmp_path):
    with pytest.raises(CategoryError, match="no class '7'"):
        list(benchmark(job_for(npz, tmp_path / "r.json", classes=[0, 7])))
    assert not (tmp_path / "r.json").exists()


def test_another_set_is_out_of_distribution_and_trained_on_once(npz, tmp_path):
    others = tuple(write_class_folders(tmp_path / name) for name in ("folders", "more"))
    job = job_for(npz, tmp_path / "r.json", protocol="out_of_distribution", classes=[], seeds=[0], others=others)
    events = list(benchmark(job))
    cells = [event for event in events if isinstance(event, CellDone)]
    assert [cell.cell.class_name for cell in cells] == ["folders", "more"]
    assert (cells[0].measured["normal_images"], cells[0].measured["anomalous_images"]) == (15, 4)
    assert cells[0].measured["training_images"] == 34  # 42 less a fifth
    assert len([event for event in events if isinstance(event, FitStep)]) == 3
    with pytest.raises(CategoryError, match="needs every set that is not normal"):
        list(benchmark(replace(job, others=())))


def test_a_category_is_trained_and_evaluated_with_pixel_figures(tmp_path):
    write_category(tmp_path / "parts" / "disc")
    write_category(tmp_path / "parts" / "more" / "plate")
    published = {"riad": {"source": "s", "classes": {"disc": 99.9}, "pixel_classes": {"disc": 98.4}}}
    values = {"protocol": "category", "classes": ["disc", "more/plate"], "seeds": [0], "published": published}
    values["group_by"] = {"disc": r"(lot\d+)_"}
    done, cells = finish(job_for(tmp_path / "parts", tmp_path / "r.json", **values))
    disc, plate = (cell.measured for cell in cells)
    assert disc["calibration_images"] == 8  # whole lots
    assert plate["calibration_images"] == 5
    assert {"image_auroc", "pixel_auroc", "aupro", "eer", "false_reject", "escape"} <= set(disc)
    assert disc["pixel_auroc"] is not None
    assert disc["model_mb"] > 0
    assert "| pixel AUROC | published |" in done.text
    assert "| 99.9 | " in done.text
    assert "| 98.4 | " in done.text
    stated = {cell["class"]: cell["variation"]["gain"] for cell in cells_in(done.results).values()}
    assert stated["disc"] == 0.15  # as the category states it
    some = job_for(tmp_path / "parts", tmp_path / "r.json", **values | {"classes": ["bottle", "disc"]})
    assert finish(replace(some, classes=("disc",)))[0].reused == 1  # no bottle is asked for, and none is there
    with pytest.raises(CategoryError, match="no category 'plate'; it has disc"):
        list(benchmark(job_for(tmp_path / "parts", tmp_path / "r.json", **values | {"classes": ["plate"]})))


def test_all_images_of_a_category_are_learned_where_every_lot_calibrates_in_turn(tmp_path):
    root = write_category(tmp_path / "disc", train_good=12)
    memory = {"name": "scattering", "preset": "cpu", "settings": {"image_size": 64, "largest_bank": 64}}
    values = {"protocol": "category", "classes": [], "seeds": [0], "group_by": r"(lot\d+)_", "methods": [memory]}
    _, (cell,) = finish(job_for(root, tmp_path / "r.json", **values))
    assert (cell.measured["training_images"], cell.measured["calibration_images"]) == (12, 12)


def test_one_category_may_be_named_itself_and_limited(tmp_path):
    root = write_category(tmp_path / "disc")
    _, (cell,) = finish(job_for(root, tmp_path / "r.json", protocol="category", classes=[], seeds=[0], limit=4))
    assert cell.cell.class_name == "disc"
    assert cell.measured["training_images"] + cell.measured["calibration_images"] == 4
    assert (cell.measured["normal_images"], cell.measured["anomalous_images"]) == (2, 2)
    changed = root / "ground_truth" / "blob" / "000_mask.png"
    changed.write_bytes((root / "ground_truth" / "blob" / "001_mask.png").read_bytes() + b"x")
    again, _ = finish(job_for(root, tmp_path / "r.json", protocol="category", classes=[], seeds=[0], limit=4))
    assert again.computed == 1  # other masks, other figures


def test_scores_are_of_the_images_they_belong_to(npz, tmp_path, monkeypatch):
    from inspector.core.methods.base import Judgement
    from inspector.core.model import Model

    def by_the_bar(self, images, *, evidence=False):  # class 2 has its bar in the lower half
        return Judgement(images[:, 0, :20].mean(dim=(1, 2)), None)

    monkeypatch.setattr(Model, "judge", by_the_bar)
    _, (low, high) = finish(job_for(npz, tmp_path / "r.json", seeds=[0]))
    assert high.measured["image_auroc"] == 1
    assert high.measured["eer"] == high.measured["apcer_at_5_bpcer"] == 0
    assert low.measured["image_auroc"] < 0.5


@pytest.mark.parametrize("stated", [{"marks": {"test/good/000.png": "defective"}}, {"ignore": [[0, 0, 0.2, 0.2]]}])
def test_a_mark_or_a_region_makes_another_cell(tmp_path, stated):
    root = write_category(tmp_path / "disc", train_good=2, test_good=1, defective=1)
    job = job_for(root, tmp_path / "results.json", protocol="category")
    protocol = Categories(root, Conditions(job.recipe, job.device, None))
    before = protocol.identity("disc")
    assert before.keys() == {"data", "class", "variation", "group_by"}  # as in results that were kept earlier
    (root / "category.json").write_text(json.dumps(stated))
    assert protocol.identity("disc") == before | stated


def test_a_category_is_measured_as_it_or_the_recipe_says_that_parts_are_found(tmp_path):
    root = write_category(tmp_path / "disc", train_good=2, test_good=1, defective=1)
    (root / "category.json").write_text(json.dumps({"tile": 64}))
    values = {"protocol": "category", "classes": [], "seeds": [0]}
    stated = job_for(root, tmp_path / "results.json", **values)
    recipe = job_for(root, tmp_path / "results.json", **values, locate="rigid", tile="off")
    protocols = [Categories(root, Conditions(job.recipe, job.device, None)) for job in (stated, recipe)]
    identities = [protocol.identity("disc") for protocol in protocols]
    assert [(one.get("locate"), one.get("tile")) for one in identities] == [(None, 64), ("rigid", None)]
    failed = [event for event in benchmark(recipe) if isinstance(event, CellFailed)]
    assert "cannot be located reliably in these 2 good images" in failed[0].reason
