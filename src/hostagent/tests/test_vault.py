import time
from collections.abc import Iterator

import pytest

from azure_patroni import vault, waiting
from azure_patroni.failure import Failure
from azure_patroni.http import Reply
from conftest import Server
from fakes import Clock

SECRET = "GET /secrets/pg-ca?api-version=7.4"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    found = Clock()
    monkeypatch.setattr(waiting, "time", found)
    yield found


@pytest.fixture
def address(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The vault's address; the same server is the metadata service."""
    url = f"http://127.0.0.1:{server.port}"
    monkeypatch.setattr(vault, "METADATA", f"{url}/token")
    server.answer("GET /token", body={"access_token": "t0k"})
    return url


def test_secrets_are_read_with_the_token(server: Server, address: str, clock: Clock) -> None:
    server.answer(SECRET, body={"value": "PEM"})
    server.answer("GET /secrets/a%20b?api-version=7.4", body={"value": "x"})
    notes: list[str] = []
    read = vault.fetch_all(address, {"ca": "pg-ca", "odd": "a b"}, clock.now + 60, notes.append)
    assert read == {"ca": "PEM", "odd": "x"}
    assert server.requests[0][2]["Metadata"] == "true"
    assert [headers["Authorization"] for _, _, headers in server.requests[1:]] == ["Bearer t0k"] * 2
    assert notes == []
    assert clock.slept == []


@pytest.mark.parametrize("status", sorted(vault.PASSING - {0}))
def test_a_refusal_that_may_pass_is_repeated(server: Server, address: str, clock: Clock, status: int) -> None:
    server.answer(SECRET, status, "no", Retry_After="7")
    server.answer(SECRET, body={"value": "PEM"})
    notes: list[str] = []
    assert vault.fetch_all(address, {"ca": "pg-ca"}, clock.now + 60, notes.append) == {"ca": "PEM"}
    assert notes == [f"waiting for secret pg-ca in {address}: HTTP {status}"]
    assert clock.slept == [7]


@pytest.mark.parametrize("answer", ["<html>", "[]", "{}", '{"error": "x"}'])
def test_an_answer_without_the_value_is_asked_for_again(
    server: Server, address: str, clock: Clock, answer: str
) -> None:
    server.answer(SECRET, 200, answer)
    server.answer(SECRET, body={"value": "PEM"})
    assert vault.fetch_all(address, {"ca": "pg-ca"}, clock.now + 60, lambda said: None) == {"ca": "PEM"}


@pytest.mark.parametrize(("status", "fix"), [(400, "assigned to the VM"), (401, "tenant"), (418, "try again")])
def test_a_refusal_that_stays_ends_at_once(
    server: Server, address: str, clock: Clock, status: int, fix: str
) -> None:
    server.answer(SECRET, status, "a secret in the body")
    with pytest.raises(Failure) as failure:
        vault.fetch_all(address, {"ca": "pg-ca"}, clock.now + 60, lambda said: None)
    assert str(failure.value).startswith(f"secret pg-ca in {address}: HTTP {status}: ")
    assert fix in str(failure.value)
    assert str(failure.value).endswith("then systemctl start azure-patroni.target")
    assert "body" not in str(failure.value)
    assert clock.slept == []


def test_the_vault_is_not_asked_for_ever(server: Server, address: str, clock: Clock) -> None:
    server.answer(SECRET, 403)
    began = clock.now
    with pytest.raises(Failure, match="HTTP 403: give the host's identity the role 'Key Vault Secrets User'"):
        vault.fetch_all(address, {"ca": "pg-ca"}, began + 60, lambda said: None)
    assert clock.now - began == 60


def test_without_a_token_no_secret_is_asked_for(server: Server, address: str, clock: Clock) -> None:
    server.answers["GET /token"] = [(400, "", {})]
    with pytest.raises(Failure, match="a token of the metadata service: HTTP 400: check that the identity is assigned"):
        vault.fetch_all(address, {"ca": "pg-ca"}, clock.now + 60, lambda said: None)
    assert [asked for asked, _, _ in server.requests] == ["GET /token"]


def test_a_vault_that_nobody_can_reach_says_what_to_check() -> None:
    began = time.monotonic()
    with pytest.raises(Failure, match="refused: check the network, the name resolution and the vault's firewall"):
        vault.fetch("secret x", "value", "http://127.0.0.1:1/", {}, began, lambda said: None)
    assert time.monotonic() - began < 3


def test_every_refusal_has_a_fix() -> None:
    said = vault.explain("x", Reply(503, b"", "HTTP 503"))
    assert said == "x: HTTP 503: try again, then systemctl start azure-patroni.target"
