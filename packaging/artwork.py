"""What a program shows of itself before it runs: its icon, and on Windows its version."""

from pathlib import Path

from inspector.resource_files import resource

_SIDE_PX = 256
_VERSION_INFO = """\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0
  ),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'Inspector'),
      StringStruct('FileDescription', {description!r}),
      StringStruct('FileVersion', {version!r}),
      StringStruct('InternalName', {name!r}),
      StringStruct('OriginalFilename', {file_name!r}),
      StringStruct('ProductName', 'Inspector'),
      StringStruct('ProductVersion', {version!r}),
    ])]),
    VarFileInfo([VarStruct('Translation', [0x0409, 0x04B0])]),
  ]
)
"""


def version_info(name: str, description: str, version: str) -> str:
    """The text of a Windows version resource, as PyInstaller reads it."""
    numbers = tuple(int(part) for part in version.split(".")[:3])
    return _VERSION_INFO.format(
        name=name, file_name=f"{name}.exe", description=description, version=version, numbers=(*numbers, 0)
    )


def render_icon(file: Path) -> None:
    """The window's icon as a picture, in the colour that it has there."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    from inspector.gui.theme import LIGHT

    drawing = resource("icons", "inspector.svg")
    renderer = QSvgRenderer(QByteArray(drawing.read_text("utf-8").replace("currentColor", LIGHT.accent).encode()))
    image = QImage(_SIDE_PX, _SIDE_PX, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    if not image.save(str(file)):
        raise OSError(f"cannot write {file}")
