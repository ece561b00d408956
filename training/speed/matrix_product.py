"""What a machine can do at most: its rate for the product of two large matrices, in float32 or in 8 bits."""

import time
from collections.abc import Callable

import numpy as np
import torch
from onnx import TensorProto, helper

from inspector.store.onnx.exported import session_of

_MATRIX = 2048


def matmul_gflops(backend: str, device: torch.device, threads: int) -> float:
    """The machine's rate for the product of two large matrices in the backend's precision: the best of several."""
    if backend == "int8":
        work = [_int8_product(threads), _int8_product_of_torch()]
    else:
        a = torch.rand(_MATRIX, _MATRIX, device=device)
        work = [lambda: a @ a]
    return max(2 * _MATRIX**3 / seconds_of(one, device) / 1e9 for one in work for _ in range(8))


def _int8_product(threads: int) -> Callable[[], object]:
    """The product as ONNX Runtime computes it."""
    shape = [_MATRIX, _MATRIX]
    rng = np.random.default_rng(0)
    weights = helper.make_tensor("b", TensorProto.INT8, shape, rng.integers(-127, 128, shape, np.int8).tobytes(), True)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["a", "b"], ["c"])],
        "product",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, shape)],
        [helper.make_tensor_value_info("c", TensorProto.INT32, shape)],
        [weights],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    session = session_of(model.SerializeToString(), threads=threads)
    a = rng.integers(0, 256, shape, np.uint8)
    return lambda: session.run(None, {"a": a})


def _int8_product_of_torch() -> Callable[[], object]:
    a = torch.randint(-127, 128, (_MATRIX, _MATRIX), dtype=torch.int8)
    return lambda: torch._int_mm(a, a)


def seconds_of(work: Callable[[], object], device: torch.device) -> float:
    started = time.perf_counter()
    work()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter() - started
