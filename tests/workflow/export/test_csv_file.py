import csv

import pytest

from inspector.core.inspection import Inspection
from inspector.core.operating_point import Decision
from inspector.store.records import record_review
from inspector.workflow.export.csv_file import CsvForm, csv_file, figure
from inspector.workflow.export.reviews import export_image_reviews
from inspector.workflow.export.tables import write_csv


def cell(tmp_path, value, *, form=CsvForm.COMMA):
    """How a spreadsheet's reader finds it again."""
    with csv_file(tmp_path / "t.csv", form=form) as write:
        write([value, "end"])
    text = (tmp_path / "t.csv").read_text("utf-8-sig")
    assert text.count("\n") == 1
    ((found, end),) = csv.reader(text.splitlines(), delimiter=";" if form is CsvForm.SEMICOLON else ",")
    assert end == "end"
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("=HYPERLINK(1).png", "'=HYPERLINK(1).png"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\t=1", r"\t=1"),
        ("\r=1", r"\r=1"),
        ("two\nlines.png", r"two\nlines.png"),
        ("a\x1b[2K\u202e.png", r"a\x1b[2K\u202e.png"),
        ("a;b,c\"d'.png", "a;b,c\"d'.png"),
        ("-5", "-5"),  # a label that is a number
        ("+4.2e-3", "+4.2e-3"),
    ],
)
@pytest.mark.parametrize("form", CsvForm)
def test_text_from_outside_is_no_formula_and_stays_on_its_line(tmp_path, text, found, form):
    assert cell(tmp_path, text, form=form) == found


@pytest.mark.parametrize(("form", "found"), [(CsvForm.COMMA, "-1.25"), (CsvForm.SEMICOLON, "-1,25")])
def test_numbers_stay_numbers_with_the_decimal_sign_of_the_country(tmp_path, form, found):
    assert cell(tmp_path, figure(-1.25, ".9g"), form=form) == found
    assert cell(tmp_path, figure(None, ".9g"), form=form) == ""


def test_the_table_of_a_run_in_both_forms(tmp_path):
    judged = Inspection("1.5.png", "=x", score=-0.5, decision=Decision.OK, size=(2, 2), timings_ms={"decode": 1.25})
    write_csv(tmp_path / "c.csv", [judged], relative=lambda score: score / 2)
    write_csv(tmp_path / "s.csv", [judged], relative=lambda score: None, form=CsvForm.SEMICOLON)
    comma, semicolon = (
        dict(zip(*csv.reader((tmp_path / name).read_text("utf-8-sig").splitlines(), delimiter=sign), strict=True))
        for name, sign in (("c.csv", ","), ("s.csv", ";"))
    )
    assert (comma["image"], comma["label"], comma["score"], comma["decode_ms"]) == ("1.5.png", "'=x", "-0.5", "1.2")
    assert (semicolon["image"], semicolon["score"], semicolon["decode_ms"]) == ("1.5.png", "-0,5", "1,2")
    assert (comma["relative_score"], semicolon["relative_score"]) == ("-0.25", "")
    assert (tmp_path / "s.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_reviews_of_hostile_users_are_harmless(tmp_path):
    run = tmp_path / "r.h5"
    run.touch()
    record_review(run, image="=a.png", decision="reject", user="@eve\x1b[2K", reason="-1+1")
    export_image_reviews(run, tmp_path / "t.csv")
    row = (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()[1]
    assert row.startswith(r"'=a.png,reject,'@eve\x1b[2K,")
    assert ",'-1+1,yes" in row
