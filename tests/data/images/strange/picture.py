"""The small picture that every strange file holds."""

import numpy as np

Truth = np.ndarray | str  # samples from 0 to 1, (H, W) or (H, W, 3), or the word of the refusal
Strange = tuple[str, bytes, Truth]  # a name, the bytes, and what must come of these

H, W = 13, 19
Y, X = np.mgrid[:H, :W]
G8 = ((X * 11 + Y * 17) % 256).astype(np.uint8)
RGB8 = np.dstack([G8, 255 - G8, (X * 13) % 256]).astype(np.uint8)
G16 = (G8.astype(np.uint16) * 257) ^ (X % 7).astype(np.uint16)
RGB16 = np.dstack([G16, 65535 - G16, (X * 1000) % 65536]).astype(np.uint16)
G12 = G16 >> 4
UNIT = (G16 / 65535).astype(np.float32)
BITS = G8 > 127
SMOOTH = np.dstack([X * 9 + 20, Y * 15 + 30, X * 4 + Y * 8]).astype(np.uint8)
ALPHA = np.full((H, W, 1), 9, np.uint8)

DEPTHS = {"g8": G8 / 255, "g16": G16 / 65535, "rgb8": RGB8 / 255, "rgb16": RGB16 / 65535}
ARRAYS = {"g8": G8, "g16": G16, "rgb8": RGB8, "rgb16": RGB16}


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
