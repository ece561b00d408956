"""The folder of an archive, from its first moment on."""

import pytest

from inspector.cluster.archive_folder import begin_archive, read_manifest
from inspector.core.errors import RunError


def test_an_archive_that_was_killed_in_its_first_moment_can_be_begun_again(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".archive.json.0123456789abcdef0123456789abcdef.part").touch()
    begin_archive(tmp_path / "a", {"model": "m"}, resume=True)
    assert read_manifest(tmp_path / "a")["model"] == "m"


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(RunError, match="something else"):
        begin_archive(tmp_path, {"model": "m"}, resume=True)
