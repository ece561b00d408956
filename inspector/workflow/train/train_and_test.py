"""Training a model and, with it, inspecting what it has not learned: one job, from good images to a run to look at."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from inspector.data.category import Category, ImageRef
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.workflow.inspect.images import InspectUpdate, inspect_batch
from inspector.workflow.train.images import ImageTrainJob, train
from inspector.workflow.train.learning import TrainDone, TrainUpdate


def train_and_test(job: ImageTrainJob, *, run: Path) -> Iterator[TrainUpdate | InspectUpdate]:
    """The events of a training, then those of inspecting the category's test images.

    The model is written before the inspection begins: stopped there, nothing of it is lost, and the run can be gone
    on with.

    Args:
        run: the file to write the inspections to; labels are kept, and names are relative to the category.

    Raises:
        InspectorError: what :func:`train` and :func:`inspect_batch` raise.
    """
    with closing(train(job)) as training:
        for event in training:
            yield event
            if isinstance(event, TrainDone):
                model = event.model
    stored = read_model(model)
    images = images_to_test(job.category, stored)
    yield from inspect_batch(stored, images, output=run, device=job.device, base=job.category.root)


def images_to_test(category: Category, stored: StoredModel) -> list[ImageRef]:
    """The category's test images; where none of them is good, with those that the model was calibrated on.

    The thresholds were chosen by the latter, so that figures on them flatter: they stand in only where a person would
    else see no good part at all.
    """
    if any(not image.defective for image in category.test):
        return list(category.test)
    held_out = set(stored.card["split"]["calibration"])
    return [*category.test, *(image for image in category.train if image.name in held_out)]
