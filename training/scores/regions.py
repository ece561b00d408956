"""How well regions cover the ground truth, by where they end; writes regions.md.

    inspector-cli demo --folder /tmp/demo
    python training/scores/regions.py /tmp/demo/bearing-cover /tmp/demo/model [MODEL …]

Of every defective image with a mask that a model does not decide OK.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from inspector.core.images.resizing import map_at
from inspector.core.regions import SHARE_OF_PEAK, region_labels
from inspector.data.category import Category, scan_category
from inspector.data.images.masks import read_mask
from inspector.store.models.model_folder import StoredModel, read_model
from inspector.workflow.inspect.images import inspect_image

SHARES = (0.0, 0.05, 0.1, 0.2, 0.25, 0.35, 0.5)
RESULTS = Path(__file__).parents[1] / "results" / "regions.md"
HEAD = (
    "| method | a region ends below this share of its peak | intersection over union | area over the defect's "
    "| covered | least covered |\n| --- | --- | --- | --- | --- | --- |"
)
NOTE = """Of the {images} defective images of {category}, those not decided OK; medians, and the least. The peak and its
share count from where 99.5 % of good pixels lie. Chosen, for all methods: {chosen:.0%}. Device cpu.
By `training/scores/regions.py`."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("category", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--results", type=Path, default=RESULTS)
    args = parser.parse_args()
    category = scan_category(args.category)
    rows = [row for folder in args.models for row in rows_of(read_model(folder), category)]
    images = sum(image.mask is not None for image in category.test)
    note = NOTE.format(images=images, category=category.name, chosen=SHARE_OF_PEAK)
    args.results.write_text("\n".join([HEAD, *rows, "", note, ""]), "utf-8")
    print(args.results.read_text("utf-8"))


def rows_of(stored: StoredModel, category: Category) -> Iterator[str]:
    """A row of the table for every share."""
    outline, peak = stored.calibration.outline, stored.operating_point.review
    assert outline is not None
    found = list(maps_and_masks(stored, category))
    for share in SHARES:
        figures = []
        for anomaly_map, mask in found:
            regions = region_labels(anomaly_map, outline=outline, peak=peak, share_of_peak=share) > 0
            both = (regions & mask).sum()
            figures.append((both / (regions | mask).sum(), regions.sum() / mask.sum(), both / mask.sum()))
        union, area, covered = np.median(figures, axis=0)
        least = np.min(figures, axis=0)[2]
        yield f"| {stored.card['method']} | {share:.0%} | {union:.2f} | {area:.1f} | {covered:.2f} | {least:.2f} |"


def maps_and_masks(stored: StoredModel, category: Category) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The map (H, W) and the mask (H, W) bool of every defective image that has one and is found."""
    for image in category.test:
        if image.mask is None:
            continue
        found = inspect_image(stored.model, stored.operating_point, image)
        if found.anomaly_map is None or found.score is None or found.score <= stored.operating_point.review:
            continue
        assert found.size is not None
        mask = read_mask(image.mask, size=found.size).numpy() > 0
        yield map_at(torch.from_numpy(found.anomaly_map), found.size).numpy(), mask


if __name__ == "__main__":
    main()
