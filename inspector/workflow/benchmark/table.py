"""A benchmark's results as a Markdown table, the paper's figures beside ours."""

import json
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector.workflow.benchmark.recipe import MethodEntry, Published, Recipe

NOT_MEASURED = "–"
_PROTOCOLS = {
    "one_vs_all": "one class of {data} is normal, {tested} are judged, in batches",
    "out_of_distribution": "{data} is normal, another set is not, {tested} are judged, in batches",
    "category": "good images of a category train, {tested} are judged, one by one",
}
# Heading, key of the cell's figure, and whether it is a share shown in percent.
_FIGURES = (
    ("EER", "eer", True),
    ("APCER at 5 % BPCER", "apcer_at_5_bpcer", True),
    ("AUPRO", "aupro", True),
    ("false reject", "false_reject", True),
    ("escape", "escape", True),
    ("training s", "seconds", False),
    ("ms per image", "ms_an_image", False),
    ("model MB", "model_mb", False),
)


@dataclass(frozen=True)
class MeasuredCell:
    """A finished cell: `content` is what the results file holds of it."""

    label: str
    class_name: str
    seed: int
    content: Mapping[str, Any]

    def figure(self, name: str) -> float | None:
        return self.content["measured"].get(name)


def benchmark_table(
    recipe: Recipe,
    planned: Sequence[tuple[str, str]],
    cells: Sequence[MeasuredCell],
    *,
    classes: Sequence[str],
    data: str,
    limit: int | None,
) -> str:
    """The page: a row for each method and class, a bold one for the mean over a method's classes.

    Args:
        planned: (label, class) of every row, measured or not.
        limit: of images, where there is one; methods that were not run are then left out, as nothing is compared.
        classes: all classes of the data in their order, by which published figures may be numbered.
        data: the data's name.
    """
    columns = [column for column in _FIGURES if any(cell.figure(column[1]) is not None for cell in cells)]
    pixels = any(cell.figure("pixel_auroc") is not None for cell in cells)
    seeds = recipe.seeds if len(recipe.seeds) > 1 else ()  # one seed alone is the mean
    head = ["method", "class", *(f"seed {seed}" for seed in seeds), "image AUROC", "published"]
    head += ["pixel AUROC", "published"] if pixels else []
    head += [heading for heading, *_ in columns]
    rows: list[list[str]] = []
    labels = [method.label for method in recipe.methods]
    not_run = [label for label in recipe.published if label not in labels and limit is None]
    in_table = {label for label, _ in planned}
    for label in labels:
        names = [name for method, name in planned if method == label]
        groups = [[cell for cell in cells if (cell.label, cell.class_name) == (label, name)] for name in names]
        published = _Beside(recipe.published.get(label), classes)
        measured = [(name, [name], [group]) for name, group in zip(names, groups, strict=True)]
        if len(names) > 1:
            measured.append(("**mean**", names, groups))
        for name, over, chosen in measured:
            each = [_percent(_of_seed(chosen, "image_auroc", seed)) for seed in seeds]
            row = [label, name, *each, _spread(chosen, "image_auroc", recipe.seeds), published.image(over)]
            row += [_spread(chosen, "pixel_auroc", recipe.seeds), published.pixel(over)] if pixels else []
            rows.append(row + [_mean(chosen, figure, percent) for _, figure, percent in columns])
    for label in not_run:
        published = _Beside(recipe.published[label], classes)
        names = list(dict.fromkeys(name for _, name in planned))
        lines = [(name, [name]) for name in names]
        for name, over in [*lines, ("**mean**", names)] if len(names) > 1 else lines:
            row = [f"{label}, not run here", name, *[NOT_MEASURED] * (len(seeds) + 1), published.image(over)]
            row += [NOT_MEASURED, published.pixel(over)] if pixels else []
            if published.image(over) != NOT_MEASURED or (pixels and published.pixel(over) != NOT_MEASURED):
                rows.append(row + [NOT_MEASURED] * len(columns))
                in_table.add(label)
    table = "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])
    return "\n\n".join([*_introduction(recipe, data, limit), table, *_notes(recipe, labels, cells, in_table)]) + "\n"


class _Beside:
    """What a paper published for classes of the data, as text."""

    def __init__(self, published: Published | None, classes: Sequence[str]) -> None:
        self._published, self._classes = published, classes

    def image(self, names: Sequence[str]) -> str:
        return (
            NOT_MEASURED if self._published is None else self._of(names, self._published.classes, self._published.mean)
        )

    def pixel(self, names: Sequence[str]) -> str:
        if self._published is None:
            return NOT_MEASURED
        return self._of(names, self._published.pixel_classes, self._published.pixel_mean)

    def _of(self, names: Sequence[str], figures: Mapping[str, float], mean: float | None) -> str:
        if len(names) > 1 and mean is not None and set(names) == set(self._classes):
            return f"{mean:g}"
        found = [figure for name in names if (figure := self._figure(name, figures)) is not None]
        if len(found) < len(names):
            return NOT_MEASURED
        return f"{found[0]:g}" if len(found) == 1 else f"{statistics.fmean(found):.4g}"

    def _figure(self, name: str, figures: Mapping[str, float]) -> float | None:
        number = str(self._classes.index(name)) if name in self._classes else ""
        by_name = {key.casefold(): value for key, value in figures.items()}
        return by_name.get(name.casefold(), by_name.get(number))


