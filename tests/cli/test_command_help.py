"""What `--help` says is a person's language, whatever the framework generates."""

import re

import pytest
import typer

from inspector.cli import app

COMMANDS = sorted(typer.main.get_command(app).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_kinds_and_limits_in_words(cli, command):
    code, out, _ = cli(command, "--help")
    assert code == 0
    for word in ("list[", "<path>", "<str>", "range>", "x>=", "<=x", "default: (", "default: no-", "[]"):
        assert word not in out
    both_ways = set(re.findall(r"--\w+ / --no-[\w-]+", out))
    assert both_ways <= {"--light / --no-light", "--normalise / --no-normalise", "--weights / --no-weights"}


def test_help_keeps_kinds_limits_and_choices(cli):
    _, out, _ = cli("inspect", "--help")
    assert re.search(r"^  paths\.\.\.  Images or clips", out, re.MULTILINE)
    assert re.search(r"--frame-rate NUMBER ", out)
    assert re.search(r"--output PATH ", out)
    assert re.search(r"--resume  ", out)
    assert "at least 0.001" in " ".join(out.split())
    assert "comma|semicolon" in out


def test_flags_that_are_off_are_still_accepted_switched_off(cli, stored, tmp_path):
    code, _, error = cli("inspect", stored.folder, tmp_path / "none.png", "--no-resume", "--no-fail-on-defect")
    assert code == 3
    assert "No such option" not in error
