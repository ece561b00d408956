"""What leaves the program from Review."""

import csv

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from inspector.core.operating_point import Decision, OperatingPoint
from inspector.gui.widgets.run_names import entry_title
from inspector.store.listing import run_entry
from tests.gui.looking import action_of
from tests.gui.screens.review.looking import (
    gallery,
    order,
    press,
    settled,
)


def test_reviews_are_exported_as_a_table(review, opened, tmp_path, qtbot, monkeypatch):
    press(review, Qt.Key.Key_J, Qt.Key.Key_R, Qt.Key.Key_A)
    target = tmp_path / "reviews.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    QTest.keyClick(gallery(review), Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settled(opened, qtbot)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    first, second = (review.run.names[place] for place in order(review)[1:3])
    assert [(row["image"], row["decision"]) for row in rows] == [(first, "reject"), (second, "accept")]
    assert all(row["reviewer"] and row["time"] for row in rows)


def test_a_run_of_any_day_is_exported(review, opened, tmp_path, qtbot, monkeypatch):
    """Nothing was inspected since the program was started."""
    targets = {"CSV": tmp_path / "out.csv", "HTML": tmp_path / "out.html"}
    semicolons = "Table with semicolons and decimal commas (*.csv)"
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        lambda _parent, title, _name, kinds: (
            str(targets[title.split()[-1 if "CSV" in title else 0]]),
            semicolons if semicolons in kinds else "",
        ),
    )
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "pictures"))
    for text in ("Export results as CSV …", "HTML report …", "Export pictures …"):
        action = action_of(review, text)
        assert action.isEnabled()
        action.trigger()
        settled(opened, qtbot)
    with targets["CSV"].open(encoding="utf-8-sig", newline="") as file:
        scores = [row["score"] for row in csv.DictReader(file, delimiter=";")]
    assert sum("," in score for score in scores) == 8
    page, named = targets["HTML"].read_text("utf-8"), entry_title(run_entry(review.run.path))
    assert "blob" in page
    assert named.startswith("disc · ")
    assert f"<title>Inspection {named}</title>" in page, "what the run is called on the screen"
    assert len(list((tmp_path / "pictures" / "disc-test-pictures").rglob("*.png"))) == 5


def test_pictures_are_written_to_a_folder_of_their_own(review, opened, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    (tmp_path / "disc-test-pictures-2").write_text("taken")
    for _ in range(2):
        action_of(review, "Export pictures …").trigger()
        settled(opened, qtbot)
    found = {folder.name: len(list(folder.rglob("*.png"))) for folder in tmp_path.glob("disc-test-pictures*")}
    assert found == {"disc-test-pictures": 5, "disc-test-pictures-2": 0, "disc-test-pictures-3": 5}


def test_only_what_is_found_or_decided_becomes_a_picture(review, opened, tmp_path, qtbot, monkeypatch):
    """Of thousands of good parts nobody wants a picture; of one that a person decided on, they do."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    press(review, Qt.Key.Key_End, Qt.Key.Key_A)
    settled(opened, qtbot)
    run = review.run
    good = [place for place in range(len(run)) if run.decision(place) is Decision.OK]
    (decided,) = [place for place in good if run.review_of(place) is not None]
    action_of(review, "Export pictures …").trigger()
    settled(opened, qtbot)
    folder = tmp_path / "disc-test-pictures" / "parts" / "disc"
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*.png")}
    others = {run.names[place] for place in range(len(run)) if run.decision(place) in (Decision.NG, Decision.REVIEW)}
    assert written == others | {run.names[decided]}
    assert len(good) > 1


def test_each_export_says_what_it_writes(review):
    (menu,) = [one.menu() for one in review.findChildren(QPushButton) if one.text() == "Export"]
    assert menu.toolTipsVisible()
    tips = {action.text(): action.toolTip() for action in menu.actions()}
    assert list(tips) == [
        "Export results as CSV …",
        "HTML report …",
        "Export pictures …",
        "Export reviews as CSV …",
        "Export defects as CSV …",
        "Export as a category …",
    ]
    assert len(set(tips.values())) == len(tips)
    for text, tip in tips.items():
        assert len(tip) > len(text)


def test_files_written_after_the_thresholds_changed_say_whose_verdicts_they_hold(
    review, opened, tmp_path, qtbot, monkeypatch
):
    worst = max(score for score in review.run.scores if score == score)
    review.threshold_changes.record_thresholds(
        review.model.folder, OperatingPoint(review=worst + 1, reject=worst + 2), "new lamp"
    )
    settled(opened, qtbot)
    said = []
    opened.session.said.connect(said.append)
    for text in ("Export results as CSV …", "HTML report …", "Export defects as CSV …"):
        target = tmp_path / f"{len(said)}.out"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, target=target: (str(target), ""))
        action_of(review, text).trigger()
        settled(opened, qtbot)
        assert "Written by the thresholds of the inspection" in said[-1]
    table, page = (tmp_path / f"{number}.out" for number in (0, 1))
    assert ",NG," in table.read_text("utf-8-sig")
    assert "thresholds were changed after this run" in page.read_text("utf-8")
    assert "another operating point than the one shown" not in page.read_text("utf-8")


def test_a_save_dialog_never_replaces_the_run_or_one_of_its_images(review, opened, category, qtbot, monkeypatch):
    image = category / "test" / "good" / "000.png"
    for path in (review.run.path, image):
        before = path.read_bytes()
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=path: (str(path), ""))
        for text in ("Export results as CSV …", "HTML report …"):
            with qtbot.waitSignal(opened.session.failed):
                action_of(review, text).trigger()
            settled(opened, qtbot)
        assert path.read_bytes() == before


def test_pictures_of_a_run_are_never_written_among_the_images(review, opened, category, qtbot, monkeypatch):
    before = sorted(category.rglob("*"))
    for folder in (category, category / "test"):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, folder=folder: str(folder))
        with qtbot.waitSignal(opened.session.failed) as failed:
            action_of(review, "Export pictures …").trigger()
        assert "holds images that no inspection made" in failed.args[0].message
        settled(opened, qtbot)
    assert sorted(category.rglob("*")) == before


def test_decided_parts_become_a_category(review, opened, tmp_path, qtbot, monkeypatch):
    press(review, Qt.Key.Key_End, Qt.Key.Key_A, Qt.Key.Key_Home, Qt.Key.Key_J, Qt.Key.Key_R)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    action_of(review, "Export as a category …").trigger()
    settled(opened, qtbot)
    copied = {path.relative_to(tmp_path / "disc-test-decided").parent.as_posix() for path in tmp_path.rglob("*.png")
              if "disc-test-decided" in path.parts}  # fmt: skip
    assert copied == {"train/good", "test/blob"}
    with qtbot.waitSignal(opened.session.failed) as failed:
        action_of(review, "Export as a category …").trigger()
    assert "already exists" in failed.args[0].message
    settled(opened, qtbot)
