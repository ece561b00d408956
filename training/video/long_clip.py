"""Inspect a clip of hours: does memory stay constant, are the events found, and what remains if the file breaks off?

    python training/video/long_clip.py --hours 2 --rate 10 --work WORK --results training/results/long_clip.md

The clip shows a rendered belt: dark boxes move over a grey texture at one pixel per frame, and every ten minutes a box
races by at six pixels per frame. A small ssmtl learns from four minutes of good belt and inspects the whole file, then
a file that is cut off in the middle.
"""

import argparse
import resource
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import torch

from inspector.core.methods import create_method
from inspector.data.video.category import Clip, scan_video
from inspector.store.models.model_folder import read_model
from inspector.store.runs.video_run import VideoRun
from inspector.workflow.inspect.video import inspect_video
from inspector.workflow.inspect.video_progress import ClipEnded, FrameJudged
from inspector.workflow.train.video import VideoTrainJob, train_video

SIZE = (96, 144)
RACE_EVERY_S, RACE_FRAMES = 600, 60
WARM_UP = 2000  # frames before memory is compared
SETTINGS = {"object_size": 32, "fold": 1, "width": 8, "depth": 3, "training": {"steps": 200, "batch_size": 32}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--rate", type=int, default=10, help="frames per second")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    arguments = parser.parse_args()
    root, rate = arguments.work / "belt", arguments.rate
    for number in range(8):
        write_video(
            root / "train" / "good" / f"{number}.mp4", rate=rate, frames=30 * rate, first=7919 * number, races=False
        )
    frames = round(arguments.hours * 3600 * rate)
    whole = write_video(arguments.work / "whole.ts", rate=rate, frames=frames, first=0, races=True)
    broken = arguments.work / "broken.mp4"
    cut_off(
        write_video(arguments.work / "short.mp4", rate=rate, frames=120 * rate, first=590 * rate, races=True), broken
    )

    model = arguments.work / "model"
    job = VideoTrainJob(
        category=scan_video(root),
        output=model,
        method=create_method("ssmtl", preset="cpu", **SETTINGS),
        seed=0,
        device=torch.device("cpu"),
        max_false_reject=0.01,
        max_review=0.01,
        samples=2000,
    )
    for _ in train_video(job):
        pass
    run = arguments.work / "run.clips"
    memory: dict[int, float] = {}
    errors: list[str | None] = []
    started = time.monotonic()
    clips = [Clip(whole, "whole", ""), Clip(broken, "broken", "")]
    for event in inspect_video(read_model(model), clips, output=run, device=job.device):
        if isinstance(event, FrameJudged) and event.clip == 0 and event.record.index % 1000 == 0:
            memory[event.record.index] = resident_mb()
        if isinstance(event, ClipEnded):
            errors.append(event.error)
            if event.clip == 0:
                seconds = time.monotonic() - started
    report(arguments, VideoRun(run), memory, errors, seconds, frames)


def report(
    arguments: argparse.Namespace,
    run: VideoRun,
    memory: dict[int, float],
    errors: list[str | None],
    seconds: float,
    frames: int,
) -> None:
    races = range(RACE_EVERY_S * arguments.rate, frames, RACE_EVERY_S * arguments.rate)
    alarms = [one.event for one in run.events(0) if one.event.decision == "NG"]

    def meets(start: int) -> bool:
        return any(event.start < start + RACE_FRAMES + 2 * arguments.rate and event.end > start for event in alarms)

    false = [
        event
        for event in alarms
        if not any(event.start < start + RACE_FRAMES + 2 * arguments.rate and event.end > start for start in races)
    ]
    after = {index: mb for index, mb in memory.items() if index >= WARM_UP}
    growth = max(after.values()) - min(after.values())
    alarms_before_break = sum(one.event.decision == "NG" for one in run.events(1))
    lines = [
        "# A clip of hours",
        "",
        f"{frames} frames ({arguments.hours:g} h at {arguments.rate} per second) of {SIZE[1]}×{SIZE[0]} pixels, MPEG-4 "
        f"in a transport stream, {torch.get_num_threads()} threads.",
        "",
        "| | |",
        "|---|---|",
        f"| frames per second, from the file to the run | {frames / seconds:.0f} |",
        f"| memory after {WARM_UP} frames | {after[WARM_UP]:.0f} MB |",
        f"| growth of memory after that | {growth:.0f} MB |",
        f"| racing boxes that raised an alarm | {sum(map(meets, races))} of {len(races)} |",
        f"| other alarms | {len(false)} |",
        f"| size of the run | {run.path.stat().st_size / 1e6:.0f} MB |",
        f"| truncated file: frames inspected | {len(run.scores(1).index)} of {120 * arguments.rate} |",
        f"| truncated file: alarms (one box races after 10 s) | {alarms_before_break} |",
        f"| truncated file: error | {(errors[1] or 'none').replace(str(arguments.work), '…')} |",
        "",
        "Peak memory of the process, including training: "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB. By `training/video/long_clip.py`.",
        "",
    ]
    arguments.results.write_text("\n".join(lines), "utf-8")
    print(arguments.results.read_text("utf-8"))


def pictures(*, frames: int, first: int, races: bool, rate: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(first)
    belt = 150 + 20 * np.sin(np.arange(SIZE[1]) / 3)[None]
    for index in range(first, first + frames):
        image = belt + rng.normal(0, 2, SIZE)
        for lane, offset in ((10, 0), (62, 83)):
            place(image, lane, (index + offset) % (SIZE[1] + 60) - 24)
        since = index % (RACE_EVERY_S * rate)
        if races and index >= RACE_EVERY_S * rate and since < RACE_FRAMES:
            place(image, 36, 6 * since % (SIZE[1] + 24) - 24)
        yield np.repeat(image.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def place(image: np.ndarray, top: int, left: int) -> None:
    image[top : top + 24, max(0, left) : max(0, left + 24)] = 40


def write_video(path: Path, *, rate: int, frames: int, first: int, races: bool) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=rate)
        stream.height, stream.width = SIZE
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 2_000_000
        stream.codec_context.time_base = Fraction(1, rate)
        for index, picture in enumerate(pictures(frames=frames, first=first, races=races, rate=rate)):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def cut_off(path: Path, to: Path) -> None:
    """The file without its second half, its index moved to the front so that it opens at all."""
    front = path.with_name(f"front-{path.name}")
    with av.open(str(path)) as source, av.open(str(front), "w", options={"movflags": "faststart"}) as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    content = front.read_bytes()
    to.write_bytes(content[: len(content) // 2])


def resident_mb() -> float:
    with Path("/proc/self/status").open() as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


if __name__ == "__main__":
    main()
