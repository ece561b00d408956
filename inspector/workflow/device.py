"""Which processor a job runs on."""

import mmap
from pathlib import Path

import torch

from inspector.core.errors import SettingError


def choose_device(name: str) -> torch.device:
    """The device for `auto` (a GPU where there is one), `cpu` or `cuda`.

    Raises:
        SettingError: if it does not exist on this machine.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise SettingError("There is no device '{device}'.", code="device.unknown", device=name) from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise SettingError("This machine has no usable CUDA GPU.", code="device.no_cuda")
    return device


def memory_in_use(device: torch.device) -> tuple[float | None, float | None]:
    """Megabytes held by this process (None where the system does not tell), and by it on the GPU (None without)."""
    gpu = torch.cuda.memory_allocated(device) / 2**20 if device.type == "cuda" else None
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:  # not Linux
        return None, gpu
    return pages * mmap.PAGESIZE / 2**20, gpu
