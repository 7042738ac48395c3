"""PostgreSQL's archive_command fails at once after a failure, for a short while."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from conftest import Programs

SCRIPT = Path(__file__).resolve().parents[3] / "templates/database/usr/lib/azure-patroni/pgbackrest-push"
PUSH = "pgbackrest --stanza=main archive-push pg_wal/A"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script with a folder of its own."""
    found = tmp_path / "pgbackrest-push"
    text = SCRIPT.read_text()
    assert "/run/pgbackrest/" in text
    found.write_text(text.replace("/run/pgbackrest/", f"{tmp_path}/"))
    return found


def push(script: Path) -> int:
    return subprocess.run(["sh", str(script), "pg_wal/A"], timeout=10).returncode


def test_a_segment_is_pushed(script: Path, programs: Programs) -> None:
    programs.answer("pgbackrest")
    assert [push(script), push(script)] == [0, 0]
    assert programs.calls == [PUSH] * 2


def test_a_store_that_does_not_answer_is_asked_once_in_5_s(script: Path, programs: Programs) -> None:
    programs.answer("pgbackrest", status=82)
    assert [push(script) for _ in range(9)] == [1] * 9
    assert programs.calls == [PUSH]
    failed = script.parent / "push-failed"
    os.utime(failed, (time.time() - 6, time.time() - 6))
    programs.answer("pgbackrest")
    assert push(script) == 0
    assert len(programs.calls) == 2
