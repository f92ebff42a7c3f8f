"""The container of `src/reference/archive.rs`: an index and records, deflated in blocks, so that one record costs one block.

    u32, little endian: size of the deflated index
    the deflated index: its first line gives `size:records` of every block, its other lines belong to the file
    the deflated blocks: records, each ended by RS (U+001E)
"""

import struct
import zlib

# Large enough to compress as well as one stream nearly does, small enough to inflate in a fraction of a millisecond.
BLOCK = 128 * 1024
SEPARATOR = b"\x1e"


def deflate(data):
    """Raw deflate, no header and no checksum."""
    stream = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    return stream.compress(data) + stream.flush()


def pack(index_lines, records):
    """The bytes of a container; `index_lines` and `records` are texts."""
    blocks, current, count = [], b"", 0
    for record in records:
        encoded = record.encode("utf-8")
        if SEPARATOR in encoded:
            raise ValueError("a record holds the separator")
        current += encoded + SEPARATOR
        count += 1
        if len(current) >= BLOCK:
            blocks.append((deflate(current), count))
            current, count = b"", 0
    if count:
        blocks.append((deflate(current), count))
    sizes = " ".join(f"{len(data)}:{count}" for data, count in blocks)
    index = deflate("".join(f"{line}\n" for line in [sizes, *index_lines]).encode("utf-8"))
    return struct.pack("<I", len(index)) + index + b"".join(data for data, _ in blocks)
