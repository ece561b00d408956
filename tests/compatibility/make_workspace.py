"""Write `workspace.zip`: what a user of the version before the restructuring (commit b4bd57c) has on disk, and in
`expected.json` what that version's own code reads from it.

Run by that version, not by this one, into an empty folder:

    git worktree add --detach ../before b4bd57c
    PYTHONPATH=../before python tests/compatibility/make_workspace.py FOLDER
    cp FOLDER/workspace.zip tests/compatibility/
"""

# ruff: noqa: I001 (its imports are of the version that runs it)
import getpass
import json
import os
import platform
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from inspector.cli import main
from inspector.core.inspection import Inspection
from inspector.data.category import collect_images
from inspector.data.clips import collect_clips
from inspector.data.images import read_image
from inspector.core.images.resizing import resize
from inspector.data.video_writing import VideoWriter
from inspector.store.clip_run import ClipRun
from inspector.store.listing import list_checkpoints
from inspector.store.model_file import StoredModel, read_model, write_model
from inspector.store.onnx_file import open_model
from inspector.store.records import ReviewDecision, operating_point_history, record_review, review_history
from inspector.store.run_file import Run
from inspector.store.workspace import Workspace, discard, workspace_of
from inspector.workflow import learning
from inspector.workflow.clip_events import FrameJudged
from inspector.workflow.inspect import Inspected, inspect_batch
from inspector.workflow.inspect_clips import inspect_clips

SIDE = 64
FRAMES = 50
RACING = (15, 40)
RATE = 10


