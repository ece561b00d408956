import threading
from contextlib import closing

import pytest
import torch

from inspector.workflow.inspect.lanes import in_lanes, lanes_for


@pytest.fixture
def two_threads():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_outcomes_come_in_order_from_two_lanes_with_one_thread_each(two_threads):
    met = threading.Barrier(2)  # each of a pair waits for the other: one lane alone would never end

    def work(item: int) -> tuple[int, int]:
        met.wait(timeout=30)
        return item, torch.get_num_threads()

    assert list(in_lanes(work, range(6), lanes=lanes_for(6))) == [(item, 1) for item in range(6)]


def test_threads_that_start_later_are_none_of_the_lanes(two_threads):
    list(in_lanes(abs, [1, 2], lanes=lanes_for(2)))
    found = []
    later = threading.Thread(target=lambda: found.append(torch.get_num_threads()))
    later.start()
    later.join()
    assert (found, torch.get_num_threads()) == ([2], 2)


def test_a_single_item_is_worked_on_here_by_every_thread(two_threads):
    here = threading.get_ident()
    assert list(in_lanes(lambda _: (threading.get_ident(), torch.get_num_threads()), "x", lanes=lanes_for(1))) == [
        (here, 2)
    ]


def test_items_are_taken_no_faster_than_they_are_worked_on(two_threads):
    taken = []

    def items():
        for item in range(100):
            taken.append(item)
            yield item

    with closing(in_lanes(abs, items(), lanes=lanes_for(100))) as outcomes:
        assert next(outcomes) == 0
        assert len(taken) <= 4


def test_what_the_work_raises_is_raised_here(two_threads):
    outcomes = in_lanes(lambda item: 1 // item, [1, 0, 1], lanes=lanes_for(3))
    assert next(outcomes) == 1
    with pytest.raises(ZeroDivisionError):
        next(outcomes)
