"""Two desktops and a command line on one category, doing things at random: is a record lost or doubled?

    QT_QPA_PLATFORM=offscreen python training/faults/two_desktops.py CATEGORY MODEL --seconds 120

Each desktop is a process with the real window; it inspects batches, decides on parts of whatever run there is, and
changes thresholds. The command line inspects and changes thresholds. Each writes what it was told is done into a
journal. At the end every run of the journals must be whole, and every decision and every change must be in the records
exactly once. All these processes are forked from this one, which has imported what they need.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings

import inspector.workflow.inspect.images  # noqa: F401 - so that no command of the command line imports it anew
from inspector.cli import main as run_command
from inspector.core.errors import InUseError
from inspector.gui.app import create_application, create_window
from inspector.store.records import ReviewDecision, operating_point_history, review_history
from inspector.store.runs.image_run import ImageRun
from inspector.store.workspace import workspace_of
from inspector.workflow.review.thresholds import change_operating_point

_FORK = multiprocessing.get_context("fork")
_WAIT_S = 120.0
_THRESHOLDS = (0.5, 5.0)


class Journal:
    """What one process was told is done, a line each, on the disk at once."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def note(self, what: str, **values: object) -> None:
        self._file.write(json.dumps({"what": what, **values}) + "\n")
        self._file.flush()


class Desktop:
    """A window that a person works at without thinking."""

    def __init__(self, category: Path, home: Path, journal: Journal, chance: random.Random) -> None:
        self._app = create_application(["inspector"])
        settings = QSettings(str(home / f"settings-{os.getpid()}.ini"), QSettings.Format.IniFormat)
        self._window = create_window(self._app, settings, home=home)
        self._session, self._journal, self._chance = self._window.session, journal, chance
        self._failures = 0
        self._session.failed.connect(self._failed)
        self._window.show()
        self._session.open_category(category)
        self._until(lambda: self._session.category is not None)
        self._category = category

    def work(self, seconds: float) -> None:
        """Do things at random for so long, then close."""
        until = time.time() + seconds
        while time.time() < until:
            self._chance.choice((self._inspect, self._decide, self._decide, self._threshold))()
        self._session.close()
        self._until(lambda: self._session.idle)
        self._window.close()

    def _inspect(self) -> None:
        page = self._window.screens["inspect"].page
        self._window.show_screen("inspect")
        self._until(lambda: page.model.count() > 0 and self._session.idle)
        page.choose([self._category / "test" / self._chance.choice(("good", "blob"))])
        page.start()
        self._until(lambda: page.inspecting.job is None and self._session.idle)
        if page.inspecting.run is not None:
            self._journal.note("run", path=str(page.inspecting.run))

    def _decide(self) -> None:
        runs = sorted(self._session.workspace.runs.glob("*.h5"))
        if not runs:
            return
        run, screen = self._chance.choice(runs), self._window.screens["review"]
        self._window.show_screen("review")
        screen.open_run(run)
        self._until(lambda: screen.run is not None and screen.run.path == run and self._session.idle)
        for _ in range(self._chance.randint(1, 4)):
            if screen.view.place is None:
                return
            name, decision = screen.run.record_name(screen.view.place), self._chance.choice(list(ReviewDecision))
            before = self._failures
            screen.decide(decision)
            self._until(lambda: self._session.idle)
            if self._failures > before:
                return
            self._journal.note("review", run=str(run), name=name, decision=str(decision))

    def _threshold(self) -> None:
        model, reason = next(self._session.workspace.models.iterdir()), uuid.uuid4().hex
        review, reject = sorted(self._chance.uniform(*_THRESHOLDS) for _ in range(2))
        change = partial(
            change_operating_point, model, review=review, reject=reject, max_false_reject=None, max_review=None,
            reason=reason,
        )  # fmt: skip
        before = self._failures
        self._session.change(change)
        self._until(lambda: self._session.idle)
        if self._failures == before:
            self._journal.note("threshold", model=str(model), reason=reason)

    def _failed(self, failed: object) -> None:
        """Refused is right, where another window has the category; it must then not be recorded."""
        self._failures += 1
        refused = isinstance(getattr(failed, "error", None), InUseError)
        self._journal.note("refused" if refused else "failure", message=str(getattr(failed, "message", failed)))

    def _until(self, done: Callable[[], bool]) -> None:
        deadline = time.time() + _WAIT_S
        while not done():
            if time.time() > deadline:
                raise TimeoutError(f"{done} did not come true")
            self._app.processEvents()
            time.sleep(0.005)


