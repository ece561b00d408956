import errno
import json
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from inspector.core.errors import InUseError, StorageError
from inspector.store import owner
from inspector.store.owner import STALE_S, Claim, owner_of, refuse_in_use

_OTHER = """
import sys
from pathlib import Path
from inspector.store.owner import Claim
claim = Claim(Path(sys.argv[1]), user="Ada")
print("claimed", flush=True)
sys.stdin.readline()
claim.release()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that works on `work`, until it gets a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", _OTHER, tmp_path / "work"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout.readline() == b"claimed\n"
    yield process
    process.kill()
    process.communicate()


def record_of(path):
    return path.with_name(f".{path.name}.owner")


def elsewhere(path):
    """The owner of this path as another host would have written it."""
    record = json.loads(record_of(path).read_text("utf-8"))
    record_of(path).write_text(json.dumps(record | {"machine": "another", "host": "station 2", "token": "t"}), "utf-8")


def test_a_second_process_is_told_who_works_on_it_and_since_when(other, tmp_path):
    found = owner_of(tmp_path / "work")
    assert (found.user, found.process) == ("Ada", other.pid)
    told = rf"work is in use: Ada has been working on it on .* since {found.local_since} \(process {other.pid}\)"
    with pytest.raises(InUseError, match=told):
        Claim(tmp_path / "work", user="Bob")
    with pytest.raises(InUseError, match=told):
        refuse_in_use(tmp_path / "work")
    other.communicate(b"\n")
    assert owner_of(tmp_path / "work") is None
    refuse_in_use(tmp_path / "work")
    with Claim(tmp_path / "work", user="Bob") as claim:
        assert claim.taken_from is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no zombies")
@pytest.mark.parametrize("reaped", [True, False])
def test_what_a_killed_process_owned_is_taken_over(other, tmp_path, reaped):
    other.kill()
    if reaped:
        other.wait()
    else:
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # it is gone, and a zombie
    assert owner_of(tmp_path / "work") is None
    with Claim(tmp_path / "work", user="Bob") as claim:
        assert (claim.taken_from.user, claim.taken_from.process) == ("Ada", other.pid)
        assert owner_of(tmp_path / "work").user == "Bob"


def test_a_process_that_has_the_number_of_a_dead_one_is_not_its_owner(tmp_path):
    with Claim(tmp_path / "work", user="Ada"):
        record = json.loads(record_of(tmp_path / "work").read_text("utf-8"))
        record_of(tmp_path / "work").write_text(json.dumps(record | {"started": record["started"] - 3600}), "utf-8")
        assert owner_of(tmp_path / "work") is not None  # its clock may have been set
        long_ago = time.time() - 2 * STALE_S
        os.utime(record_of(tmp_path / "work"), (long_ago, long_ago))
        assert owner_of(tmp_path / "work") is None


def test_an_owner_on_another_host_counts_while_it_gives_signs_of_life(tmp_path):
    with Claim(tmp_path / "work", user="Ada"):
        elsewhere(tmp_path / "work")
        assert owner_of(tmp_path / "work").host == "station 2"
        with pytest.raises(InUseError, match="station 2"):
            Claim(tmp_path / "work", user="Bob")
        long_ago = time.time() - 2 * STALE_S
        os.utime(record_of(tmp_path / "work"), (long_ago, long_ago))
        assert owner_of(tmp_path / "work") is None
        with Claim(tmp_path / "work", user="Bob") as second:
            assert second.taken_from.host == "station 2"


def test_an_owner_is_told_that_another_has_taken_over(tmp_path, monkeypatch):
    monkeypatch.setattr(owner, "HEARTBEAT_S", 0.01)
    with Claim(tmp_path / "work", user="Ada") as first:
        first.check()
        elsewhere(tmp_path / "work")
        first._released.wait(0.5)
        with pytest.raises(InUseError, match="station 2"):
            first.check()
    assert record_of(tmp_path / "work").exists()  # it is the other's


def test_the_owner_gives_signs_of_life(tmp_path, monkeypatch):
    monkeypatch.setattr(owner, "HEARTBEAT_S", 0.01)
    with Claim(tmp_path / "work", user="Ada"):
        os.utime(record_of(tmp_path / "work"), (0, 0))
        deadline = time.monotonic() + 10
        while record_of(tmp_path / "work").stat().st_mtime == 0:
            assert time.monotonic() < deadline


def test_a_record_that_says_nothing_counts_until_it_is_old(tmp_path):
    """Its process may be about to write it, or was stopped by a power cut."""
    record_of(tmp_path / "work").touch()
    with pytest.raises(InUseError, match="somebody"):
        Claim(tmp_path / "work", user="Bob")
    os.utime(record_of(tmp_path / "work"), (0, 0))
    with Claim(tmp_path / "work", user="Bob") as claim:
        assert claim.taken_from is None


def test_a_record_that_the_full_disk_refused_is_nobodys(tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(owner.json, "dump", full)
        with pytest.raises(StorageError, match="the disk is full"):
            Claim(tmp_path / "run.h5", user="anna")
    assert list(tmp_path.iterdir()) == []
    with Claim(tmp_path / "run.h5", user="anna"):
        pass


def test_a_taker_that_was_slower_leaves_the_faster_ones_record(tmp_path, monkeypatch):
    """Between reading a dead owner's record and removing it, another process may have done both."""
    path = tmp_path / "work"
    with Claim(path, user="Ada") as faster:
        dead = replace(faster._mine, process=2**22 + 1, token="dead")
        reads = iter([dead])  # what the slower one has read before
        read = owner._read
        monkeypatch.setattr(owner, "_read", lambda file: next(reads, None) or read(file))
        with pytest.raises(InUseError, match="Ada"):
            Claim(path, user="Bob")
        monkeypatch.undo()
        assert owner_of(path).user == "Ada"
    assert list(tmp_path.iterdir()) == []


def test_a_record_from_before_the_clock_was_set_back_locks_nobody_out(tmp_path):
    """As after a power cut on a computer whose clock begins anew: the record counts as touched in the future."""
    with Claim(tmp_path / "work", user="Ada"):
        elsewhere(tmp_path / "work")
        for days, lives in ((0.1, True), (400, False)):  # the clocks of two computers may differ a little
            ahead = time.time() + days * 86_400
            os.utime(record_of(tmp_path / "work"), (ahead, ahead))
            assert (owner_of(tmp_path / "work") is not None) is lives
        with Claim(tmp_path / "work", user="Bob") as second:
            assert second.taken_from.host == "station 2"
