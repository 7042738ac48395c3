"""Prints rows as a table."""

import shutil
import textwrap
from itertools import zip_longest

from operations.preflight.rows import Row


def table(rows: list[Row]) -> str:
    """Columns of the width of the terminal; what to do is under the row."""
    width = max(shutil.get_terminal_size((120, 24)).columns, 80)
    widths = [8, *[(width - 11) // 3] * 3]
    lines = columns(("status", "check", "found", "needed"), widths)
    for row in rows:
        lines += columns((row.status, row.check, row.found, row.needed), widths)
        if row.fix:
            lines += wrap(f"fix: {row.fix}", width, first=" " * 9, later=" " * 14)
    return "\n".join(lines)


def columns(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    """The lines of a row."""
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths)]
    return [
        " ".join(part.ljust(width) for part, width in zip(line, widths)).rstrip()
        for line in zip_longest(*wrapped, fillvalue="")
    ]


def wrap(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    """Lines of a text. Commands and names stay in one piece where they can."""
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
