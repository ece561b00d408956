"""Measure the video methods on a category of clips: what they find, how well they solve their tasks, their speed.

    python training/video/benchmark.py ../shared/data/ucsd_ped2 --results training/results/ped2.json --work WORK
    python training/video/benchmark.py … --only riad "ssmtl objects"

Each entry below is trained on the good clips, evaluated on the labelled ones, and saved to the results file at once;
entries in that file are not measured again. The table is written beside it. The test clips choose nothing: the
settings are those of the presets, which were chosen on good video alone.
"""

import argparse
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from inspector.core.methods import create_method
from inspector.core.model import Model
from inspector.core.seeding import generator_at
from inspector.core.video.windows import Windows
from inspector.data.video.category import VideoCategory, scan_video
from inspector.data.video.samples import Samples
from inspector.data.video.splits import Stretch
from inspector.store.models.model_folder import read_model
from inspector.workflow.evaluate.video import EvaluateVideoDone, evaluate_video
from inspector.workflow.inspect.video import detector_of
from inspector.workflow.settings import parse_detector
from inspector.workflow.train.learning import TrainDone
from inspector.workflow.train.video import VideoTrainJob, train_video
from inspector.workflow.train.video_reading import draw_samples

Entry = tuple[
    str, str, dict[str, Any], bool
]  # method, preset, settings, whether the trained detector finds the objects
FOUR = ("arrow_of_time", "irregularity", "middle_frame", "distillation")
TAUGHT = {"taught": 80}
ENTRIES: Mapping[str, Entry] = {
    "riad": ("riad", "video", {}, False),
    "adacl": ("adacl", "video", {}, False),
    "frame_permutation": ("frame_permutation", "cpu", {}, False),
    "ssmtl objects": ("ssmtl", "cpu", {}, False),
    "ssmtl frame": ("ssmtl", "cpu", {"level": "frame"}, False),
    "ssmtl fusion": ("ssmtl", "cpu", {"level": "fusion"}, False),
    "ssmtl objects, trained detector": ("ssmtl", "cpu", {}, True),
    "ssmtl objects, trained detector, taught": ("ssmtl", "cpu", TAUGHT, True),
    **{
        f"tasks: {' + '.join(asked)}": ("ssmtl", "cpu", {"asked": asked} | TAUGHT, True)
        for asked in (*((task,) for task in FOUR), FOUR[:2], FOUR[:3])
    },
}
PUBLISHED = {
    "riad": "92.5 (micro)",
    "adacl": "98.4 (patches)",
    "ssmtl objects": "99.8 macro, 97.5 micro, RBDC 72.8, TBDC 91.2",
    "ssmtl frame": "92.4 macro",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("category", type=Path)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for the models")
    parser.add_argument("--only", nargs="*", choices=list(ENTRIES))
    parser.add_argument("--onnx", type=Path, help="YOLOX detector, for the entries with a trained one")
    parser.add_argument("--steps", type=int, help="instead of the preset's")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    results = json.loads(arguments.results.read_text("utf-8")) if arguments.results.exists() else {}
    category = scan_video(arguments.category)
    for name in arguments.only or ENTRIES:
        if name in results:
            continue
        if ENTRIES[name][3] and arguments.onnx is None:
            print(f"{name}: needs --onnx")
            continue
        print(name, flush=True)
        results[name] = measured(name, category, arguments)
        arguments.results.write_text(json.dumps(results, indent=1), "utf-8")
        arguments.results.with_suffix(".md").write_text(table(results, category), "utf-8")
    print(arguments.results.with_suffix(".md").read_text("utf-8"))


def measured(name: str, category: VideoCategory, arguments: argparse.Namespace) -> dict[str, Any]:
    """One entry: its training, its figures, and how well it solves its tasks on held-out good video."""
    method, preset, settings, trained_detector = ENTRIES[name]
    if arguments.steps is not None:
        settings = settings | {"training": {"steps": arguments.steps}}
    output = arguments.work / name.replace(" ", "_").replace(":", "").replace(",", "")
    job = VideoTrainJob(
        category=category,
        output=output,
        method=create_method(method, preset=preset, **settings),
        detector=parse_detector(str(arguments.onnx), ["confidence=0.1"]) if trained_detector else None,
        seed=arguments.seed,
        device=torch.device("cpu"),
        max_false_reject=0.01,
        max_review=0.05,
    )
    if not output.exists():
        done = last(train_video(job), TrainDone)
        print(f"  trained in {done.seconds:.0f} s", *done.remarks, flush=True)
    stored = read_model(output)
    started = time.monotonic()
    evaluation = last(evaluate_video(stored, category, device=job.device), EvaluateVideoDone).evaluation
    seconds = time.monotonic() - started
    print("  ", evaluation, flush=True)
    return {
        "training": stored.card["training"],
        "samples": stored.card["samples"],
        "evaluation_s": round(seconds, 1),
        "ms_a_frame": round(1000 * seconds / evaluation.frames, 1),
        "parameters": sum(one.numel() for one in stored.model.network.parameters()),
        "evaluation": asdict(evaluation),
        "held_out": 0 if stored.model.calibration is None else len(stored.model.calibration.good_scores),
        "remarks": stored.card["remarks"],
        "solved": solved(stored, category),
    }


def last(events: Iterator[Any], kind: type) -> Any:
    for event in events:
        if isinstance(event, kind):
            return event
    raise RuntimeError(f"no {kind.__name__}")


@torch.inference_mode()
def solved(stored: Any, category: VideoCategory) -> dict[str, float]:
    """How well ssmtl solves each task on windows of the held-out good clips (the paper's table 4)."""
    method = stored.model.method
    if method.name != "ssmtl":
        return {}
    by_name = {clip.name: clip for clip in category.train}
    held_out = [Stretch(by_name[name], start, end) for name, start, end in stored.card["split"]["calibration"]]
    known = Model(method, stored.model.network, stored.model.light_reference, None)
    drawing = draw_samples(known, detector_of(stored), held_out, seed=1, most=1000, grey=False)
    drawn: list[Samples] = []
    while True:
        try:
            next(drawing)
        except StopIteration as done:
            drawn = done.value
            break
    found: dict[str, float] = {}
    for place, (look, samples) in enumerate(zip(method.looks, drawn, strict=True)):
        sums: dict[str, list[torch.Tensor]] = {}
        for start in range(0, len(samples), 50):
            windows: Windows = samples.windows(range(start, min(start + 50, len(samples))))
            generator = generator_at(1, "asked", start)
            for task, values in method.solved(stored.model.network, place, windows, generator=generator).items():
                sums.setdefault(task, []).append(values)
        found |= {f"{look.subject} {task}": round(torch.cat(values).mean().item(), 4) for task, values in sums.items()}
    return found


def table(results: Mapping[str, Any], category: VideoCategory) -> str:
    """The results as a page."""

    def figure(value: float | None) -> str:
        return "–" if value is None else f"{100 * value:.1f}"

    lines = [
        f"# {category.name}: frame AUROC, RBDC and TBDC in percent, training, and time per frame",
        "",
        "| | streaming micro / macro | offline micro / macro | each clip scaled, micro / macro | RBDC | TBDC "
        "| events found | false alarms | training s | ms per frame | published |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, of in results.items():
        found = of["evaluation"]
        pairs = [
            f"{figure(found[mode]['micro'])} / {figure(found[mode]['macro'])}"
            for mode in ("streaming", "offline", "offline_scaled")
        ]
        events, alarms = found["events_found"], found["false_alarms"]
        lines.append(
            f"| {name} | {' | '.join(pairs)} | {figure(found['rbdc'])} | {figure(found['tbdc'])} "
            f"| {events['count']}/{events['total']} | {100 * alarms['value']:.1f} % | {of['training']['seconds']:.0f} "
            f"| {of['ms_a_frame']} | {PUBLISHED.get(name, '')} |"
        )
    lines += ["", "Tasks on held-out good video: share of correct answers, or mean absolute difference:", ""]
    lines += ["| | " + " | ".join(FOUR) + " |", "|---|" + "---|" * len(FOUR)]
    for name, of in results.items():
        for level in ("objects", "frame"):
            if any(task.startswith(level) for task in of["solved"]):
                cells = [of["solved"].get(f"{level} {task}") for task in FOUR]
                shown = " | ".join("–" if cell is None else f"{cell:.3f}" for cell in cells)
                lines.append(f"| {name} ({level}) | {shown} |")
    first = next(iter(results.values()))
    training = first["training"]
    lines += [
        "",
        f"{len(category.train)} good clips, {first['evaluation']['clips']} test clips with "
        f"{first['evaluation']['frames']} frames. "
        f"Seed {training['seed']}, {training['device']}, {training['threads']} threads. "
        "Frame AUROC is unpadded; every frame counts. TBDC's tracks are",
        "regions linked by overlap, not the published annotations, so it is not comparable with published figures. "
        "Training includes",
        "reading, sampling and calibration. Alarms are those of streaming mode at the thresholds from good video. "
        "By `training/video/benchmark.py`.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
