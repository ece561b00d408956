"""Good parts of another day: how many are rejected, before and after a few of them are confirmed.

    nice python training/scores/other_day.py ../shared/data/dobot_cubes

Trains a model, judges the test images, confirms some good ones, evenly spread over the day, as a person does in Review
or by `inspector-cli learn`, and judges the images that were not confirmed. Writes training/results/other_day.md, or
other_day_METHOD.md for another method than PatchCore. What is confirmed is good by its label, as a person would see
it; nothing else of the test set is used.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from inspector.core.images.variation import Variation
from inspector.core.methods import create_method, method_class
from inspector.core.metrics.image import image_auroc
from inspector.core.thresholds import false_reject_bound
from inspector.data.category import ImageRef, scan_category
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.store.records import ReviewDecision, record_review
from inspector.store.runs.image_run import ImageRun
from inspector.workflow.export.parity import evenly
from inspector.workflow.inspect.images import inspect_batch
from inspector.workflow.learn.confirmed_parts import learn_confirmed
from inspector.workflow.learn.learned_model import ConfirmedAlone, LearnDone, LearnJob
from inspector.workflow.train.images import ImageTrainJob, train

CPU = torch.device("cpu")
CONFIRMED = (0, 5, 10, 20)
RESULTS = Path(__file__).parents[1] / "results"
PRESETS = {"patchcore": "features", "scattering": "cpu"}
NOTE = """{title}, preset {preset}, 1 % false-reject budget, device cpu, torch threads: {threads}. Rejected: good
images of other days above the reject threshold, without those that were confirmed. Bound: what as many
held-out good images would prove at 95 %, for parts like them; all good images and the confirmed ones calibrate, each
judged by a memory of the others. Expected by the confirmed: the share of good parts above the threshold by what
confirmed parts say alone, as `learn` gives it. Missed: defective images that are not decided NG. AUROC: of
the images that were not confirmed. By `training/scores/other_day.py`."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("category", type=Path)
    parser.add_argument("--method", choices=PRESETS, default="patchcore")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    arguments = parser.parse_args()
    lines = [
        f"# Good parts of another day: {arguments.category.name}",
        "",
        "| seed | confirmed | rejected | bound | expected by the confirmed | missed | AUROC |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for seed in arguments.seeds:
        with tempfile.TemporaryDirectory() as folder:
            lines += rows(arguments.category, Path(folder), method=arguments.method, seed=seed)
    title = method_class(arguments.method).title.partition(":")[0]
    note = NOTE.format(title=title, preset=PRESETS[arguments.method], threads=torch.get_num_threads())
    name = "other_day.md" if arguments.method == "patchcore" else f"other_day_{arguments.method}.md"
    (RESULTS / name).write_text("\n".join([*lines, "", note, ""]), "utf-8")


def rows(root: Path, folder: Path, *, method: str, seed: int) -> list[str]:
    """A line of the table for each number of confirmed images."""
    category = scan_category(root)
    job = ImageTrainJob(
        category=category,
        output=folder / "model",
        method=create_method(method, preset=PRESETS[method]),
        variation=Variation(),
        seed=seed,
        device=CPU,
        max_false_reject=0.01,
        max_review=0.05,
        group_by=None,
    )
    for _ in train(job):
        pass
    stored = read_model(folder / "model")
    good = [image for image in category.test if not image.defective]
    found = []
    for count in CONFIRMED:
        confirmed = evenly(good, count) if count else []
        model, alone = stored, None
        if count:
            model, alone = learned(stored, confirmed, root, folder / f"{count}", seed=seed)
        expected = "–" if alone is None else f"{100 * alone.expected:.0f} %"
        rest = [image for image in category.test if image not in confirmed]
        judged = decided(model, rest, root, folder / f"judged {count}.h5")
        rejected = [judged[image.name][0] == "NG" for image in rest if not image.defective]
        missed = [judged[image.name][0] != "NG" for image in rest if image.defective]
        auroc = image_auroc(
            np.array([judged[image.name][1] for image in rest]), np.array([image.defective for image in rest])
        )
        bound = false_reject_bound(1, len(model.calibration.good_scores))
        found.append(
            f"| {seed} | {count} | {sum(rejected)} of {len(rejected)} | {100 * bound:.0f} % | {expected} "
            f"| {sum(missed)} of {len(missed)} | {auroc:.3f} |"
        )
        print(found[-1], flush=True)
    return found


def learned(
    stored: StoredModel, confirmed: list[ImageRef], root: Path, folder: Path, *, seed: int
) -> tuple[StoredModel, ConfirmedAlone | None]:
    """The model that also knows images which a person confirmed in a run, and what these say by themselves."""
    run = folder.with_suffix(".h5")
    decided(stored, confirmed, root, run)
    for image in confirmed:
        record_review(run, image=image.name, decision=ReviewDecision.ACCEPT, user="other_day.py", reason="")
    job = LearnJob(
        stored=stored,
        run=run,
        output=folder,
        seed=seed,
        device=CPU,
        max_false_reject=0.01,
        max_review=0.05,
        outliers="learn",
        pass_defects=True,
    )
    *_, done = learn_confirmed(job)
    assert isinstance(done, LearnDone)
    return read_model(folder), done.alone


def decided(stored: StoredModel, images: list[ImageRef], root: Path, run: Path) -> dict[str, tuple[str, float]]:
    """The decision on each image and its score, by its name."""
    unlabelled = [replace(image, label="") for image in images]
    for _ in inspect_batch(stored, unlabelled, output=run, device=CPU, base=root):
        pass
    with ImageRun(run) as opened:
        table = opened.table()
    judged = zip(table.names, table.decisions, table.scores, strict=True)
    return {name: (str(decision), float(score)) for name, decision, score in judged}


if __name__ == "__main__":
    main()
