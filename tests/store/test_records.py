import os
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing

import pytest

from inspector.core.errors import StorageError
from inspector.core.operating_point import OperatingPoint
from inspector.store.records import (
    RECORDS_FILE,
    ReviewDecision,
    current_defect_types,
    current_reviews,
    defect_type_history,
    is_reviewed,
    operating_point_history,
    record_defect_type,
    record_operating_point,
    record_review,
    review_history,
)

OLD, NEW = OperatingPoint(review=1, reject=2), OperatingPoint(review=1, reject=3)


def test_changes_are_kept_in_order(tmp_path):
    assert operating_point_history(tmp_path) == []
    record_operating_point(tmp_path, old=OLD, new=NEW, user="ann", reason="first")
    record_operating_point(tmp_path, old=NEW, new=OLD, user="bob", reason="second")
    changes = operating_point_history(tmp_path)
    assert [(change.user, change.reason, change.new) for change in changes] == [
        ("ann", "first", NEW),
        ("bob", "second", OLD),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operating_points SET new_reject = 0",
        "DELETE FROM operating_points",
        "UPDATE reviews SET decision = 'accept'",
        "DELETE FROM reviews",
    ],
)
def test_records_cannot_be_changed_afterwards(tmp_path, statement):
    record_operating_point(tmp_path, old=OLD, new=NEW, user="ann", reason="first")
    record_review(tmp_path / "r.h5", image="a.png", decision=ReviewDecision.REJECT, user="ann")
    with sqlite3.connect(tmp_path / RECORDS_FILE) as database, pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)
    database.close()
    assert len(operating_point_history(tmp_path)) == 1
    assert current_reviews(tmp_path / "r.h5")["a.png"].decision is ReviewDecision.REJECT


def test_damaged_records_are_a_sentence(tmp_path):
    (tmp_path / RECORDS_FILE).write_bytes(b"this is not a database, whatever its name says" * 30)
    with pytest.raises(StorageError, match="cannot be read"):
        operating_point_history(tmp_path)


def test_nowhere_to_write(tmp_path):
    with pytest.raises(StorageError):
        record_operating_point(tmp_path / "missing", old=OLD, new=NEW, user="ann", reason="x")


def test_the_latest_review_of_each_image_is_in_force_and_all_are_history(tmp_path):
    run = tmp_path / "r.h5"
    assert review_history(run) == []
    said = [
        ("a.png", ReviewDecision.ACCEPT, "dust"),
        ("ünï/b.png", ReviewDecision.REJECT, ""),
        ("a.png", ReviewDecision.UNSURE, "on a second look"),
        ("c.png", ReviewDecision.REJECT, ""),
        ("c.png", None, "pressed the wrong key"),
    ]
    written = [record_review(run, image=image, decision=what, user="ann", reason=why) for image, what, why in said]
    assert review_history(run) == written
    assert [(review.image, review.decision, review.reason) for review in review_history(run)] == said
    assert current_reviews(run) == {"a.png": written[2], "ünï/b.png": written[1]}
    again = record_review(run, image="c.png", decision=ReviewDecision.ACCEPT, user="bob")
    assert current_reviews(run)["c.png"] == again


def test_reviews_of_an_interrupted_run_are_those_of_the_complete_one_and_of_no_other(tmp_path):
    record_review(tmp_path / "r.h5.part", image="a.png", decision=ReviewDecision.ACCEPT, user="ann")
    assert set(current_reviews(tmp_path / "r.h5")) == {"a.png"}
    assert is_reviewed(tmp_path / "r.h5")
    assert current_reviews(tmp_path / "r-2.h5") == {}
    assert not is_reviewed(tmp_path / "r-2.h5")


def test_the_latest_type_of_each_region_is_in_force_and_all_are_history(tmp_path):
    run = tmp_path / "r.h5.part"
    said = [
        ("a.png", 0, "scratch"),
        ("a.png", 1, "stain"),
        ("a.png", 0, "dent"),
        ("b.png", 0, "stain"),
        ("a.png", 1, None),
    ]
    written = [
        record_defect_type(run, image=image, region=region, type_name=name, user="ann") for image, region, name in said
    ]
    assert defect_type_history(tmp_path) == written
    assert current_defect_types(tmp_path / "r.h5") == {"a.png": {0: "dent"}, "b.png": {0: "stain"}}
    assert current_defect_types(tmp_path / "r-2.h5") == {}
    assert is_reviewed(run), "a new run must not take its name"


