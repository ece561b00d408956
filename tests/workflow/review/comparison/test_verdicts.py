import numpy as np
import pytest

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.store.runs.image_run import ImageRun, RunTable
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.workflow.review.comparison.images import run_auroc, table_verdicts
from inspector.workflow.review.comparison.verdicts import compare_verdicts

OK, REVIEW, NG = Decision.OK, Decision.REVIEW, Decision.NG
ABOUT = {"model": "abc", "operating_point": {"review": 1.0, "reject": 2.0}}


@pytest.fixture
def compare(tmp_path):
    """Compares two runs, each given as {name: (label, decision)}; the decision "failed" is an error."""

    def write(path, judged):
        labels = [label for label, _ in judged.values()]
        with ImageRunWriter(path, names=list(judged), labels=labels, map_size=None, about=ABOUT) as run:
            for index, (name, (label, decision)) in enumerate(judged.items()):
                if decision == "failed":
                    run.write(index, Inspection(name, label, error="is empty"))
                elif decision is not None:
                    run.write(index, Inspection(name, label, score=1.0, decision=decision, size=(4, 4)))

    def run(first, second):
        write(tmp_path / "first.h5", first)
        write(tmp_path / "second.h5", second)
        with ImageRun(tmp_path / "first.h5") as old, ImageRun(tmp_path / "second.h5") as new:
            return compare_verdicts(table_verdicts(old.table()), table_verdicts(new.table()))

    return run


@pytest.mark.parametrize(
    ("label", "old", "new", "group"),
    [
        ("good", NG, OK, "fixes"),
        ("good", NG, REVIEW, "fixes"),
        ("good", OK, NG, "breaks"),
        ("good", REVIEW, NG, "breaks"),
        ("good", NG, NG, "both_wrong"),
        ("good", OK, OK, "agree"),
        ("good", OK, REVIEW, "agree"),
        ("scratch", OK, NG, "fixes"),
        ("scratch", OK, REVIEW, "fixes"),
        ("scratch", NG, OK, "breaks"),
        ("scratch", REVIEW, OK, "breaks"),
        ("scratch", OK, OK, "both_wrong"),
        ("scratch", REVIEW, NG, "agree"),
        ("", OK, NG, "differs"),
        ("", NG, REVIEW, "differs"),
        ("", OK, REVIEW, "agree"),
        ("", NG, NG, "agree"),
    ],
)
def test_each_image_is_in_one_group(compare, label, old, new, group):
    comparison = compare({"a.png": (label, old)}, {"a.png": (label, new)})
    groups = {"fixes": (), "breaks": (), "both_wrong": (), "agree": (), "differs": ()}
    assert vars(comparison) == {**groups, group: ("a.png",), "not_compared": 0}


def test_images_are_matched_by_name_and_counted(compare):
    comparison = compare(
        {"a": ("good", NG), "b": ("good", NG), "c": ("hole", OK), "d": ("", OK), "e": ("good", OK), "f": ("good", OK),
         "g": ("", "failed"), "gone": ("good", OK)},
        {"new": ("good", OK), "f": ("good", "failed"), "e": ("good", NG), "d": ("", NG), "c": ("hole", OK),
         "b": ("good", OK), "a": ("good", OK), "g": ("", OK)},
    )  # fmt: skip
    assert comparison.fixes == ("b", "a")
    assert comparison.summary == {
        "compared": 5, "not_compared": 4, "fixes": 2, "breaks": 1, "both_wrong": 1, "agree": 0, "differs": 1,
    }  # fmt: skip


def test_a_label_that_one_run_knows_is_enough(compare):
    comparison = compare({"a": ("hole", OK), "b": ("", OK)}, {"a": ("", NG), "b": ("good", NG)})
    assert (comparison.fixes, comparison.breaks) == (("a",), ("b",))


def test_of_two_labels_the_second_runs_counts(compare):
    assert compare({"a": ("good", OK)}, {"a": ("hole", NG)}).fixes == ("a",)


def test_an_interrupted_run_is_compared_as_far_as_it_got(compare):
    comparison = compare({"a": ("good", OK), "b": ("good", OK)}, {"a": ("good", OK), "b": ("good", None)})
    assert (comparison.agree, comparison.not_compared) == (("a",), 1)


def table(labels, scores):
    n = len(labels)
    names, none = [f"{i}.png" for i in range(n)], np.zeros(n, bool)
    return RunTable(np.arange(n), names, labels, np.array(scores, float), [None] * n, none, none, none)


def test_auroc_of_what_is_labelled_and_judged():
    # pairs of good and defective: 1<3, 1<2.5, 2<3, 2<2.5 and 2.7<3 are in order, 2.7<2.5 is not: 5 of 6
    labels = ["good", "hole", "good", "", "dent", "good", "hole"]
    assert run_auroc(table(labels, [1, 3, 2, 9, 2.5, 2.7, np.nan])) == pytest.approx(5 / 6)


@pytest.mark.parametrize(("labels", "scores"), [([], []), (["good", ""], [1, 2]), (["good", "hole"], [1, np.nan])])
def test_no_auroc_without_both_kinds(labels, scores):
    assert run_auroc(table(labels, scores)) is None
