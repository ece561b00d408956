"""Inspects with a file that `inspector-cli export` wrote of a model that judges in tiles or locates parts.

    python -m inspect_onnx bottle.onnx part1.png part2.png

It needs numpy and ONNX Runtime, and Pillow to read image files. A program on the line imports it:

    from inspect_onnx import ExportedModel

    model = ExportedModel("bottle.onnx")
    result = model.inspect(pixels)  # (height, width, 3) RGB, uint8 or float32 in [0, 1]; or (height, width) grey
    result.verdict                  # OK, REVIEW or NG

The graph in the file gives the map of one tile, or judges one located part. What comes before and after it is here: of
tiles the scale, the light, the blending of the maps, their comparison with those of good parts, the score; of a located
part where it lies, and the part in its canonical pose. Inspector inspects with this very code, and `export` compares it
with the model before it saves the file.
"""

from .exported_model import ExportedModel, Result

__all__ = ["ExportedModel", "Result"]
