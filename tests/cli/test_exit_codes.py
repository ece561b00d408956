"""What the command line says and exits with when something is wrong, whatever that is."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FAULT, READER_GONE = 70, 141


@pytest.fixture
def faulty(monkeypatch, tmp_path):
    """A program with a fault in it."""

    def methods_of(*_: object) -> None:
        raise ZeroDivisionError("one\x1b[2K line\nand another")

    monkeypatch.setattr("inspector.cli.commands.methods._map", methods_of)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)


def test_a_fault_of_the_program_has_an_exit_code_of_its_own_and_one_sentence(cli, faulty, tmp_path):
    code, _, stderr = cli("methods")
    assert code == FAULT
    assert stderr.count("\n") == 1
    assert r"(ZeroDivisionError: one\x1b[2K line)" in stderr
    (details,) = tmp_path.glob("inspector-cli-*.txt")
    assert str(details) in stderr
    assert "Traceback" in details.read_text()
    assert "methods_of" in details.read_text()


def test_a_fault_is_told_to_machines(cli, faulty):
    code, out, _ = cli("methods", "--json")
    assert code == FAULT
    error = json.loads(out)["error"]
    assert (error["code"], error["fields"]["kind"]) == ("fault", "ZeroDivisionError")


def test_details_that_cannot_be_written_are_no_second_fault(cli, faulty, monkeypatch):
    def refuse(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    code, _, stderr = cli("methods")
    assert code == FAULT
    assert "No space left on device" in stderr


def test_a_reader_that_needs_no_more_is_no_defect_and_no_error():
    reading, writing = os.pipe()
    os.close(reading)  # as `head` does
    ended = subprocess.run(
        [sys.executable, "-m", "inspector.cli", "methods"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (READER_GONE, b"")


def test_every_line_of_the_commands_goes_through_the_function_that_makes_names_harmless():
    folder = Path(__file__).parents[2] / "inspector" / "cli"
    sources = [path for path in folder.rglob("*.py") if path.name != "console.py"]
    printing = [
        path.name for path in sources if "typer.echo(" in path.read_text("utf-8").replace("echo(__version__", "")
    ]
    assert len(sources) > 15
    assert printing == []


def test_names_cannot_rewrite_what_the_terminal_shows(cli, model_folder, category, tmp_path):
    batch = tmp_path / "batch"
    batch.mkdir()
    hostile = "a\x1b[1A\x1b[2K\nOK 0.1 [bold]:warning:\u202egnp.png"
    (batch / hostile).write_bytes((category / "test/blob/000.png").read_bytes())
    (batch / "b\x1b]0;title\x07.png").write_bytes(b"no picture")
    page, table = tmp_path / "r.html", tmp_path / "r.csv"
    code, out, stderr = cli(
        "inspect", model_folder, batch, "--output", tmp_path / "r.h5", "--report", page, "--csv", table
    )
    assert code == 3
    assert out.count("\n") == 3  # two images and the summary
    assert r"a\x1b[1A\x1b[2K\nOK 0.1 [bold]:warning:\u202egnp.png" in out
    assert r"b\x1b]0;title\x07.png" in out
    written = out + stderr + page.read_text("utf-8") + table.read_text("utf-8-sig")
    assert not {"\x1b", "\x07", "\u202e"} & set(written)
    assert table.read_text("utf-8-sig").count("\n") == 3
    code, out, _ = cli("inspect", model_folder, batch, "--output", tmp_path / "j.h5", "--json")
    assert "\u202e" not in out
    assert json.loads(out)["inspections"][0]["image"].endswith(hostile)
