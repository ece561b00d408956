"""Clips in which nothing was found: people decide on all of them, as on a part that is OK."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from inspector.core.operating_point import OperatingPoint
from inspector.data.video.category import scan_video
from inspector.gui.dialogs import OutcomeDialog
from inspector.gui.screen import Screen
from inspector.store.records import ReviewDecision, current_reviews
from inspector.workflow.learn.learned_model import LearnDone, LearnJob
from inspector.workflow.progress import Progress
from tests.gui.clips import POINT, write_clips, write_run
from tests.gui.looking import action_of
from tests.gui.screens.clip_review.looking import press, reviewed, says, settled, tree


def to_quiet_clip(screen: Screen, qtbot) -> None:
    """Make the row of the clip without an event the current one."""
    for row in range(tree(screen).topLevelItemCount()):
        item = tree(screen).topLevelItem(row)
        if item.text(0).startswith("03"):
            tree(screen).setCurrentItem(item)
    settled(screen, qtbot)
    assert (says(screen, "clip-name"), says(screen, "event-peak")) == ("03", "Events in this clip: 0")


def row_text(screen: Screen) -> str:
    return next(
        item.text(0)
        for item in (tree(screen).topLevelItem(row) for row in range(tree(screen).topLevelItemCount()))
        if item.text(0).startswith("03")
    )


def test_a_clip_without_an_event_is_decided_on_and_taken_back(review, qtbot):
    to_quiet_clip(review, qtbot)
    assert says(review, "event-review") == "not reviewed"
    assert not action_of(review.view, "Play event").isEnabled(), "there is none"
    press(review, Qt.Key.Key_A)
    settled(review, qtbot)
    decided = {name: one.decision for name, one in current_reviews(review.run.path).items()}
    assert decided == {"testing/03#": ReviewDecision.ACCEPT}
    assert review.session.undo.undoText() == "03 – good"
    assert "✔ good" in row_text(review)
    to_quiet_clip(review, qtbot)
    assert says(review, "event-review").startswith("✔ good (")
    review.session.undo.undo()
    settled(review, qtbot)
    assert current_reviews(review.run.path) == {}
    assert says(review, "clip-name") == "03", "undo shows what it is about"
    assert "good" not in row_text(review)


def test_a_defect_that_was_missed_gets_a_type(review, qtbot):
    to_quiet_clip(review, qtbot)
    press(review, Qt.Key.Key_R)
    settled(review, qtbot)
    review.view.show_place(review.run.whole_place(2))
    settled(review, qtbot)
    place = review.view.place
    assert review.run.record_name(place) == "testing/03#"
    review.name_region(place, 0, "slipped")
    settled(review, qtbot)
    assert review.run.types_at(place) == {0: "slipped"}
    assert "slipped" in row_text(review)


def test_decided_clips_become_a_category(review, tmp_path, qtbot, monkeypatch):
    press(review, Qt.Key.Key_R)
    settled(review, qtbot)
    to_quiet_clip(review, qtbot)
    press(review, Qt.Key.Key_A)
    settled(review, qtbot)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    said = []
    review.session.said.connect(said.append)
    action_of(review.view, "Export as a category …").trigger()
    qtbot.waitUntil(lambda: said[-1:] == [f"Written: {tmp_path / 'morning-decided'}"], timeout=20_000)
    category = scan_video(tmp_path / "morning-decided")
    assert [clip.name for clip in category.train] == ["train/good/03"]
    assert [clip.name for clip in category.test] == ["test/abnormal/02"], "by the labels of its frames"


def test_confirmed_clips_are_learned(with_model, clips, qtbot, monkeypatch):
    """The button of the list learns them by the same job as the command line, and says what became of the model."""
    learn = action_of(with_model.view, "Learn the good clips")
    assert not learn.isEnabled(), "nothing is confirmed yet"
    to_quiet_clip(with_model, qtbot)
    press(with_model, Qt.Key.Key_A)
    settled(with_model, qtbot)
    with_model.commands.refresh()
    assert learn.isEnabled()
    jobs = []
    point = OperatingPoint(review=2.0, reject=4.5)

    def learned(job: LearnJob):
        jobs.append(job)
        yield Progress("Calibrating", 1, 1)
        yield LearnDone(
            model=job.output, seconds=1.0, steps=0, operating_point=point, reject=None, review=None, calibrated_on=8,
            calibration_groups=3, normalised=False, alignment=None, remarks=(), before=POINT,
        )  # fmt: skip

    monkeypatch.setattr("inspector.workflow.learn.confirmed_clips.learn_confirmed_clips", learned)
    monkeypatch.setattr("inspector.gui.review.confirmed_parts.read_model", lambda folder: folder)
    learn.trigger()
    qtbot.waitUntil(lambda: bool(with_model.view.findChildren(OutcomeDialog)), timeout=20_000)
    (dialog,) = with_model.view.findChildren(OutcomeDialog)
    assert dialog.heading.text() == (
        "New model belt-2: it is calibrated on the confirmed clips, too, and its thresholds are chosen anew."
    )
    (job,) = jobs
    assert (job.stored.name, job.run, job.output.name) == ("belt", with_model.run.path, "belt-2")
    dialog.accept()


def test_a_decision_that_contradicts_the_label_is_marked_in_the_row(screen, tmp_path, qtbot):
    root = write_clips(tmp_path / "belt")
    rows = (root / "frame_labels.csv").read_text("utf-8")
    (root / "frame_labels.csv").write_text(f"{rows}\n03,5,1", "utf-8")
    reviewed(screen, write_run(root, screen.session.workspace.runs / "labelled.clips"), qtbot)
    to_quiet_clip(screen, qtbot)
    press(screen, Qt.Key.Key_A)
    settled(screen, qtbot)
    assert row_text(screen).startswith("03  ·  ⚠ ✔ good  ·  events"), "for the rest there is no room"
    item = next(
        tree(screen).topLevelItem(row)
        for row in range(tree(screen).topLevelItemCount())
        if tree(screen).topLevelItem(row).text(0).startswith("03")
    )
    assert "⚠ ✔ good, but labelled abnormal" in item.toolTip(0)
