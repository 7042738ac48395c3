"""Retries with growing pauses."""

import time
from collections.abc import Callable, Iterator


def pauses(until: float, longest: int = 30) -> Iterator[Callable[[int], None]]:
    """One turn after the other until a time of time.monotonic(), each with a function that sleeps before the next.

    The function takes the seconds that a server asked for, or 0."""
    pause = 1

    def sleep(wanted: int) -> None:
        time.sleep(max(0.0, min(max(wanted, pause), until - time.monotonic())))

    while True:
        yield sleep
        if time.monotonic() >= until:
            return
        pause = min(pause * 2, longest)
