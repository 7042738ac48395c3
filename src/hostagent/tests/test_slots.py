"""Logical slots that a host cannot serve."""

from dataclasses import replace
from typing import Any

import pytest

from azure_patroni import slots
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Host

LOGICAL = {"type": "logical", "database": "shop", "plugin": "pgoutput"}
PHYSICAL = {"type": "physical"}


@pytest.mark.parametrize(
    ("wanted", "readable", "found"),
    [
        ({}, [], []),
        ({"pg_1": PHYSICAL}, [], []),
        ({"pg_1": PHYSICAL, "cdc": LOGICAL}, ["cdc"], []),
        ({"cdc": LOGICAL, "audit": LOGICAL}, [], ["audit", "cdc"]),
        ({"cdc": LOGICAL}, ["made_by_hand"], ["cdc"]),
    ],
)
def test_a_logical_slot_of_the_stack_file_has_to_be_readable(
    wanted: dict[str, dict[str, Any]], readable: list[str], found: list[str]
) -> None:
    assert slots.unreadable(wanted, readable) == found


def test_what_cannot_be_read_is_a_problem(database: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    host = replace(database, name="pg-2")
    monkeypatch.setattr(slots, "psql", lambda sql: Ran(1, "", "psql: error: not asked for"))
    assert slots.problems(host, {}) == []
    config = {"slots": {"cdc": LOGICAL, "audit": LOGICAL}}
    with pytest.raises(Failure, match="PostgreSQL does not answer"):
        slots.problems(host, config)
    monkeypatch.setattr(slots, "psql", lambda sql: Ran(0, "name\naudit\n", ""))
    [said] = slots.problems(host, config)
    assert said.startswith("logical slot cdc cannot be read on pg-2")
