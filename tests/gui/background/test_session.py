"""What runs in the background: the newest request wins, changes keep their order, and categories do not mix."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand

from inspector.core.errors import StorageError
from inspector.data.category import scan_category
from inspector.gui import session as session_module
from inspector.gui.background.job import Done
from inspector.gui.session import Session
from inspector.store.category_id import ID_FILE
from inspector.store.models.model_folder import read_model
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.kinds import IMAGES
from tests.conftest import write_category


class Receiver(QObject):
    """Keeps what arrives, and the thread it arrives in."""

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.failures: list[object] = []
        self.threads: set[threading.Thread] = set()

    def take(self, result: object) -> None:
        self.results.append(result)
        self.threads.add(threading.current_thread())

    def fail(self, failed: object) -> None:
        self.failures.append(failed)


@pytest.fixture
def session(qapp, qtbot, settings, tmp_path: Path):
    made = Session(settings, home=tmp_path / "home")
    yield made
    made.close()


@pytest.fixture
def receiver(qapp) -> Receiver:
    return Receiver()


def waits_for(gate: threading.Event, result: object):
    def work() -> object:
        assert gate.wait(20)
        return result

    return work


def test_work_runs_off_the_gui_thread_and_its_result_arrives_in_it(session, receiver, qtbot):
    session.latest("key", threading.current_thread, receiver.take)
    assert not session.idle
    qtbot.waitUntil(lambda: session.idle)
    assert receiver.results != [threading.current_thread()]
    assert receiver.threads == {threading.current_thread()}


def test_a_newer_request_outdates_an_older_one_even_if_that_ends_last(session, receiver, qtbot):
    slow = threading.Event()
    session.latest("key", waits_for(slow, "old"), receiver.take)
    session.latest("key", lambda: "new", receiver.take)
    qtbot.waitUntil(lambda: receiver.results == ["new"])
    slow.set()
    session.latest("other", lambda: "other", receiver.take)
    qtbot.waitUntil(lambda: session.idle)
    assert receiver.results == ["new", "other"]


def test_of_many_requests_that_wait_only_the_newest_is_begun(session, receiver, qtbot):
    gate, begun = threading.Event(), []
    for number in range(10):

        def work(number: int = number) -> int:
            begun.append(number)
            assert gate.wait(20)
            return number

        session.latest("key", work, receiver.take)
    gate.set()
    qtbot.waitUntil(lambda: session.idle)
    assert receiver.results == [9]
    assert len(begun) <= 3


def test_nothing_arrives_after_it_was_outdated(session, receiver, qtbot):
    gate = threading.Event()
    session.latest("key", waits_for(gate, "old"), receiver.take, failed=receiver.fail)
    session.outdate("key")
    assert session.idle
    gate.set()
    session.latest("next", lambda: "next", receiver.take)
    qtbot.waitUntil(lambda: bool(receiver.results))
    qtbot.wait(50)
    assert (receiver.results, receiver.failures) == (["next"], [])


@pytest.mark.parametrize("error", [StorageError("full"), KeyError("bug"), SystemExit(3)])
def test_an_exception_arrives_at_failed_and_the_worker_lives_on(session, receiver, qtbot, error):
    def fails() -> None:
        raise error

    for _ in range(20):  # more than there are threads
        session.latest("key", fails, receiver.take, failed=receiver.fail)
        qtbot.waitUntil(lambda: session.idle)
    assert len(receiver.failures) == 20
    assert {failed.expected for failed in receiver.failures} == {isinstance(error, StorageError)}
    with qtbot.waitSignal(session.failed) as shown:
        session.latest("key", fails, receiver.take)
    assert str(error.args[0]) in shown.args[0].message
    session.latest("key", lambda: "well", receiver.take)
    qtbot.waitUntil(lambda: receiver.results == ["well"])


def test_a_damaged_identity_of_a_moved_category_is_shown(session, qtbot, tmp_path):
    root = write_category(tmp_path / "bottle", train_good=2, test_good=0, defective=0)
    with qtbot.waitSignal(session.category_changed):
        session.open_category(root)
    (root / ID_FILE).write_text("")
    with qtbot.waitSignal(session.failed) as shown:
        session.open_category(root.rename(tmp_path / "flask"))
    (failed,) = shown.args
    assert session.category.root == tmp_path / "flask"
    assert failed.message.startswith(f"{tmp_path / 'flask' / ID_FILE} is damaged.")
    assert "move the folder back where it was" in failed.message


def test_a_receiver_that_is_gone_is_not_called(session, qtbot):
    receiver, gate = Receiver(), threading.Event()
    session.latest("key", waits_for(gate, "late"), receiver.take)
    receiver.deleteLater()
    qtbot.wait(10)
    gate.set()
    qtbot.waitUntil(lambda: session.idle)


def test_changes_of_files_keep_their_order_and_one_that_fails_stops_none(session, receiver, qtbot):
    gate = threading.Event()
    session.change(waits_for(gate, 1), receiver.take)
    session.change(lambda: 1 / 0, receiver.take, failed=receiver.fail)
    session.change(lambda: 3, receiver.take)
    gate.set()
    qtbot.waitUntil(lambda: session.idle)
    assert receiver.results == [1, 3]
    assert [failed.expected for failed in receiver.failures] == [False]


def test_closing_waits_for_work_and_finishes_every_change(session, receiver, tmp_path):
    ended: list[str] = []
    begun = threading.Event()

    def work() -> None:
        begun.set()
        threading.Event().wait(0.2)
        ended.append("work")

    session.latest("key", work, receiver.take)
    begun.wait(20)
    for number in range(3):
        session.change(lambda number=number: ended.append(f"change {number}"))
    session.close()
    assert sorted(ended) == ["change 0", "change 1", "change 2", "work"]
    assert receiver.results == []
    session.latest("key", work, receiver.take)
    assert session.idle


def test_the_category_that_was_opened_last_is_open_in_the_end(session, category, tmp_path, monkeypatch, qtbot):
    slow, read = threading.Event(), type(IMAGES).scan

    def scan(kind: object, root: Path, **options: object) -> object:
        if root.name == "slow":
            assert slow.wait(20)
            return read(kind, category, **options)
        return read(kind, root, **options)

    monkeypatch.setattr(type(IMAGES), "scan", scan)
    told = []
    session.category_changed.connect(lambda opened: told.append(opened.root))
    session.open_category(tmp_path / "slow")
    session.open_category(category)
    qtbot.waitUntil(lambda: bool(told))
    slow.set()
    qtbot.wait(100)
    assert told == [category]
    assert session.category.root == category
    assert session.kind is IMAGES


def test_what_was_asked_of_one_category_does_not_arrive_with_another(session, receiver, category, qtbot):
    gate = threading.Event()
    session.latest("models", waits_for(gate, "of the category before"), receiver.take)
    with qtbot.waitSignal(session.category_changed):
        session.open_category(category)
    gate.set()
    session.latest("other", lambda: "now", receiver.take)
    qtbot.waitUntil(lambda: session.idle)
    assert receiver.results == ["now"]


def test_what_cannot_be_deleted_keeps_no_category_from_opening(session, category, monkeypatch, qtbot):
    with qtbot.waitSignal(session.category_changed):
        session.open_category(category)
    threads = []

    def refuse(_workspace: object) -> None:
        threads.append(threading.current_thread())
        raise StorageError("somebody has a file open")

    monkeypatch.setattr(session_module, "empty_discarded", refuse)
    with qtbot.waitSignal(session.said) as said, qtbot.waitSignal(session.category_changed):
        session.open_category(category)
    assert "somebody has a file open" in said.args[0]
    assert threading.current_thread() not in threads
    session.close()
    assert len(threads) == 2


def test_a_run_does_not_appear_in_review_when_another_category_opened_meanwhile(
    opened, model_folder, category, tmp_path, monkeypatch, qtbot
):
    run = opened.session.workspace.runs / "test.h5"
    list(inspect_batch(read_model(model_folder), scan_category(category).test[:2], output=run, device="cpu"))
    gate, begun, init = threading.Event(), threading.Event(), ImageRun.__init__

    def slow(self: ImageRun, path: Path) -> None:
        if path == run:
            begun.set()
            assert gate.wait(20)
        init(self, path)

    monkeypatch.setattr(ImageRun, "__init__", slow)
    opened.session.open_run(run)
    qtbot.waitUntil(begun.is_set)
    other = write_category(tmp_path / "other", train_good=3, test_good=1, defective=1)
    with qtbot.waitSignal(opened.session.category_changed):
        opened.session.open_category(other)
    gate.set()
    qtbot.waitUntil(lambda: opened.session.idle)
    qtbot.wait(50)
    assert opened.screens["review"].run is None


class Noted(QUndoCommand):
    """A command that refers to the session, as every one of the program does."""

    def __init__(self, session) -> None:
        super().__init__("noted")
        self.session = session


def test_a_closed_session_holds_no_commands_that_garbage_collection_would_free_twice(session):
    session.undo.push(Noted(session))
    session.close()
    assert session.undo.count() == 0


def test_a_job_whose_result_has_come_is_done_although_it_is_stopped(session, receiver, qtbot):
    gate = threading.Event()

    def updates():
        assert gate.wait(20)
        yield Path("result")

    job = session.start(updates, title="Writing", ended=receiver.take, result=Path)
    assert job.stoppable
    job.stop()
    gate.set()
    qtbot.waitUntil(lambda: bool(receiver.results))
    assert receiver.results == [Done(Path("result"))]