def _percent(share: float | None) -> str:
    return NOT_MEASURED if share is None else f"{100 * share:.2f}"


def _of_seed(groups: Sequence[Sequence[MeasuredCell]], figure: str, seed: int) -> float | None:
    """Mean over classes for one seed; None unless every class has been measured with it."""
    measured = [cell.figure(figure) for group in groups for cell in group if cell.seed == seed]
    values = [value for value in measured if value is not None]
    return statistics.fmean(values) if len(values) == len(measured) == len(groups) else None


def _spread(groups: Sequence[Sequence[MeasuredCell]], figure: str, seeds: Iterable[int]) -> str:
    """Mean ± sample deviation over the seeds measured for all classes; else the mean of the classes there are."""
    values = [value for value in (_of_seed(groups, figure, seed) for seed in seeds) if value is not None]
    if len(values) > 1:
        return f"{_percent(statistics.fmean(values))} ± {_percent(statistics.stdev(values))}"
    if values:
        return _percent(values[0])
    of_classes = [[value for cell in group if (value := cell.figure(figure)) is not None] for group in groups]
    partial = [statistics.fmean(of_class) for of_class in of_classes if of_class]
    return f"{_percent(statistics.fmean(partial))} ({len(partial)} of {len(groups)})" if partial else NOT_MEASURED


def _mean(groups: Sequence[Sequence[MeasuredCell]], figure: str, percent: bool) -> str:
    """Mean over seeds, then over classes; nothing where a class is missing."""
    values = [[value for cell in group if (value := cell.figure(figure)) is not None] for group in groups]
    if not all(values):
        return NOT_MEASURED
    mean = statistics.fmean(statistics.fmean(group) for group in values)
    if percent:
        return _percent(mean)
    return f"{mean:.0f}" if mean >= 100 else f"{mean:.3g}"


def _introduction(recipe: Recipe, data: str, limit: int | None) -> list[str]:
    half = max(1, (limit or 0) // 2)
    tested = "all test images" if limit is None else f"at most {half} normal and {half} other test images"
    what = _PROTOCOLS[recipe.protocol].format(data=data, tested=tested)
    lines = [f"# {recipe.title}", f"Protocol `{recipe.protocol}`: {what}."]
    if limit is not None:
        lines.append(
            f"> **Limited to {limit} training images, test images and steps: a check that everything runs, not the "
            "real figures.**"
        )
    return lines


def _notes(
    recipe: Recipe, labels: Sequence[str], cells: Sequence[MeasuredCell], in_table: Collection[str]
) -> list[str]:
    deviation = " ± the sample deviation" if len(recipe.seeds) > 1 else ""
    notes = [
        f"Shares in percent, mean over the seeds measured{deviation}; {NOT_MEASURED} is not measured, or not published."
    ]
    budgets = [
        f"- {label}: {_budget([cell for cell in cells if cell.label == label], entry)}"
        for label, entry in zip(labels, recipe.methods, strict=True)
    ]
    notes.append("Budgets:\n\n" + "\n".join(budgets))
    machines = dict.fromkeys(_machine(cell.content["measured"]) for cell in cells)
    seeds = f"seed{'s' if len(recipe.seeds) > 1 else ''} {', '.join(map(str, recipe.seeds))}"
    on = "; ".join(machines) or "nothing yet"
    notes.append(f"Measured by `inspector-cli benchmark` with {seeds} on {on}.")
    for label, published in recipe.published.items():
        if label not in in_table:
            continue
        mean = "" if published.mean is None else f" (mean over all its classes {published.mean:g})"
        notes.append(f"Published, {label}: {published.source}{mean}.")
    return notes


def _machine(measured: Mapping[str, Any]) -> str:
    threads = f"{measured['threads']} thread{'s' * (measured['threads'] != 1)}"
    return f"{measured['cpu']}, device {measured['device']}, {threads}, torch {measured['torch']}"


def _budget(cells: Sequence[MeasuredCell], entry: MethodEntry) -> str:
    changed = f" with {json.dumps(entry.settings, ensure_ascii=False)}" if entry.settings else ""
    about = f"method `{entry.name}`, preset `{entry.preset}`{changed}"
    if not cells:
        return f"{about}; not measured"
    config = cells[0].content["config"]
    size = "×".join(map(str, config["image_size"]))
    steps, training, calibration = (
        _range(value for cell in cells if (value := cell.figure(name)) is not None)
        for name in ("steps", "training_images", "calibration_images")
    )
    return (
        f"{about}; {steps} steps of {config['training']['batch_size']}, {size} px, {training} training and "
        f"{calibration} calibration images"
    )


def _range(values: Iterable[float]) -> str:
    numbers = sorted(set(values))
    return f"{numbers[0]:,}" if len(numbers) == 1 else f"{numbers[0]:,} to {numbers[-1]:,}"
