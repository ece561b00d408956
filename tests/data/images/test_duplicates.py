import os

import pytest

from inspector.data.images.duplicates import exact_duplicates


def write(folder, contents):
    paths = []
    for name, content in contents.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


def test_the_same_file_under_two_names(tmp_path):
    a, b, c, d = write(tmp_path, {"a": b"x" * 100, "b": b"y" * 100, "c": b"x" * 100, "d": b"x" * 99})
    assert exact_duplicates([a, b, c, d]) == [[a, c]]


def test_files_that_differ_in_one_byte_far_from_the_middle(tmp_path):
    content = bytes(300_000)
    paths = write(tmp_path, {"a": content, "b": content[:-1] + b"\1"})
    assert exact_duplicates(paths) == []


def test_what_cannot_be_read_is_the_same_as_nothing(tmp_path):
    assert exact_duplicates([tmp_path / "absent", tmp_path / "absent too"]) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "other")
    assert exact_duplicates([tmp_path / "pipe", tmp_path / "other"]) == []
