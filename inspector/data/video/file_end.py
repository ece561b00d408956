"""Whether a video file ends where it should, by the structure of its container.

A recorder that loses its power leaves a file that stops anywhere. MP4 lists its frames and is refused; these containers
are read from front to back, and their readers take any end for the end.
"""

from pathlib import Path

CUT = "the file ends in the middle of it"
_SYNC = 0x47  # first byte of each packet of a transport stream
_PACKET_SIZES = (188, 192, 204)
_TAIL_PACKETS = 2000
_EBML, _SEGMENT = bytes.fromhex("1a45dfa3"), bytes.fromhex("18538067")


def is_cut(path: Path, *, container: str, stream_id: int) -> bool:
    """Whether the end of a transport stream or Matroska file is missing; False for other containers.

    A transport stream that ends between two frames cannot be told from a whole one.

    Args:
        container: its name, as FFmpeg gives it.
        stream_id: of the video; of a transport stream, its packets' identifier.
    """
    if container == "mpegts":
        return _transport_stream_is_cut(path, stream_id)
    return container.startswith("matroska") and _matroska_is_cut(path)


def _transport_stream_is_cut(path: Path, identifier: int) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(3 * max(_PACKET_SIZES) + 8)
        for length in _PACKET_SIZES:
            first = next(
                (at for at in range(length) if head[at : at + 2 * length + 1 : length] == bytes([_SYNC] * 3)), None
            )
            if first is not None:
                break
        else:
            return False
        if (size - first) % length > length - 188:  # what follows the last packet's 188 bytes may be missing
            return True
        whole = (size - first) // length
        file.seek(first + max(0, whole - _TAIL_PACKETS) * length)
        tail = file.read()
    packets = [tail[at : at + 188] for at in range(0, len(tail) - 187, length)]
    last = next((packet for packet in reversed(packets) if int.from_bytes(packet[1:3]) & 0x1FFF == identifier), None)
    # A frame's last packet is filled up; one that is full of data has a successor, but for one frame in 184.
    return last is not None and not _is_filled_up(last)


def _is_filled_up(packet: bytes) -> bool:
    if not packet[3] & 0x20:  # no adaptation field
        return False
    length, flags = packet[4], packet[5] if packet[4] else 0
    clock = 6 * bool(flags & 0x10) + 6 * bool(flags & 0x08)
    return length == 0 or length > 1 + clock


def _matroska_is_cut(path: Path) -> bool:
    """Whether the file is shorter than its segment announces."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.startswith(_EBML):
        return False
    at, length = _number(head, 4)
    at += length or 0
    if head[at : at + 4] != _SEGMENT:
        return False
    start, length = _number(head, at + 4)
    return length is not None and start + length > path.stat().st_size


def _number(data: bytes, at: int) -> tuple[int, int | None]:
    """EBML's number of variable length at a place, and the place after it; None for "not known"."""
    if at >= len(data) or not data[at]:
        return at, None
    size = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + size]) & ((1 << 7 * size) - 1)
    return at + size, None if value == (1 << 7 * size) - 1 else value
