"""Measure how quickly the desktop responds: opening, dragging, training in the background, a flood of events, memory.

    python training/desktop.py [--only open drag training events memory] [--seconds 40] [--beside WHAT] [--results FILE]

Without a display it renders offscreen (QT_QPA_PLATFORM=offscreen). It writes a table of targets and measurements.
State with --beside what else the machine was doing.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import torch
from PIL import Image

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QComboBox, QListView, QSlider

from inspector.core.inspection import Inspection
from inspector.core.operating_point import OperatingPoint
from inspector.core.regions import Region
from inspector.data.category import GOOD
from inspector.gui.app import create_application, create_window
from inspector.gui.main_window import MainWindow
from inspector.gui.review.similar_dialog import SimilarDialog
from inspector.gui.widgets.pictures.heat_view import HeatView
from inspector.gui.widgets.pictures.image_list import ImageListModel
from inspector.store.runs.image_run_writer import ImageRunWriter
from inspector.workflow.report.pictures import HeatScale

_PATIENCE_S = 120
Row = tuple[str, str, str]  # what, target, measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=list(_PARTS), default=list(_PARTS))
    parser.add_argument("--seconds", type=float, default=40, help="length of the training in which gaps are measured")
    parser.add_argument("--beside", default="nothing", help="what else the machine was doing")
    parser.add_argument("--results", type=Path)
    arguments = parser.parse_args()
    application = create_application(["desktop"])
    rows: list[Row] = []
    for part in arguments.only:
        with tempfile.TemporaryDirectory() as folder:
            settings = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
            settings.setValue("train/last", '{"method": "riad", "preset": "cpu"}')
            window = create_window(application, settings, home=Path(folder) / "home")
            window.resize(1280, 720)
            window.show()
            _wait(lambda window=window: window.isVisible() and window.session.idle)
            rows += _PARTS[part](window, Path(folder), arguments.seconds)
            window.session.close()
            _wait(lambda window=window: window.session.idle)
            window.close()
        print(*(" | ".join(row) for row in rows[-2:]), sep="\n", file=sys.stderr)
    table = _table(rows, beside=arguments.beside)
    print(table)
    if arguments.results:
        arguments.results.write_text(table, "utf-8")


def measure_opening(window: MainWindow, folder: Path, _seconds: float) -> list[Row]:
    """From the request for a category of 20,000 images to its thumbnail list on the screen."""
    root = _category(folder / "many", 20_000)

    def shown() -> QListView | None:
        """The list of thumbnails, which is made with the first category, once it has every image."""
        views = window.screens["category"].findChildren(QListView)
        filled = (view for view in views if isinstance(view.model(), ImageListModel))
        return next((view for view in filled if view.model().rowCount() == 20_000), None)

    times = []
    for _ in range(3):
        window.session.category = None
        started = time.perf_counter()
        window.session.open_category(root)
        _wait(lambda: window.session.category is not None and shown() is not None)
        view = shown()
        assert view is not None
        view.repaint()
        times.append(time.perf_counter() - started)
    rows = [("a category of 20,000 images, first opening", "≤ 0.3 s", f"{times[0]:.2f} s")]
    return [*rows, ("the same, opened again", "≤ 0.3 s", f"{min(times[1:]):.2f} s")]


def measure_dragging(window: MainWindow, folder: Path, _seconds: float) -> list[Row]:
    """One move of the opacity slider over a large map, and of a threshold over many scores, including painting."""
    root = _category(folder / "parts", 5_000, test=True)
    _open(window, root)
    run = folder / "home" / "parts" / "runs" / "parts-test.h5"
    _write_run(run, window)
    window.show_screen("review")
    window.session.open_run(run)
    screen = window.screens["review"]
    _wait(lambda: screen.run is not None and window.session.idle)
    side = 2000
    rng = np.random.default_rng(0)
    view = screen.view.findChild(HeatView)
    view.show_part(rng.integers(0, 255, (side, side, 3), np.uint8), keep_view=False)
    view.show_map(rng.random((side, side), np.float32), scale=HeatScale(0.2, 0.9))
    slider = screen.view.findChild(QSlider, "heat-opacity")
    opacity = _moves(slider.setValue, [10 + step % 90 for step in range(100)])
    places = [QPoint(20 + step, 40 + step) for step in range(100)]
    pointer = _moves(partial(_move_pointer, view), places)
    histogram = screen.thresholds.histogram
    lines = [item for item in histogram.getPlotItem().items if isinstance(item, pg.InfiniteLine)]
    reject = max(lines, key=lambda line: line.value())
    threshold = _moves(reject.setValue, np.linspace(reject.value(), reject.value() * 1.5, 100).tolist())
    screen.view.show_place(int(np.nanargmax(screen.run.scores)))
    similar = []
    similar_parts = next(one for one in screen.view.actions() if one.text() == "Show similar parts …")
    for _ in range(5):
        started = time.perf_counter()
        similar_parts.trigger()
        _wait(lambda: bool(screen.findChildren(SimilarDialog)))
        dialog = screen.findChildren(SimilarDialog)[0]
        dialog.repaint()
        similar.append(time.perf_counter() - started)
        dialog.reject()
        _wait(lambda: not screen.findChildren(SimilarDialog))
    return [
        ("one move of the opacity slider, map of 2000×2000", "≤ 16 ms", _milliseconds(opacity)),
        ("one move of a threshold, 5,000 scores", "≤ 16 ms", _milliseconds(threshold)),
        ("the value under the pointer, map of 2000×2000", "≤ 4 ms", _milliseconds(pointer)),
        ("similar parts among 5,000, until they are shown", "≤ 0.5 s", f"{np.median(similar):.2f} s"),
    ]


def measure_training(window: MainWindow, folder: Path, seconds: float) -> list[Row]:
    """How long the GUI thread waits while RIAD's preset `cpu` trains in the background."""
    root = _category(folder / "parts", 60, side=256)
    _open(window, root)
    window.show_screen("train")
    screen = window.screens["train"]
    _wait(lambda: window.session.idle)
    method = next(box for box in screen.findChildren(QComboBox) if box.accessibleName() == "Method")
    method.setCurrentIndex(method.findData("riad"))
    ticks = _Ticks()
    screen.start()
    _spin(10)  # reading the images, and the first steps
    ticks.start()
    _spin(seconds)
    ticks.stop()
    gaps = ticks.gaps_ms()
    busy = screen.job is not None and screen.job.running
    shown = ", ".join(f"{name} {value:.0f}" for name, value in gaps.items())
    return [
        ("gap in the GUI thread while RIAD `cpu` trains, ms", "p99 ≤ 50 ms", shown if busy else "training had ended"),
    ]


