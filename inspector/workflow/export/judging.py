"""How the line judges an image with an exported file, for the comparison with the model."""

from collections.abc import Callable

import torch
from torch import Tensor

from inspector.core.model import Model
from inspector.store.onnx.exported import model_in, session_of
from inspector.store.onnx.line import ExportedModel
from inspector.workflow.export.parity import Judged


def judge_of(content: bytes, model: Model) -> Callable[[Tensor], Judged]:
    """Judges as the line does with the file: by the code that is shipped where there is some."""
    threads = torch.get_num_threads()
    if model.tiling is not None:
        program = ExportedModel(content, threads=threads)

        def by_program(image: Tensor) -> Judged:
            result = program.inspect(image.permute(1, 2, 0).numpy())
            return Judged(result.score, result.map, unlike=result.unlike)

        return by_program
    if model.locator is not None:
        located = model_in(content)

        def by_stages(image: Tensor) -> Judged:
            framed = located.framing.frame(image)
            judgement = located.judge_framed(framed)
            assert framed.placement is not None  # as the framing locates
            of_map = None if judgement.maps is None else judgement.maps[0].numpy()
            unlike = None if judgement.unlike is None else judgement.unlike.item()
            return Judged(judgement.scores.item(), of_map, found=framed.placement.found, unlike=unlike)

        return by_stages
    session = session_of(content, threads=threads)
    names = [output.name for output in session.get_outputs()]

    def by_graph(image: Tensor) -> Judged:
        found = dict(zip(names, session.run(names, {"image": image[None].numpy()}), strict=True))
        unlike = float(found["unlike"][0]) if "unlike" in found else None
        return Judged(float(found["score"][0]), found["map"][0] if "map" in found else None, unlike=unlike)

    return by_graph
