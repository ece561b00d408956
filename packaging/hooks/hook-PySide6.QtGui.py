"""PyInstaller's hook for QtGui, without the plugins that are left out: their libraries are not even looked for."""

from pathlib import PurePath

from contents import is_left_out
from PyInstaller.utils.hooks.qt import add_qt6_dependencies

hiddenimports, binaries, datas = add_qt6_dependencies("hook-PySide6.QtGui.py")
binaries = [(file, folder) for file, folder in binaries if not is_left_out(f"{folder}/{PurePath(file).name}")]
