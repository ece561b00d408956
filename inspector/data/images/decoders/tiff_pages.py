"""Find the one picture of a TIFF file among its pages, and refuse a file of several."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tifffile import TiffFile, TiffPage

from inspector.data.images.limits import check_single

_MOST_PAGES = 64  # a picture, its mask and the steps of a pyramid are far fewer
_STK_PLANES = 33629  # MetaMorph's tag with one entry per plane
_SUB_IFDS = 330


def the_picture(path: Path, tiff: TiffFile) -> TiffPage:
    """The only page that is no reduced copy (preview) and no transparency mask of another.

    Raises:
        ImageError: if there are several.
        ValueError: if the chain of pages is broken.
    """
    offsets = list(_page_offsets(tiff))
    check_single(path, several=len(offsets) > _MOST_PAGES)
    pages: list[TiffPage] = []
    for offset in offsets:
        page = _page_at(tiff, offset)
        check_single(path, several=len(page.subifds or ()) > _MOST_PAGES)
        pages += [page, *(_page_at(tiff, inside) for inside in page.subifds or ())]
    full = [page for page in pages if not (page.is_reduced or page.is_mask)] or pages[:1]
    picture = full[0]
    companions = [page for page in pages if page is not picture]
    check_single(path, several=any(not _accompanies(page, picture) for page in companions))
    check_single(path, several=_planes(tiff, picture) > 1)
    return picture


def _page_at(tiff: TiffFile, offset: int) -> TiffPage:
    tiff.filehandle.seek(offset)
    return TiffPage(tiff, index=0)


def _page_offsets(tiff: TiffFile) -> Iterator[int]:
    """Where the pages begin, by the links of each to the next alone; ends after too many."""
    file, layout = tiff.filehandle, tiff.tiff
    offset = tiff.pages.first.offset
    known: set[int] = set()
    while offset:
        if offset in known or offset + layout.tagnosize > file.size:
            raise ValueError("the next page is missing")
        known.add(offset)
        yield offset
        if len(known) > _MOST_PAGES:
            return
        file.seek(offset)
        (tags,) = struct.unpack(layout.tagnoformat, file.read(layout.tagnosize))
        link = offset + layout.tagnosize + tags * layout.tagsize
        if link + layout.offsetsize > file.size:
            raise ValueError("the list of its tags is cut off")
        file.seek(link)
        (offset,) = struct.unpack(layout.offsetformat, file.read(layout.offsetsize))


def _accompanies(page: TiffPage, picture: TiffPage) -> bool:
    """Whether a page is a smaller copy, or the transparency mask, of the picture."""
    width, height = page.imagewidth, page.imagelength
    if page.is_mask:
        return page.bitspersample == 1 or page.is_reduced
    smaller = width <= picture.imagewidth and height <= picture.imagelength
    return bool(page.is_reduced) and smaller and (width, height) != (picture.imagewidth, picture.imagelength)


def _planes(tiff: TiffFile, page: TiffPage) -> int:
    """The planes that the file's metadata count where they all lie behind one page."""
    if _STK_PLANES in page.tags:
        return page.tags[_STK_PLANES].count
    if page.is_imagej:
        return int((tiff.imagej_metadata or {}).get("images", 1))
    if page.is_shaped:
        shape = _shape(page.description)
        described = 1
        for length in shape:
            described *= length
        return described // max(1, page.size) if shape else 1
    return 1


def _shape(description: str) -> list[int]:
    """The shape that tifffile writes into a description; empty where it is none."""
    try:
        stated: Any = json.loads(description)
    except ValueError:
        return []
    shape = stated.get("shape") if isinstance(stated, dict) else None
    whole = isinstance(shape, list) and all(isinstance(length, int) and length > 0 for length in shape)
    return shape if whole and isinstance(shape, list) else []