def desktop(category: Path, home: Path, journal: Path, seconds: float) -> None:
    Desktop(category, home, Journal(journal), random.Random(str(journal))).work(seconds)


def command(arguments: list[str], stderr: Path) -> None:
    """One command of the command line, in a process of its own."""
    for stream, target in ((1, Path(os.devnull)), (2, stderr)):
        with target.open("wb") as file:
            os.dup2(file.fileno(), stream)
    sys.argv = ["inspector-cli", *arguments]
    run_command()


def command_line(
    model: Path, category: Path, journal: Journal, chance: random.Random, *, goes_on: Callable[[], bool]
) -> None:
    """Work at the command line."""
    runs = model.parent.parent / "runs"
    while goes_on():
        if chance.random() < 0.5:
            output = runs / f"line-{uuid.uuid4().hex[:8]}.h5"
            arguments, note = ["inspect", model, category / "test" / "good", "--output", output], {"path": str(output)}
        else:
            review, reject = sorted(chance.uniform(*_THRESHOLDS) for _ in range(2))
            note = {"model": str(model), "reason": uuid.uuid4().hex}
            arguments = ["threshold", model, "--review", review, "--reject", reject, "--reason", note["reason"]]
        stderr = model.parents[2] / "stderr"
        done = _FORK.Process(target=command, args=(list(map(str, arguments)), stderr))
        done.start()
        done.join()
        if done.exitcode:
            said = stderr.read_text("utf-8").strip()
            journal.note("failure", message=f"{arguments[0]}: {done.exitcode}: {said[-300:]}")
        else:
            journal.note("run" if arguments[0] == "inspect" else "threshold", **note)


def lost_or_doubled(entries: list[dict[str, str]]) -> list[str]:
    """What of the journals is not in the files exactly once."""
    wrong = [f"failure: {entry['message']}" for entry in entries if entry["what"] == "failure"]
    for run in [entry["path"] for entry in entries if entry["what"] == "run"]:
        with ImageRun(Path(run)) as opened:
            if opened.interrupted or len(opened.finished()) != len(opened):
                wrong.append(f"{run} is not whole")
    decided = Counter((one["run"], one["name"], one["decision"]) for one in entries if one["what"] == "review")
    found = Counter(
        (run, review.image, str(review.decision))
        for run in {run for run, _, _ in decided}
        for review in review_history(Path(run))
    )
    wrong += [f"{key}: decided {decided[key]} times, recorded {found[key]}" for key in decided | found
              if decided[key] != found[key]]  # fmt: skip
    changed = Counter((one["model"], one["reason"]) for one in entries if one["what"] == "threshold")
    kept = Counter(
        (model, change.reason)
        for model in {model for model, _ in changed}
        for change in operating_point_history(Path(model))
    )
    wrong += [f"{key}: changed {changed[key]} times, recorded {kept[key]}" for key in changed | kept
              if changed[key] != kept[key]]  # fmt: skip
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("category", type=Path)
    parser.add_argument("model", type=Path, help="a model of the category; it is copied")
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        workspace = workspace_of(given.category, home=home)
        workspace.runs.mkdir(parents=True, exist_ok=True)
        model = Path(shutil.copytree(given.model, workspace.models / "model"))
        journals = [home / f"{name}.jsonl" for name in ("first", "second", "line")]
        desktops = [
            _FORK.Process(target=desktop, args=(given.category, home, journal, given.seconds))
            for journal in journals[:2]
        ]
        for process in desktops:
            process.start()
        command_line(
            model,
            given.category,
            Journal(journals[2]),
            random.Random("line"),
            goes_on=lambda: any(process.is_alive() for process in desktops),
        )
        for process in desktops:
            process.join()
        codes = [process.exitcode for process in desktops]
        entries = [json.loads(line) for journal in journals if journal.exists() for line in journal.open()]
        wrong = lost_or_doubled(entries) + [f"a desktop ended with {code}" for code in codes if code]
    print(json.dumps({"done": Counter(entry["what"] for entry in entries), "wrong": wrong}, indent=1))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
