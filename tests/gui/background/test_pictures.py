"""Pictures in the background: the newest request first, bounded memory, and no exception that stops it."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QThread

from inspector.core.errors import ImageError
from inspector.gui.background.frames import FrameReader, ShownFrame
from inspector.gui.background.pictures import PictureLoader, Unavailable


class Maker:
    """Makes a picture of eight bytes of each number, not before the gate is open."""

    def __init__(self) -> None:
        self.gate, self.begun = threading.Event(), threading.Event()
        self.made: list[int] = []
        self.threads: set[int] = set()

    def __call__(self, key: int) -> np.ndarray:
        self.begun.set()
        assert self.gate.wait(20)
        self.made.append(key)
        self.threads.add(threading.get_ident())
        return np.full(8, key, np.uint8)


@pytest.fixture
def maker() -> Maker:
    return Maker()


def loader_of(qapp, make, **options) -> PictureLoader:
    loader = PictureLoader(make, qapp, **({"cache_bytes": 10**6} | options))
    loader.keys = []
    loader.loaded.connect(lambda key, _picture: loader.keys.append(key))
    return loader


def test_a_picture_comes_once_and_stays(qtbot, qapp, maker):
    loader = loader_of(qapp, maker)
    maker.gate.set()
    with qtbot.waitSignal(loader.loaded) as told:
        assert loader.get(7) is None
    assert told.args[0] == 7
    assert loader.get(7) is told.args[1]
    qtbot.waitUntil(lambda: loader.idle)
    assert maker.made == [7]
    assert threading.get_ident() not in maker.threads


def test_the_newest_request_comes_first_what_is_ahead_after_it_and_the_oldest_are_dropped(qtbot, qapp, maker):
    loader = loader_of(qapp, maker, queue=5)
    loader.get(0)
    assert maker.begun.wait(20)
    for key in (1, 2, 3):
        loader.get(key)
    loader.get(4, ahead=(5, 6))
    maker.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert maker.made == [0, 4, 5, 6, 3, 2]


def test_exceptions_of_any_kind_make_no_picture_and_stop_nothing(qtbot, qapp):
    def make(key: int) -> np.ndarray:
        if key == 0:
            raise ImageError("damaged")
        if key < 8:
            raise [RuntimeError("bug"), SystemExit(1)][key % 2]
        return np.zeros(8, np.uint8)

    loader = loader_of(qapp, make, workers=2)
    for key in range(9):
        with qtbot.waitSignal(loader.loaded):
            loader.get(key)
    assert isinstance(loader.get(0), Unavailable)
    assert [loader.get(key).reason for key in (0, 2)] == ["damaged", "RuntimeError: bug"]
    assert isinstance(loader.get(8), np.ndarray)


def test_memory_is_bounded_and_what_was_looked_at_last_stays(qtbot, qapp, maker):
    loader = loader_of(qapp, maker, cache_bytes=24)
    maker.gate.set()
    for key in range(3):
        with qtbot.waitSignal(loader.loaded):
            loader.get(key)
    assert loader.get(0) is not None
    with qtbot.waitSignal(loader.loaded):
        loader.get(3)
    assert loader.get(0) is not None
    assert loader.get(1) is None


def test_one_picture_is_kept_however_large_it_is(qtbot, qapp, maker):
    loader = loader_of(qapp, maker, cache_bytes=0)
    maker.gate.set()
    for key in range(2):
        with qtbot.waitSignal(loader.loaded):
            loader.get(key)
    assert loader.get(1) is not None


def test_what_is_cancelled_or_cleared_does_not_come(qtbot, qapp, maker):
    loader = loader_of(qapp, maker)
    loader.get(0)
    assert maker.begun.wait(20)
    loader.get(1)
    loader.get(2)
    loader.cancel(1)
    loader.clear()
    assert loader.idle
    loader.get(3)
    maker.gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert loader.keys == [3]
    assert 1 not in maker.made


def test_another_maker_forgets_the_pictures_of_the_one_before_and_closes_it_in_its_thread(qtbot, qapp, maker):
    closed = []
    loader = loader_of(qapp, None)
    assert loader.get(1) is None
    assert not maker.begun.is_set()
    loader.use(maker, close=lambda: closed.append(threading.get_ident()))
    maker.gate.set()
    with qtbot.waitSignal(loader.loaded):
        loader.get(1)
    loader.use(None)
    assert loader.get(1) is None
    qtbot.waitUntil(lambda: bool(closed))
    assert set(closed) == maker.threads


def test_what_is_made_can_be_finished_in_the_gui_thread(qtbot, qapp, maker):
    loader = loader_of(qapp, maker, finish=lambda picture: (picture, QThread.currentThread()))
    maker.gate.set()
    with qtbot.waitSignal(loader.loaded) as told:
        loader.get(5)
    assert told.args[1][1] is qapp.thread()


def test_of_frames_that_are_wanted_quickly_only_the_last_is_read(qtbot, qapp):
    gate, begun, read = threading.Event(), threading.Event(), []

    class Slow:
        def read(self, index: int) -> ShownFrame:
            read.append(index)
            begun.set()
            gate.wait(10)
            return ShownFrame(index, None)

        def close(self) -> None:
            read.append("closed")

    reader = FrameReader(Slow)
    loader = loader_of(qapp, None, queue=1)
    loader.use(reader.read, close=reader.close)
    loader.get(0)
    assert begun.wait(10)
    for index in range(1, 50):
        loader.get(index)
    gate.set()
    qtbot.waitUntil(lambda: loader.idle)
    assert read == [0, 49]
    loader.use(None)
    qtbot.waitUntil(lambda: read[-1] == "closed")