def test_types_are_added_to_records_from_before_there_were_types(tmp_path):
    run = tmp_path / "r.h5"
    review = record_review(run, image="a.png", decision=ReviewDecision.ACCEPT, user="ann")
    with closing(sqlite3.connect(tmp_path / RECORDS_FILE)) as database, database:
        database.execute("DROP TABLE defect_types")
    assert current_defect_types(run) == {}
    record_defect_type(run, image="a.png", region=0, type_name="scratch", user="ann")
    assert current_defect_types(run) == {"a.png": {0: "scratch"}}
    assert current_reviews(run) == {"a.png": review}
    with closing(sqlite3.connect(tmp_path / RECORDS_FILE)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (2,), "earlier programs still read the reviews"
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            database.execute("UPDATE defect_types SET type = 'dent'")


def test_a_decision_that_is_none_is_not_written(tmp_path):
    with pytest.raises(StorageError, match="CHECK constraint"):
        record_review(tmp_path / "r.h5", image="a.png", decision="perhaps", user="ann")
    assert review_history(tmp_path / "r.h5") == []


def test_records_from_before_there_were_reviews(tmp_path):
    with sqlite3.connect(tmp_path / RECORDS_FILE) as database:
        database.execute(
            "CREATE TABLE operating_points (id INTEGER PRIMARY KEY, time TEXT NOT NULL, user TEXT NOT NULL,"
            " reason TEXT NOT NULL, old_review REAL NOT NULL, old_reject REAL NOT NULL, new_review REAL NOT NULL,"
            " new_reject REAL NOT NULL)"
        )
        database.execute("INSERT INTO operating_points VALUES (1, '2025-01-01T00:00:00+00:00', 'ann', 'x', 1, 2, 1, 3)")
    database.close()
    assert review_history(tmp_path / "r.h5") == []
    record_review(tmp_path / "r.h5", image="a.png", decision=ReviewDecision.ACCEPT, user="ann")
    assert set(current_reviews(tmp_path / "r.h5")) == {"a.png"}
    assert [(change.old, change.new) for change in operating_point_history(tmp_path)] == [(OLD, NEW)]


def test_records_of_a_newer_version_are_refused(tmp_path):
    with sqlite3.connect(tmp_path / RECORDS_FILE) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(StorageError, match="reads formats up to 2"):
        review_history(tmp_path / "r.h5")
    with pytest.raises(StorageError, match="reads formats up to 2"):
        record_review(tmp_path / "r.h5", image="a.png", decision=None, user="ann")


_KILL_REVIEWERS = textwrap.dedent("""
    import os, random, signal, sys, time
    from pathlib import Path
    from inspector.store.records import ReviewDecision, record_review, review_history

    rng = random.Random(0)

    def review(run, told):
        for i in range(100_000):
            record_review(run, image=f"{i}.png", decision=ReviewDecision.REJECT, user="ann", reason="scratch")
            os.write(told, b"x")

    for attempt in range(10):
        run = Path(sys.argv[1]) / f"{attempt}.h5"
        read, told = os.pipe()
        child = os.fork()
        if child == 0:
            review(run, told)
        os.close(told)
        os.read(read, 1)  # the first is written
        time.sleep(rng.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        written = 1
        while chunk := os.read(read, 65536):
            written += len(chunk)
        os.close(read)
        found = [review.image for review in review_history(run)]
        assert found == [f"{i}.png" for i in range(len(found))], found
        assert written <= len(found) <= written + 1, (len(found), written)
        print(len(found), flush=True)
""")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_killed_right_after_a_review_the_review_is_in_the_file(tmp_path):
    process = subprocess.run(
        [sys.executable, "-c", _KILL_REVIEWERS, tmp_path],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"},
    )
    assert process.returncode == 0, process.stderr
    found = [int(line) for line in process.stdout.split()]
    assert len(found) == 10
    assert len(set(found)) > 2  # the moments were different ones
