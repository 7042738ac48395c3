"""How pgcluster prints: tables, sizes, JSON, questions."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from azure_patroni.failure import Failure


class Output:
    """Lines for people on standard output, or one JSON document there and the lines on standard error."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def line(self, text: str) -> None:
        print(text, file=sys.stderr if self.as_json else sys.stdout, flush=True)

    def result(self, value: dict[str, Any]) -> None:
        """The JSON document, once and last."""
        if self.as_json:
            print(json.dumps(value, indent=2), flush=True)


def confirm(question: str, yes: bool) -> None:
    """Asks at a terminal; elsewhere --yes is needed."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Failure("standard input is not a terminal: use --yes")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Failure("not confirmed: nothing was changed")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Columns as wide as they need to be, and an empty line."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in cells] + [""]


def size(count: float) -> str:
    """Bytes in the unit that people read."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"
