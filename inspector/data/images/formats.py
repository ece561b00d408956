"""Which files are images, by name: the one table of the suffixes that are read.

What is in a file decides how it is decoded, not its suffix; a file of a known suffix that turns out to be something
else is an error, not an absence.
"""

from collections.abc import Mapping

SUFFIXES: Mapping[str, tuple[str, ...]] = {  # of each format, the usual one first
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".mpo"),
    "PNG": (".png",),
    "BMP": (".bmp", ".dib"),
    "TIFF": (".tif", ".tiff"),
    "WebP": (".webp",),
    "GIF": (".gif",),
    "PNM": (".pgm", ".ppm", ".pnm", ".pbm"),
    "JPEG 2000": (".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc"),
    "AVIF": (".avif",),
}

IMAGE_SUFFIXES = frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)

# What cameras and scanners write besides: an image that cannot be read is an error, and never passed over.
_UNREAD = frozenset(
    {
        ".heic", ".heif", ".jxl", ".jxr", ".jls", ".exr", ".hdr", ".pfm", ".tga", ".pcx", ".fits", ".dcm", ".raw",
        ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".raf", ".rw2", ".pef",
    }
)  # fmt: skip
_NAMED_AS_IMAGES = IMAGE_SUFFIXES | _UNREAD


def is_image_name(name: str) -> bool:
    """Whether a file is named as an image: a known suffix in any case, and not hidden ('.x', '._x' of macOS)."""
    stem, dot, suffix = name.rpartition(".")
    return bool(stem) and dot + suffix.lower() in _NAMED_AS_IMAGES and not name.startswith(".")
