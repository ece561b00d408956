"""How the line judges an image with an exported file, for the comparison with the model."""

from collections.abc import Callable

import torch
from torch import Tensor

from inspector.core.model import Model
from inspector.line import ExportedModel
from inspector.store.onnx.exported import session_of
from inspector.workflow.export.parity import Judged


def judge_of(content: bytes, model: Model) -> Callable[[Tensor], Judged]:
    """Judges as the line does with the file: by the code that is shipped where there is some."""
    threads = torch.get_num_threads()
    if model.tiling is not None or model.locator is not None:
        program = ExportedModel(content, threads=threads)

        def by_program(image: Tensor) -> Judged:
            result = program.inspect(image.permute(1, 2, 0).numpy())
            found = result.placement is None or result.placement.found
            return Judged(result.score, result.map, found=found, unlike=result.unlike)

        return by_program
    session = session_of(content, threads=threads)
    names = [output.name for output in session.get_outputs()]

    def by_graph(image: Tensor) -> Judged:
        found = dict(zip(names, session.run(names, {"image": image[None].numpy()}), strict=True))
        unlike = float(found["unlike"][0]) if "unlike" in found else None
        return Judged(float(found["score"][0]), found["map"][0] if "map" in found else None, unlike=unlike)

    return by_graph
