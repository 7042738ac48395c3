"""The host that PgBouncer connects to."""

import pytest

from azure_patroni.boot.follow_leader import TRUST_SILENCE_FOR as SILENT
from azure_patroni.boot.follow_leader import choose


@pytest.mark.parametrize(
    ("current", "leads", "silent", "chosen"),
    [
        (None, ["one"], 0, "one"),
        ("one", ["two"], 0, "two"),
        ("one", ["one"], 0, "one"),
        # A new leader counts while the old one has not noticed.
        ("one", ["one", "two"], 0, "two"),
        # Between two unknown ones the load balancer decides.
        (None, ["one", "two"], 0, None),
        ("three", ["one", "two"], 0, None),
        # A silent leader is kept for a while.
        ("one", [], SILENT - 1, "one"),
        ("one", [], SILENT, None),
        (None, [], 0, None),
    ],
)
def test_the_choice(current: str | None, leads: list[str], silent: float, chosen: str | None) -> None:
    assert choose(current, leads, silent) == chosen