def measure_events(window: MainWindow, _folder: Path, _seconds: float) -> list[Row]:
    """A worker that floods the application with events."""
    count = _Count()

    def flood() -> Iterator[int]:
        yield from range(60_000)

    started = time.perf_counter()
    window.session.start(flood, title="flood", updated=count.add, ended=count.end)
    _wait(lambda: count.ended)
    return [
        ("60,000 events from a worker", "all, no abort", f"{count.events:,} in {time.perf_counter() - started:.1f} s")
    ]


def measure_memory(window: MainWindow, folder: Path, _seconds: float) -> list[Row]:
    """Growth of resident memory while two categories are opened in turn, twenty times."""
    roots = _category(folder / "one", 400, side=256), _category(folder / "other", 400, side=256)
    for root in roots * 2:  # what is created once stays
        _open(window, root)
        _spin(0.5)
    before = _resident_mb()
    for place in range(20):
        _open(window, roots[place % 2])
        _spin(0.5)
    return [("memory after opening and closing a category 20 times", "< +50 MB", f"{_resident_mb() - before:+.0f} MB")]


_PARTS: dict[str, Callable[[MainWindow, Path, float], list[Row]]] = {
    "open": measure_opening,
    "drag": measure_dragging,
    "training": measure_training,
    "events": measure_events,
    "memory": measure_memory,
}


class _Ticks(QObject):
    """A 5 ms timer in the GUI thread that records when it fires."""

    def __init__(self) -> None:
        super().__init__()
        self._times: list[float] = []
        self._timer = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def gaps_ms(self) -> dict[str, float]:
        gaps = 1000 * np.diff(self._times)
        return {f"p{share}": float(np.percentile(gaps, share)) for share in (50, 95, 99)} | {"max": float(gaps.max())}

    def _note(self) -> None:
        self._times.append(time.perf_counter())


