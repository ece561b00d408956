"""Training a model, and then inspecting what it has not learned: one job, from good images or clips to a run."""

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from inspector.data.category import Category, ImageRef
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.workflow.inspect.images import InspectUpdate, inspect_batch
from inspector.workflow.inspect.video import InspectVideoUpdate, inspect_video
from inspector.workflow.train.images import ImageTrainJob, train
from inspector.workflow.train.job import TrainJob
from inspector.workflow.train.learning import TrainDone, TrainUpdate
from inspector.workflow.train.video import VideoTrainJob, train_video


def train_and_test(job: ImageTrainJob, *, run: Path) -> Iterator[TrainUpdate | InspectUpdate]:
    """The updates of a training, then those of inspecting the category's test images.

    The model is written before the inspection begins: stopped there, nothing of it is lost, and the run can be
    resumed.

    Args:
        run: the file to write the inspections to; labels are kept, and names are relative to the category.

    Raises:
        InspectorError: what :func:`train` and :func:`inspect_batch` raise.
    """
    stored = yield from _trained(job, train(job))
    images = images_to_test(job.category, stored)
    yield from inspect_batch(stored, images, output=run, device=job.device, base=job.category.root)


def train_and_test_video(job: VideoTrainJob, *, run: Path) -> Iterator[TrainUpdate | InspectVideoUpdate]:
    """The same for clips; nothing is inspected where the category has no test clips.

    Raises:
        InspectorError: what :func:`train_video` and :func:`inspect_video` raise.
    """
    stored = yield from _trained(job, train_video(job))
    category = job.category
    if category.test:
        yield from inspect_video(
            stored, category.test, output=run, device=job.device, folder_rate=job.folder_rate, base=category.root
        )


def _trained(job: TrainJob, training: Generator[TrainUpdate, None, None]) -> Generator[TrainUpdate, None, StoredModel]:
    """Pass on the updates of a training, and return its model."""
    model = job.output
    with closing(training) as updates:
        for update in updates:
            yield update
            if isinstance(update, TrainDone):
                model = update.model
    return read_model(model)


def images_to_test(category: Category, stored: StoredModel) -> list[ImageRef]:
    """The category's test images; where none of them is good, with those that the model was calibrated on.

    The thresholds were chosen by the latter, so that figures on them flatter: they stand in only where a person would
    else see no good part at all.
    """
    if any(not image.defective for image in category.test):
        return list(category.test)
    held_out = set(stored.card["split"]["calibration"])
    return [*category.test, *(image for image in category.train if image.name in held_out)]
