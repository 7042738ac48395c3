"""pgBackRest is run as postgres and bounded; what it prints about a repository becomes records."""

import json
from pathlib import Path
from typing import Any

import pytest

from azure_patroni import pgbackrest
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from conftest import Programs

# Printed by pgBackRest 2.60.0 after a full and a differential backup of an empty PostgreSQL 17.
INFO = (Path(__file__).parent / "pgbackrest-info.json").read_text()


def document(**changes: Any) -> Any:
    found = json.loads(INFO)
    found[0] |= changes
    return found


def test_backups_and_archive_become_records(programs: Programs) -> None:
    programs.answer("pgbackrest", "--stanza=main --io-timeout=10 info --output=json", INFO)
    found = pgbackrest.info()
    full, diff = found.backups
    assert (full.label, full.type, full.reference) == ("20261128-081454F", "full", ())
    assert (diff.type, diff.reference) == ("diff", ("20261128-081454F",))
    assert (full.start, full.stop) == (1795853694, 1795853695)
    assert (full.size, full.repository_size) == (23421883, 2794804)
    assert (diff.wal_start, diff.wal_stop) == ("000000010000000000000003", "000000010000000000000004")
    assert (diff.lsn_start, diff.lsn_stop, diff.error) == ("0/3000028", "0/4000050", False)
    assert found.archive == pgbackrest.Archive("17-1", 1, "000000010000000000000001", "000000010000000000000004")
    assert found.current == pgbackrest.Database(1, "7713132876474867748", "17")
    assert (found.missing, found.running, found.valid) == (False, None, found.backups)


def test_an_empty_repository_has_no_stanza() -> None:
    status = {"code": 1, "lock": {"backup": {"held": False}}, "message": "missing stanza path"}
    for empty in ([], document(archive=[], backup=[], db=[], status=status)):
        assert pgbackrest.parse(empty).missing
        assert (pgbackrest.parse(empty).archive, pgbackrest.parse(empty).current) == (None, None)


def test_backups_of_an_earlier_database_of_the_same_path_are_not_todays() -> None:
    newer = document(db=[*document()[0]["db"], {"id": 2, "repo-key": 1, "system-id": 5, "version": "17"}])
    found = pgbackrest.parse(newer)
    assert found.current is not None and found.current.system == "5"
    assert (found.valid, found.archive, len(found.backups)) == ((), None, 2)


def test_a_backup_that_runs_is_seen_with_its_progress() -> None:
    lock = {"backup": {"held": True, "size": 2000, "size-cplt": 500}}
    assert pgbackrest.parse(document(status={"code": 0, "lock": lock, "message": "ok"})).running == (500, 2000)


def test_a_store_that_does_not_answer_is_a_failure(programs: Programs) -> None:
    refused = "unable to connect to 'ordersbak.blob.core.windows.net:443'"
    status = {"code": 99, "lock": {"backup": {"held": False}}, "message": "other"}
    repo = [{"key": 1, "cipher": "none", "status": {"code": 99, "message": f"[HostConnectError]\n  {refused}"}}]
    with pytest.raises(Failure, match="^the backup repository cannot be read: .HostConnectError. unable to conn"):
        pgbackrest.parse(document(status=status, repo=repo, backup=[], archive=[], db=[]))
    programs.answer("pgbackrest", error=f"ERROR: [049]: {refused}\n       HINT: is it running?\n", status=49)
    with pytest.raises(Failure, match="^the backup repository cannot be read: .049. unable to connect to .ord"):
        pgbackrest.listing("archive/main/17-1")


@pytest.mark.parametrize("answer", ["", "[{}]", "{}", '[{"name": "main"}]', "7"])
def test_an_answer_that_is_not_understood_is_a_failure(programs: Programs, answer: str) -> None:
    programs.answer("pgbackrest", output=answer)
    if answer == "{}":
        assert pgbackrest.info().missing
        return
    with pytest.raises(Failure, match="^pgbackrest info: the answer is no"):
        pgbackrest.info()


