import itertools

import pytest

from azure_patroni.boot.stale_data import Tree, stale


@pytest.mark.parametrize(
    ("tree", "moved"),
    [
        (Tree(data=True, complete=True, linked=True, wal=True), {}),
        (Tree(data=False, complete=False, linked=False, wal=False), {}),
        (Tree(data=True, complete=True, linked=True, wal=False), {"data": "without-wal"}),
        (Tree(data=False, complete=False, linked=False, wal=True), {"wal": "without-data"}),
        (Tree(data=True, complete=False, linked=True, wal=True), {"data": "incomplete", "wal": "without-data"}),
    ],
)
def test_only_what_patroni_cannot_start_from_is_moved_aside(tree: Tree, moved: dict[str, str]) -> None:
    assert stale(tree) == moved


def test_complete_data_is_moved_for_no_other_reason_than_missing_wal() -> None:
    for data, linked, wal in itertools.product((True, False), repeat=3):
        moved = stale(Tree(data=data, complete=True, linked=linked, wal=wal))
        assert ("data" in moved) == (linked and not wal)
        assert "wal" not in moved
