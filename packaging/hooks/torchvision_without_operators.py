"""Runtime hook: torchvision's networks without its compiled operators, which the bundle leaves out.

torchvision describes `nms` and `qnms` to torch when it is imported, even where its library of operators is not there,
and torch refuses a description of an operator that it does not know. So they are made known the moment before; the
program calls neither of them. Not sooner: the program decides when torch is loaded, and what the environment says then.
"""

import sys
from importlib.abc import MetaPathFinder

_OPERATORS = ("nms", "qnms")
_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"


class _BeforeTorchvision(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "torchvision":
            sys.meta_path.remove(self)
            import torch

            self.library = torch.library.Library("torchvision", "DEF")
            for operator in _OPERATORS:
                self.library.define(operator + _SCHEMA)
            _kept.append(self)  # the operators live as long as their library


_kept: list[_BeforeTorchvision] = []
sys.meta_path.insert(0, _BeforeTorchvision())
