"""Arrays as pages of a file, which many programs share."""

import mmap
import struct
import zipfile

import numpy as np

LOCAL_HEADER = struct.Struct("<26xHH")  # of a zip member: lengths of name and extra


def map_arrays(path, names):
    """Return arrays of an npz file by name, or None if they are compressed in it.

    They are not read into memory: programs that use the same file share its pages. Who
    writes into an array has a copy of that page from then on, and the file stays as it
    is.

    Raises OSError, KeyError, ValueError or zipfile's errors if it is not such a file.
    """
    with open(path, "rb") as file, zipfile.ZipFile(file) as archive:
        members = {name: archive.getinfo(f"{name}.npy") for name in names}
        if any(m.compress_type != zipfile.ZIP_STORED for m in members.values()):
            return None
        pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        return {name: _map(pages, archive, member) for name, member in members.items()}


def _map(pages, archive, member):
    lengths = LOCAL_HEADER.unpack_from(pages, member.header_offset)
    start = member.header_offset + LOCAL_HEADER.size + sum(lengths)
    with archive.open(member) as content:
        np.lib.format.read_magic(content)
        shape, by_columns, dtype = np.lib.format.read_array_header_1_0(content)
        start += content.tell()
    values = np.frombuffer(pages, dtype, np.prod(shape, dtype=int), start)
    return values.reshape(shape, order="F" if by_columns else "C")
