"""A sample of `training/faults/mutated_images.py`: no damage that a file lets notice passes for a picture."""

from collections import Counter

import pytest

from training.faults.mutated_images import DAMAGES, UNKNOWABLE, outcomes, table

CHECKED = ("png", "tiff deflate")  # by checksums


@pytest.fixture(scope="module")
def found():
    pytest.importorskip("imagecodecs", reason="it writes TIFF with LZW")
    return list(outcomes(2 * len(UNKNOWABLE) * len(DAMAGES), seed=7))


def test_with_a_checksum_no_other_pixels_are_read(found):
    assert Counter(one.result for one in found if one.format in CHECKED)["changed"] == 0
    assert Counter(one.result for one in found if one.format in CHECKED)["refused"] > 20


def test_without_one_an_end_or_a_stretch_that_is_missing_is_noticed(found):
    assert {one.result for one in found if one.damage == "cut off"} == {"refused"}
    holes = Counter(one.result for one in found if one.damage == "a hole" and not one.format.startswith("jpeg"))
    assert holes["refused"] > 0 == holes["changed"]


def test_zeros_at_the_end_are_noticed_in_jpeg(found):
    zeros = {one.result for one in found if one.damage == "zeros to the end" and one.format.startswith("jpeg")}
    assert "changed" not in zeros


def test_the_table_counts_every_file_and_says_what_cannot_be_known(found):
    rows = table(found, by="format")
    assert len(rows) == 2 + len(UNKNOWABLE)
    assert all(reason in row for row, reason in zip(rows[2:], UNKNOWABLE.values(), strict=True))
    assert sum(int(row.split("|")[2]) for row in rows[2:]) == len(found)