def test_a_folder_is_listed_with_its_files_only(programs: Programs) -> None:
    found = {
        ".": {"type": "path"},
        "0000000100000000": {"type": "path"},
        "00000002.history": {"type": "file", "size": 42, "time": 1795853694},
    }
    programs.answer("pgbackrest", "--stanza=main --io-timeout=10 repo-ls archive/main/17-1 *", json.dumps(found))
    assert pgbackrest.listing("archive/main/17-1") == {"00000002.history": pgbackrest.File(42, 1795853694)}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "INFO: backup command begin\nERROR: [055]: unable to load info file 'a' or 'b':\n"
            "       FileMissingError: unable to open 'a'\n       HINT: is it there?\nINFO: aborted with [055]\n",
            "[055] unable to load info file 'a' or 'b': FileMissingError: unable to open 'a'",
        ),
        ("P00  ERROR: [050]: unable to acquire lock\n", "[050] unable to acquire lock"),
        ("no answer within 3 s", "no answer within 3 s"),
        ("", "exit status 5"),
    ],
)
def test_the_reason_is_the_error_and_not_a_hint(error: str, said: str) -> None:
    assert pgbackrest.reason(Ran(5, "", error)) == said


REFUSED = """\
[ProtocolError] HTTP request failed with {}:
*** Path/Query ***:
GET /backup/x?y
*** Request Headers ***:
authorization: <redacted>
*** Response Headers ***:
x-ms-error-code: {}
*** Response Content ***:
{}"""


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            REFUSED.format("403 (Forbidden)", "AuthorizationPermissionMismatch", "<Error/>"),
            "[ProtocolError] HTTP request failed with 403 (Forbidden): AuthorizationPermissionMismatch: give thi",
        ),
        (
            REFUSED.format("403 (Forbidden)", "AuthorizationFailure", "<Error/>"),
            "[ProtocolError] HTTP request failed with 403 (Forbidden): AuthorizationFailure: allow this host's s",
        ),
        (
            REFUSED.format("404 (Not Found)", "ContainerNotFound", ""),
            "[ProtocolError] HTTP request failed with 404 (Not Found): ContainerNotFound: create the container",
        ),
        (
            REFUSED.format("503 (Service Unavailable)", "", "azure-patroni: a token of the metadata service: HTTP"),
            "[ProtocolError] HTTP request failed with 503 (Service Unavailable): azure-patroni: a token of the ",
        ),
        (REFUSED.format("409 (Conflict)", "Odd", ""), "[ProtocolError] HTTP request failed with 409 (Conflict)"),
        (
            "[HostConnectError] unable to connect to '169.254.169.254:80': [111] Connection refused",
            "[HostConnectError] unable to connect to '169.254.169.254:80': [111] Connection refused: see `systemctl",
        ),
        (
            "[CryptoError] unable to load info file 'a' or 'b':\nCryptoError: unable to flush\nHINT: is it encrypted?",
            "[CryptoError] unable to load info file 'a' or 'b': CryptoError: unable to flush: the vault's passwor",
        ),
        (
            "[FileMissingError] unable to open missing file '/x/archive/main/archive.info' for read\nHINT: y",
            "[FileMissingError] unable to open missing file '/x/archive/main/archive.info' for read: archive.info was",
        ),
    ],
)
def test_a_message_of_the_store_is_one_line_with_what_to_do(message: str, said: str) -> None:
    found = pgbackrest.explain(message)
    assert found[: len(said)] == said
    assert "***" not in found and "HINT" not in found


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("2059001", None),
        ("2060000", None),
        ("2055001", "pgbackrest is 2.55.1, and 2.59.1 or newer is needed: set packages.pgbackrest in the stack file"),
        ("", "pgbackrest is missing, and 2.59.1 or newer is needed"),
    ],
)
def test_a_version_below_the_floor_is_named(programs: Programs, printed: str, said: str | None) -> None:
    programs.answer("pgbackrest", "version --output=num", printed)
    found = pgbackrest.too_old()
    assert found == said if said is None else (found or "").startswith(said)
