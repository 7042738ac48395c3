import pytest

from azure_patroni import waiting
from fakes import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(waiting, "time", found)
    return found


def turns(until: float, wanted: int = 0, longest: int = 30) -> int:
    """The number of turns of a caller that never succeeds."""
    count = 0
    for sleep in waiting.pauses(until, longest):
        count += 1
        sleep(wanted)
    return count


@pytest.mark.parametrize(
    ("seconds", "wanted", "longest", "slept"),
    [
        (20.0, 0, 30, [1, 2, 4, 8, 5]),
        (20.0, 0, 3, [1, 2, 3, 3, 3, 3, 3, 2]),
        # A server that asks for more is given it, but not beyond the limit.
        (20.0, 15, 30, [15, 5]),
        (20.0, 3600, 30, [20]),
        (0.0, 0, 30, [0]),
    ],
)
def test_pauses_grow_up_to_the_limit(
    clock: Clock, seconds: float, wanted: int, longest: int, slept: list[float]
) -> None:
    turns(clock.now + seconds, wanted, longest)
    assert clock.slept == slept


def test_there_is_one_turn_even_when_the_time_is_over(clock: Clock) -> None:
    assert turns(clock.now - 5) == 1
