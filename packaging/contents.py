"""What the bundle leaves out, each with its reason, and how large what remains is."""

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

# Modules that something imports or that a hook asks for, and that the program does without.
_MODULES_LEFT_OUT = (
    # other ways to show things, and to work on code
    *("tkinter", "_tkinter", "turtle", "idlelib", "lib2to3", "matplotlib", "IPython", "jupyter", "notebook"),
    *("pytest", "_pytest", "hypothesis", "setuptools", "pkg_resources", "pip", "wheel", "tensorboard"),
    # optional parts of the program and of its libraries
    *("ray", "pyarrow", "lightning", "lightning_fabric", "accelerate", "pandas", "polars", "dask", "cupy", "numba"),
    "av",  # its wheel brings libraries under the GPL; video files are then refused, and folders of frames are read
    # Qt: what pyqtgraph offers to import and the program does not use
    *(f"PySide6.Qt{name}" for name in ("Qml", "Quick", "Network", "Test", "DBus", "Sql", "PrintSupport")),
    *("pyqtgraph.examples", "pyqtgraph.opengl"),
    # torchvision's operators: the program takes definitions of networks, and has them without (see hooks/)
    *("torchvision._C", "torchvision.image"),
)
_CUDA_MODULES = ("nvidia", "triton", "cuda")

# Files by where they would lie in the bundle. Of torch's own Python nothing is left out, neither tests nor sources: its
# parts import one another all over, and it reads its own sources when it is imported.
_FILES_LEFT_OUT = (
    # torch: what C++ programs are built and tested with
    *("torch/bin/*", "torch/test/*", "torch/include/*", "torch/share/*", "*.lib", "*.a"),
    *("torch/lib/lib*_test.so", "torch/lib/libbackend_with_compiler.so", "torch/lib/libaoti_custom_ops.so"),
    # torchvision's operators again, under the names that newer versions have for their libraries
    *("torchvision/_C*", "torchvision/image*.so", "torchvision/image*.pyd"),
    # Qt: other ways to a screen than X11, Wayland, Windows and macOS have; QML, on-screen keyboards, PDF, networks
    *("*/plugins/platforms/*eglfs*", "*/plugins/platforms/*linuxfb*", "*/plugins/platforms/*vkkhrdisplay*"),
    *("*/plugins/platforms/*vnc*", "*/plugins/egldeviceintegrations/*", "*/plugins/generic/*", "*opengl32sw.dll"),
    *("*/plugins/platforminputcontexts/*virtualkeyboard*", "*/plugins/imageformats/*pdf*", "*/qml/*"),
    *("*/plugins/tls/*", "*/plugins/networkinformation/*"),
    *("*Qt6Qml*", "*Qt6Quick*", "*Qt6VirtualKeyboard*", "*Qt6Pdf*"),
    # GTK's look of file dialogs, which brings GTK itself: 20 MB that must fit the desktop's own
    "*/plugins/platformthemes/*gtk3*",
    # Qt's own texts in languages that the program has not
    "*/translations/*.qm",
)
_KEPT_ALL_THE_SAME = ("torch/bin/torch_shm_manager*", "*/translations/qtbase_de.qm", "inspector/*")
_CUDA_FILES = ("nvidia/*", "triton/*", "torch/lib/*cuda*", "onnxruntime/*cuda*", "onnxruntime/*tensorrt*")


def modules_left_out(variant: str) -> list[str]:
    """Modules, by their full names, that the bundle of a variant, `cpu` or `cuda`, does not have."""
    return [*_MODULES_LEFT_OUT, *(_CUDA_MODULES if variant == "cpu" else ())]


def is_left_out(destination: str) -> bool:
    """Whether a file is left out of every bundle, by its path in the bundle."""
    path = destination.replace("\\", "/")
    return _matches(path, _FILES_LEFT_OUT) and not _matches(path, _KEPT_ALL_THE_SAME)


def is_for_cuda(destination: str) -> bool:
    """Whether a file is for NVIDIA's GPUs only, by its path in the bundle."""
    return _matches(destination.replace("\\", "/"), _CUDA_FILES)


def _matches(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def files_in(folder: Path) -> Iterator[Path]:
    """The files of a bundle without the links among them, which take no room."""
    for parent, _, names in os.walk(folder):
        yield from (path for name in names if not (path := Path(parent, name)).is_symlink())


def sizes(bundle: Path) -> dict[str, int]:
    """Bytes by package, largest first: a program by its name, `_internal/torch` as `torch`."""
    found: dict[str, int] = {}
    for path in files_in(bundle):
        inside = path.relative_to(bundle).parts
        name = inside[1] if len(inside) > 2 else "single libraries" if len(inside) == 2 else inside[0]
        found[name] = found.get(name, 0) + path.stat().st_size
    return dict(sorted(found.items(), key=lambda item: -item[1]))
