"""Which task failed, and where: what is shown of methods that judge by tasks."""

from dataclasses import dataclass

from torch import Tensor

from inspector.core.methods.base import AnyMethod
from inspector.core.methods.capabilities import PosesTasks
from inspector.core.statistics import TaskStatistics

MAX_FAILED = 3
NOTABLE_SPREADS = 3.0  # spreads of good images

# What a part looks like to a network that takes one view for another, and the nine places of an image. A method's
# texts translate each of them.
_LOOKS = {
    "vertical": "looks moved up or down",
    "horizontal": "looks moved sideways",
    "rotation": "looks turned",
    "flip": "looks mirrored",
    "jigsaw": "looks put together wrongly",
}
_UNUSUAL = "looks unusual"
_WHOLE = "the whole part"
_PLACES = (
    ("the top left corner", "the top", "the top right corner"),
    ("the left side", "the middle", "the right side"),
    ("the bottom left corner", "the bottom", "the bottom right corner"),
)


@dataclass(frozen=True)
class FailedTask:
    """A task that good images solve and this one does not.

    Attributes:
        task: its name; empty if the method poses no other, because it then adds nothing to the decision.
        excess: by how much it fails, in spreads of good images at the same place.
        left, top, width, height: what was judged, in pixels of the image.
    """

    task: str
    excess: float
    left: int
    top: int
    width: int
    height: int

    def words(self, size: tuple[int, int]) -> tuple[str, str]:
        """Where it failed in an image of this size (H, W), and what the part looks like there, in plain English:
        `the top left corner`, `looks turned`."""
        look = look_of(self.task)
        height, width = size
        if (self.height, self.width) == size:
            return _WHOLE, look
        row = min(2, 3 * (2 * self.top + self.height) // (2 * height))  # the third that its middle lies in
        column = min(2, 3 * (2 * self.left + self.width) // (2 * width))
        return _PLACES[row][column], look


def look_of(task: str) -> str:
    """What a part looks like that fails a task, in plain English: `looks turned`."""
    return _LOOKS.get(task, _UNUSUAL)


def failed_tasks(
    method: AnyMethod, statistics: TaskStatistics, tasks: Tensor, *, size: tuple[int, int], judged: Tensor | None = None
) -> tuple[FailedTask, ...]:
    """The tasks that failed most, worst first: the worst one at each place, at most three in all.

    Of a whole image, judged at one place, every task that failed. A method that poses a single task there has none:
    that task is the score. Neither has a method that poses no tasks.

    Args:
        tasks: (P, T) of one image.
        size: (H, W) of the image in its own pixels.
        judged: (H, W) bool at the network's input size; a task posed outside these places has not failed.
    """
    if not isinstance(method, PosesTasks):
        return ()
    excess = statistics.normalise(tasks)
    whole = len(excess) == 1
    if whole and len(method.tasks) == 1:
        return ()
    places, side = method.places(), method.side
    candidates = [
        (value, place, task)
        for place, here in enumerate(excess.tolist())
        for task, value in enumerate(here)
        if value > NOTABLE_SPREADS and (whole or value == max(here)) and _is_judged(places[place], side, judged)
    ]
    height, width = method.config.image_size
    scale_y, scale_x = size[0] / height, size[1] / width
    return tuple(
        FailedTask(
            task=method.tasks[task] if len(method.tasks) > 1 else "",
            excess=value,
            left=round(places[place][1] * scale_x),
            top=round(places[place][0] * scale_y),
            width=round(side * scale_x),
            height=round(side * scale_y),
        )
        for value, place, task in sorted(candidates, reverse=True)[:MAX_FAILED]
    )


def _is_judged(place: tuple[int, int], side: int, judged: Tensor | None) -> bool:
    top, left = place
    return judged is None or bool(judged[top : top + side, left : left + side].any())