def part(seed: int, *, defect: bool = False) -> np.ndarray:
    """(64, 64, 3) uint8: a disc on a dark ground, with a bright blob when defective."""
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    image = 60 + 110 * (np.hypot(x, y) < 0.38) + 12 * np.sin(30 * x)
    if defect:
        image = image + 80 * (np.hypot(x - 0.1, y + 0.12) < 0.08)
    noise = np.random.default_rng(seed).normal(0, 2, image.shape)
    return np.repeat((image + noise).clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def write_image_category(root: Path) -> None:
    for folder, first, count in (("train/good", 0, 14), ("test/good", 100, 3), ("test/blob", 200, 3)):
        (root / folder).mkdir(parents=True)
        for i in range(count):
            name = f"lot{i // 2:02d}_{i:03d}.jpg" if folder == "train/good" else f"{i:03d}.jpg"
            Image.fromarray(part(first + i, defect=folder == "test/blob")).save(root / folder / name, quality=80)
    masks = root / "ground_truth" / "blob"
    masks.mkdir(parents=True)
    y, x = np.mgrid[:SIDE, :SIDE] / SIDE - 0.5
    for i in range(3):
        Image.fromarray(((np.hypot(x - 0.1, y + 0.12) < 0.08) * 255).astype(np.uint8)).save(masks / f"{i:03d}_mask.png")
    properties = {
        "variation": {"rotation_degrees": 3.0},
        "group_by": r"(lot\d+)_",
        "marks": {"train/good/lot06_013.jpg": "ignored", "train/good/lot06_012.jpg": "defective"},
        "pixel_pitch_um": 12.5,
        "region_of_interest": [0.05, 0.05, 0.95, 0.95],
        "ignore": [[0.0, 0.0, 0.2, 0.2]],
    }
    (root / "category.json").write_text(json.dumps(properties, indent=1), "utf-8")


def belt(index: int, *, phase: int, racing: bool) -> np.ndarray:
    """(48, 72, 3) uint8: boxes pass over a belt at one pixel a frame; another one races."""
    image = 150 + 20 * np.sin(np.arange(72) / 3)[None] + np.zeros((48, 1))
    for lane, offset in ((6, phase * 7), (30, 31 + phase * 11)):
        left = (index + offset) % 84 - 12
        image[lane : lane + 12, max(0, left) : max(0, left + 12)] = 40
    if racing and RACING[0] <= index < RACING[1]:
        left = 6 * (index - RACING[0]) % 84 - 12
        image[18:30, max(0, left) : max(0, left + 12)] = 40
    return np.repeat(image.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def write_video_category(root: Path) -> None:
    clips = [(root / "train" / "good" / f"{i:02d}.mp4", i, False) for i in range(5)]
    clips += [(root / "test" / "good" / "01.mp4", 20, False), (root / "test" / "racing" / "02.mp4", 21, True)]
    for path, phase, racing in clips:
        path.parent.mkdir(parents=True, exist_ok=True)
        with VideoWriter(path, RATE) as video:
            for index in range(FRAMES):
                video.add(belt(index, phase=phase, racing=racing), index / RATE)
    rows = [f"02,{index},{int(RACING[0] <= index < RACING[1])}" for index in range(FRAMES)]
    (root / "frame_labels.csv").write_text("\n".join(["clip,frame,abnormal", *rows]), "utf-8")


def write_weights(path: Path) -> None:
    """Weights of a backbone that repeat themselves, and so take no room in an archive."""
    from torchvision.models import get_model

    state = get_model("squeezenet1_0", weights=None).state_dict()
    pattern = torch.randn(1009, generator=torch.Generator().manual_seed(0)) * 0.05
    for name, tensor in state.items():
        state[name] = pattern.repeat(tensor.numel() // len(pattern) + 1)[: tensor.numel()].reshape(tensor.shape).clone()
    save_file(state, path)


def write_coarse(source: Path, target: Path) -> None:
    """The same model with weights that are rounded so far that they take no room in an archive."""
    stored = read_model(source)
    with torch.no_grad():
        for weight in stored.model.network.parameters():
            weight.copy_((weight * 16).round() / 16)
    own = {"format", "method", "config", "calibration", "operating_point", "weights_sha256", "sha256"}
    provenance = {name: value for name, value in stored.card.items() if name not in own}
    write_model(target, stored.model, operating_point=stored.operating_point, provenance=provenance)


def run(*arguments: object, expect: int = 0) -> None:
    sys.argv = ["inspector-cli", *map(str, arguments)]
    try:
        main()
    except SystemExit as ended:
        if (ended.code or 0) != expect:
            raise


def interrupt_training(*arguments: object, step: int) -> None:
    """A training that Ctrl-C ends after a step."""
    fit = learning.fit

    def interrupted(*values, **options):
        for event in fit(*values, **options):
            yield event
            if getattr(event, "step", 0) >= step:
                raise KeyboardInterrupt

    learning.fit, learning.CHECKPOINT_INTERVAL_S = interrupted, 0
    try:
        run(*arguments, expect=130)
    finally:
        learning.fit = fit


def interrupt_inspection(stored: StoredModel, folder: Path, output: Path, *, after: int) -> None:
    events = inspect_batch(stored, collect_images([folder]), output=output, device=torch.device("cpu"))
    seen = 0
    for event in events:
        seen += isinstance(event, Inspected)
        if seen == after:
            events.close()


def interrupt_video_inspection(stored: StoredModel, folder: Path, output: Path, *, frame: int) -> None:
    """Of the second clip so many frames were judged."""
    events = inspect_clips(stored, collect_clips([folder]), output=output, device=torch.device("cpu"))
    for event in events:
        if isinstance(event, FrameJudged) and (event.clip, event.record.index) == (1, frame):
            events.close()


def scores_of(model: Path, images: Path) -> dict[str, float]:
    stored = open_model(model)
    size = stored.model.method.config.image_size
    return {
        path.relative_to(images).as_posix(): stored.model.judge(resize(read_image(path), size)[None]).scores[0].item()
        for path in sorted(images.rglob("*.jpg"))
    }


def one_inspection(found: Inspection) -> dict[str, object]:
    anomaly_map = found.anomaly_map
    return {
        "score": found.score,
        "decision": None if found.decision is None else found.decision.value,
        "label": found.label,
        "size": found.size,
        "error": found.error,
        "regions": len(found.regions),
        "failed": [one.task for one in found.failed],
        "map_sum": None if anomaly_map is None else float(anomaly_map.astype(np.float64).sum()),
    }


def image_run(path: Path) -> dict[str, object]:
    with Run(path) as opened:
        return {
            "images": len(opened),
            "interrupted": opened.interrupted,
            "point": vars(opened.operating_point),
            "model": opened.about["model"],
            "inspections": {opened[index].name: one_inspection(opened[index]) for index in opened.finished()},
            "reviews": [vars(review) for review in review_history(path)],
        }


def video_run(path: Path) -> dict[str, object]:
    with ClipRun(path) as opened:
        clips = {}
        for index, clip in enumerate(opened.clips):
            scores = opened.scores(index)
            clips[clip.name] = {
                "label": clip.label,
                "frames": clip.frames,
                "decision": None if clip.decision is None else clip.decision.value,
                "scores": [None if score != score else score for score in scores.score.tolist()],
                "events": [
                    [one.event.start, one.event.end, one.event.peak, one.event.decision.value, one.place]
                    for one in opened.events(index)
                ],
            }
        return {
            "interrupted": opened.interrupted,
            "model": opened.about["model"],
            "clips": clips,
            "reviews": [vars(review) for review in review_history(path)],
        }


def model_values(folder: Path) -> dict[str, object]:
    stored = read_model(folder)
    return {
        "identity": stored.identity,
        "method": stored.card["method"],
        "point": vars(stored.operating_point),
        "history": [
            {"user": one.user, "reason": one.reason, "time": one.time, "old": vars(one.old), "new": vars(one.new)}
            for one in operating_point_history(folder)
        ],
        "good_scores": stored.model.calibration.good_scores.tolist(),
    }


def write(folder: Path) -> None:
    getpass.getuser, platform.node = (lambda: "anna"), (lambda: "line-1")
    discs, line = folder / "disc", folder / "line"
    write_image_category(discs)
    write_video_category(line)
    os.chdir(folder)  # so that names in runs are relative, as where the program is used in the folder of the images
    home = folder / "Inspector"
    parts, video = workspace_of(discs, home=home), workspace_of(line, home=home)
    cpu = ("--device", "cpu")
    riad = [
        *("--method", "riad", "--set", "image_size=32", "--set", "base_width=2", "--set", "depth=2"),
        *("--set", "region_sizes=4", "--set", "training.learning_rate=0.01", "--seed", 1, *cpu),
    ]
    run("train", discs, "--output", parts.models / "riad", *riad, "--set", "training.steps=20")
    interrupt_training(
        "train", discs, "--output", parts.models / "unfinished", *riad, "--set", "training.steps=12", step=5
    )
    run(
        *("train", discs, "--output", folder / "multitask", "--method", "multitask", "--set", "width=1"),
        *("--set", "fold=4", "--set", "image_size=32", "--set", "training.steps=20", *cpu),
    )
    write_coarse(folder / "multitask", parts.models / "multitask")
    weights = folder / "squeezenet.safetensors"
    write_weights(weights)
    run(
        *("train", discs, "--output", parts.models / "patchcore", "--method", "patchcore", "--weights", weights),
        *("--backbone", "squeezenet1_0", "--set", "image_size=64", "--set", "search_dimension=8"),
        *("--set", "largest_bank=40", "--set", "working_features=200", *cpu),
    )
    weights.unlink()
    run(
        *("train", line, "--output", video.models / "ssmtl", "--set", "object_size=16", "--set", "fold=1"),
        *("--set", "depth=3", "--set", "width=4", "--set", "training.steps=8", "--samples", 40, *cpu),
    )
    tested = {name: score for name, score in scores_of(parts.models / "riad", discs).items() if "test" in name}
    defective = sorted(score for name, score in tested.items() if "blob" in name)
    review = (defective[0] + max(score for name, score in tested.items() if "good" in name)) / 2
    for reason, reject in (("a first guess", review * 1.2), ("no escapes", sum(defective[1:]) / 2)):
        run(
            *("threshold", parts.models / "riad", "--review", review, "--reject", reject),
            *("--reason", reason, "--user", "bert"),
        )
    run("export", parts.models / "riad", "--images", discs, "--output", parts.models / "riad.onnx", "--allow-flips", 4)
    run("inspect", parts.models / "riad", "disc/test", "--output", parts.runs / "riad.h5", *cpu)
    run("inspect", parts.models / "multitask", "disc/test", "--output", parts.runs / "multitask.h5", *cpu)
    interrupt_inspection(read_model(parts.models / "riad"), Path("disc/test"), parts.runs / "stopped.h5", after=2)
    run("inspect", video.models / "ssmtl", "line/test", "--output", video.runs / "line.clips", *cpu)
    interrupt_video_inspection(
        read_model(video.models / "ssmtl"), Path("line/test"), video.runs / "stopped.clips", frame=20
    )
    with Run(parts.runs / "riad.h5") as opened:
        names = [name for name, _ in opened.batch()]
    record_review(parts.runs / "riad.h5", image=names[0], decision=ReviewDecision.ACCEPT, user="anna", reason="dust")
    record_review(parts.runs / "riad.h5", image=names[0], decision=ReviewDecision.REJECT, user="bert", reason="a blob")
    record_review(parts.runs / "riad.h5", image=names[1], decision=ReviewDecision.UNSURE, user="anna")
    record_review(parts.runs / "riad.h5", image=names[1], decision=None, user="anna")
    record_review(video.runs / "line.clips", image="02@15", decision=ReviewDecision.REJECT, user="anna", reason="races")
    discard(parts.runs / "multitask.h5")
    (checkpoint,) = list_checkpoints(Workspace(parts.folder))
    expected = {
        "models": {
            name: model_values(place / name)
            for place, name in (
                (parts.models, "riad"),
                (parts.models, "multitask"),
                (parts.models, "patchcore"),
                (video.models, "ssmtl"),
            )
        },
        "scores": {
            name: scores_of(parts.models / name, discs) for name in ("riad", "multitask", "patchcore", "riad.onnx")
        },
        "runs": {"riad.h5": image_run(parts.runs / "riad.h5"), "stopped.h5": image_run(parts.runs / "stopped.h5")},
        "discarded_run": image_run(parts.runs / ".discarded" / "multitask.h5"),
        "video_runs": {name: video_run(video.runs / name) for name in ("line.clips", "stopped.clips")},
        "checkpoint": {"step": checkpoint.step, "job": checkpoint.job},
        "onnx": {"identity": open_model(parts.models / "riad.onnx").identity},
    }
    # The model that the interrupted training would have become.
    run("train", discs, "--output", folder / "whole", *riad, "--set", "training.steps=12")
    expected["resumed"] = {"scores": scores_of(folder / "whole", discs)}
    with zipfile.ZipFile(folder / "workspace.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for place in (discs, line, home):
            for path in sorted(place.rglob("*")):
                archive.write(path, path.relative_to(folder).as_posix())
        archive.writestr("expected.json", json.dumps(expected, indent=1, sort_keys=True))


if __name__ == "__main__":
    write(Path(sys.argv[1]).resolve())
