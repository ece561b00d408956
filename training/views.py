"""What an inspection costs by number of views: the recognition methods with the same network.

    python training/views.py [--settings '{"image_size": 64}'] [--repeats 30] [--threads 2] [--device cpu]

One image per pass, untrained (speed does not depend on the weights). The methods take turns, so that other load on the
machine slows all of them alike. The script prints the median of each and its ratio to multi-task.
"""

import argparse
import json
import statistics
import time

import torch

from inspector.core.building import build_network
from inspector.core.methods import create_method
from inspector.core.methods.engines.recognition import Recognition
from inspector.core.model import Model
from inspector.workflow.device import choose_device

_METHODS = ("multitask", "rotnet", "jigsaw", "mhrot", "geotrans")


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    device = choose_device(arguments.device)
    models, views = {}, {}
    for name in _METHODS:
        method = create_method(name, preset="cpu", **arguments.settings)
        assert isinstance(method, Recognition)
        network = build_network(method, seed=0).eval().to(device)
        models[name], views[name] = Model(method, network, None, None), len(method.views(network))
    image = torch.rand(1, 3, *models["multitask"].method.config.image_size)
    times: dict[str, list[float]] = {name: [] for name in _METHODS}
    for _ in range(arguments.repeats + 2):
        for name, model in models.items():
            started = time.perf_counter()
            model.judge(image)  # returns its result on the CPU, so the clock stops after the work
            times[name].append((time.perf_counter() - started) * 1000)
    medians = {name: statistics.median(taken[2:]) for name, taken in times.items()}
    settings = json.dumps(arguments.settings)
    print(f"preset cpu {settings}, {device}, {arguments.threads} threads, torch {torch.__version__}")
    print("\n| method | views | ms per image | ratio to multitask |\n| --- | --- | --- | --- |")
    for name, median in medians.items():
        print(f"| {name} | {views[name]} | {median:.1f} | {median / medians['multitask']:.2f} |")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--settings", type=json.loads, default={}, help="settings of every method, as JSON")
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    return parser.parse_args()


if __name__ == "__main__":
    main()
