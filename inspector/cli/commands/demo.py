"""`inspector-cli demo`."""

import time
from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from inspector.cli.console import DEVICE, follow, note, print_rows, result_of, say


def demo(
    folder: Annotated[
        Path, typer.Option(envvar="INSPECTOR_DEMO_FOLDER", help="Folder to write the demonstration to.")
    ] = Path("inspector-demo"),
    seed: Annotated[int, typer.Option(min=0, help="Another seed renders another series of parts.")] = 0,
    device: str = DEVICE,
) -> None:
    """Render a small product, train on it and inspect it.

    Learns from the good parts, inspects the others, writes an HTML page and prints its path.
    """
    from inspector.cli.kinds.images import ImageCommands, promise
    from inspector.core.methods import create_method
    from inspector.data.category import scan_category
    from inspector.store.models.card import is_crossed
    from inspector.store.models.model_folder import read_model
    from inspector.workflow.demo import render_category
    from inspector.workflow.device import choose_device
    from inspector.workflow.evaluate.images import EvaluateDone, evaluate
    from inspector.workflow.kinds import IMAGES, PageHead
    from inspector.workflow.train.images import ImageTrainJob, train
    from inspector.workflow.train.learning import TrainDone

    started = time.monotonic()
    folder = _unused(folder)
    root = folder / "bearing-cover"
    for _ in follow(render_category(root, seed=seed)):
        pass
    category = scan_category(root)
    job = ImageTrainJob(
        category=category,
        output=folder / "model",
        method=create_method("scattering", preset="cpu"),  # what `suggest` recommends for it without weights
        variation=category.properties.variation,
        group_by=category.properties.group_by,
        seed=seed,
        device=choose_device(device),
        max_false_reject=0.01,
        max_review=0.05,
    )
    trained = result_of(train(job), TrainDone)
    stored = read_model(job.output)
    say(f"Trained in {trained.seconds:.0f} s. {' '.join(promise(trained.reject, crossed=is_crossed(stored.card)))}")
    done = result_of(evaluate(stored, category, device=job.device), EvaluateDone)
    print_rows(ImageCommands().evaluation_rows(done.evaluation))
    page, title = folder / "report.html", "Demonstration: turned bearing cover"
    IMAGES.write_evaluation(page, PageHead(title, stored), category, done)
    note(f"Page       {page.resolve()}")
    say(str(page.resolve()))
    note(f"Finished in {time.monotonic() - started:.0f} s. Open the page in a browser.")


def _unused(folder: Path) -> Path:
    """The folder, or the first of folder-2, folder-3 … that does not exist: an earlier demonstration is kept."""
    if not folder.exists():
        return folder
    return next(path for n in count(2) if not (path := folder.with_name(f"{folder.name}-{n}")).exists())
