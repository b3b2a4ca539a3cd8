"""An .xls file, as small as one can be: nothing that we install writes them any more.

A BIFF8 workbook of labels and numbers (https://www.openoffice.org/sc/excelfileformat.pdf) in a compound document of one
stream (https://www.openoffice.org/sc/compdocfileformat.pdf).
"""

import struct

BOF, EOF, SHEET, LABEL, NUMBER = 0x0809, 0x000A, 0x0085, 0x0204, 0x0203
SECTOR, END, FREE, IS_FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
# Smaller streams would have to lie in another one.
SMALLEST_STREAM = 4096


def xls(**sheets: list[list]) -> bytes:
    begin = _record(BOF, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    names = {name: name.encode() for name in sheets}
    directory = sum(4 + 8 + len(name) for name in names.values())
    place, heads, bodies = len(begin) + directory + 4, b"", b""
    for name, rows in sheets.items():
        body = _sheet(rows)
        heads += _record(SHEET, struct.pack("<IHBB", place, 0, len(names[name]), 0) + names[name])
        bodies, place = bodies + body, place + len(body)
    return _compound(begin + heads + _record(EOF) + bodies)


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _sheet(rows: list[list]) -> bytes:
    made = _record(BOF, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            cell = struct.pack("<HHH", down, across, 0)
            if isinstance(value, str):
                made += _record(LABEL, cell + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            elif value is not None:
                made += _record(NUMBER, cell + struct.pack("<d", value))
    return made + _record(EOF)


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(max(SMALLEST_STREAM, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    used = len(stream) // SECTOR
    # The stream's sectors, the directory, the table of sectors.
    table = [*range(1, used), END, END, IS_FAT]
    fat = b"".join(struct.pack("<I", each) for each in table).ljust(SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, used, 0, SMALLEST_STREAM, END, 0, END, 0, used + 1)
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 0, len(stream))
    return header.ljust(SECTOR, b"\xff") + stream + entries.ljust(SECTOR, b"\0") + fat


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return head + struct.pack("<III", FREE, FREE, child) + bytes(36) + struct.pack("<III", start, size, 0)
