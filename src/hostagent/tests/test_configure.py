from typing import Any

import pytest

from azure_patroni.configure import difference

PARAMETERS = {"max_connections": "500"}


@pytest.mark.parametrize(
    ("wanted", "found", "patch"),
    [
        # A number is its text.
        (
            {"ttl": 20, "postgresql": {"parameters": {"max_connections": "500"}}},
            {"ttl": 20, "pause": True, "postgresql": {"parameters": {"max_connections": 500}}},
            {},
        ),
        # A parameter that is not wanted any more is removed, and nothing else is.
        (
            {"ttl": 30, "postgresql": {"parameters": {}}},
            {"ttl": 20, "pause": True, "postgresql": {"pg_hba": [], "parameters": {"work_mem": "8MB"}}},
            {"ttl": 30, "postgresql": {"parameters": {"work_mem": None}}},
        ),
        # true is not the text true.
        ({"failsafe_mode": True}, {"failsafe_mode": "true"}, {"failsafe_mode": True}),
    ],
)
def test_only_differences_are_sent(wanted: dict[str, Any], found: dict[str, Any], patch: dict[str, Any]) -> None:
    assert difference(wanted, found) == patch