class _Count(QObject):
    """Counts a job's events as the screens get them."""

    def __init__(self) -> None:
        super().__init__()
        self.events, self.ended = 0, False

    @Slot(object)
    def add(self, snapshot: object) -> None:
        self.events += len(snapshot.events)

    @Slot(object)
    def end(self, _ended: object) -> None:
        self.ended = True


def _category(root: Path, images: int, *, side: int = 64, test: bool = False) -> Path:
    """A category whose images are links to a few files."""
    folders = [root / "train" / "good"] + ([root / "test" / "good"] if test else [])
    rng = np.random.default_rng(0)
    for folder in folders:
        folder.mkdir(parents=True)
    sources = []
    for number in range(min(images, 60)):
        sources.append(folders[0] / f"{number:05d}.png")
        Image.fromarray(rng.normal(120, 12, (side, side, 3)).clip(0, 255).astype(np.uint8)).save(sources[-1])
    for folder in folders:
        for number in range(len(sources) if folder is folders[0] else 0, images):
            os.link(sources[number % len(sources)], folder / f"{number:05d}.png")
    return root


def _write_run(path: Path, window: MainWindow) -> None:
    """Scores of every test image, good and defective overlapping."""
    images = window.session.category.test
    rng = np.random.default_rng(0)
    point = OperatingPoint(review=0.5, reject=0.6)
    about = {
        "model": "none", "model_folder": "none", "method": "riad", "base": str(window.session.category.root),
        "operating_point": {"review": point.review, "reject": point.reject}, "started": "2026-01-01T00:00:00+0000",
    }  # fmt: skip
    names = [image.name for image in images]
    labels = [GOOD if number % 3 else "scratch" for number in range(len(images))]
    with ImageRunWriter(path, names=names, labels=labels, map_size=None, about=about) as run:
        for index, (name, label) in enumerate(zip(names, labels, strict=True)):
            score = float(rng.normal(0.4 if label == GOOD else 0.7, 0.1))
            decision = point.decide(score)
            left, top, side = (int(value) for value in rng.integers((0, 0, 4), (48, 48, 16)))
            found = (Region(left, top, side, side, side * side // 2, score, left, top),) if score > point.review else ()
            run.write(index, Inspection(name, label, score=score, decision=decision, regions=found, size=(64, 64)))


def _open(window: MainWindow, root: Path) -> None:
    window.session.open_category(root)
    _wait(lambda: window.session.category is not None and window.session.category.root == root.resolve())


def _moves(move: Callable[[float], object], values: list) -> np.ndarray:
    """Milliseconds of each move and everything it causes, including painting; the first ten are left out."""
    times = []
    for value in values:
        QCoreApplication.processEvents()
        started = time.perf_counter()
        move(value)
        QCoreApplication.processEvents()
        times.append(1000 * (time.perf_counter() - started))
    return np.asarray(times[10:])


def _move_pointer(view: HeatView, place: QPoint) -> None:
    where, none = QPointF(place), Qt.MouseButton.NoButton
    globally = view.viewport().mapToGlobal(where)
    event = QMouseEvent(QEvent.Type.MouseMove, where, globally, none, none, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(view.viewport(), event)


def _milliseconds(times: np.ndarray) -> str:
    return f"median {np.median(times):.1f}, p95 {np.percentile(times, 95):.1f} ms"


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError("the application did not get there")
        QCoreApplication.processEvents()
        time.sleep(0.001)


def _spin(seconds: float) -> None:
    """Let the application run as its own event loop does."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _table(rows: list[Row], *, beside: str) -> str:
    head = (
        "# How quickly the desktop responds\n\n"
        f"`python training/desktop.py`; {platform.machine()}, {os.cpu_count()} cores, torch with "
        f"{torch.get_num_threads()} threads, drawn {QGuiApplication.platformName()}. "
        f"Also running: {beside}.\n\n| what | target | measured |\n| --- | --- | --- |\n"
    )
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    main()
