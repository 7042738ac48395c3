import time
from collections.abc import Iterator

import pytest

from azure_patroni import vault, waiting
from azure_patroni.failure import Failure
from azure_patroni.http import Reply
from conftest import Server
from fakes import Clock

SECRET = "GET /secrets/pg-ca?api-version=7.4"
INSTANCE = "GET /metadata/instance?api-version=2021-02-01"
DEFAULT = "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net"
IDENTITY = "%2Fproviders%2FMicrosoft.ManagedIdentity%2FuserAssignedIdentities%2Fpg-1"
NAMED = f"{DEFAULT}&msi_res_id=%2Fsubscriptions%2Fs%2FresourceGroups%2Frg{IDENTITY}"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    found = Clock()
    monkeypatch.setattr(waiting, "time", found)
    yield found


@pytest.fixture
def address(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The vault's address; the same server is the metadata service."""
    url = f"http://127.0.0.1:{server.port}"
    monkeypatch.setattr(vault, "METADATA", f"{url}/metadata")
    server.answer(INSTANCE, body={"compute": {"subscriptionId": "s", "resourceGroupName": "rg"}})
    server.answer(NAMED, body={"access_token": "t0k", "client_id": "ours"})
    return url


def test_secrets_are_read_with_the_token(server: Server, address: str, clock: Clock) -> None:
    server.answer(SECRET, body={"value": "PEM"})
    server.answer("GET /secrets/a%20b?api-version=7.4", body={"value": "x"})
    notes: list[str] = []
    read = vault.fetch_all("pg-1", address, {"ca": "pg-ca", "odd": "a b"}, clock.now + 60, notes.append)
    assert read == {"ca": "PEM", "odd": "x"}
    assert [(asked, headers["Metadata"]) for asked, _, headers in server.requests[:2]] == [
        (INSTANCE, "true"),
        (NAMED, "true"),
    ]
    assert [headers["Authorization"] for _, _, headers in server.requests[2:]] == ["Bearer t0k"] * 2
    assert notes == []
    assert clock.slept == []


@pytest.mark.parametrize("status", sorted(vault.PASSING - {0}))
def test_a_refusal_that_may_pass_is_repeated(server: Server, address: str, clock: Clock, status: int) -> None:
    server.answer(SECRET, status, "no", Retry_After="7")
    server.answer(SECRET, body={"value": "PEM"})
    notes: list[str] = []
    assert vault.fetch_all("pg-1", address, {"ca": "pg-ca"}, clock.now + 60, notes.append) == {"ca": "PEM"}
    reply = Reply(status, b"", f"HTTP {status}")
    assert notes == [f"waiting for {vault.explain(f'secret pg-ca in {address}', reply)}"]
    assert clock.slept == [7]


@pytest.mark.parametrize("answer", ["<html>", "[]", "{}", '{"error": "x"}'])
def test_an_answer_without_the_value_is_asked_for_again(
    server: Server, address: str, clock: Clock, answer: str
) -> None:
    server.answer(SECRET, 200, answer)
    server.answer(SECRET, body={"value": "PEM"})
    assert vault.fetch_all("pg-1", address, {"ca": "pg-ca"}, clock.now + 60, lambda said: None) == {"ca": "PEM"}


@pytest.mark.parametrize(("status", "fix"), [(400, "assigned to the VM"), (401, "tenant"), (418, "tried again")])
def test_a_refusal_that_stays_ends_at_once(
    server: Server, address: str, clock: Clock, status: int, fix: str
) -> None:
    server.answer(SECRET, status, "a secret in the body")
    with pytest.raises(Failure) as failure:
        vault.fetch_all("pg-1", address, {"ca": "pg-ca"}, clock.now + 60, lambda said: None)
    assert str(failure.value).startswith(f"secret pg-ca in {address}: HTTP {status}: ")
    assert fix in str(failure.value)
    assert "body" not in str(failure.value)
    assert clock.slept == []


def test_the_vault_is_not_asked_for_ever(server: Server, address: str, clock: Clock) -> None:
    server.answer(SECRET, 403)
    began = clock.now
    with pytest.raises(Failure, match="HTTP 403: give the host's identity the role 'Key Vault Secrets User'"):
        vault.fetch_all("pg-1", address, {"ca": "pg-ca"}, began + 60, lambda said: None)
    assert clock.now - began == 60


def test_without_a_token_no_secret_is_asked_for(server: Server, address: str, clock: Clock) -> None:
    server.answers[NAMED] = [(400, "", {})]
    server.answer(DEFAULT, 400)
    with pytest.raises(Failure, match="a token of the metadata service: HTTP 400: check that the identity is assigned"):
        vault.fetch_all("pg-1", address, {"ca": "pg-ca"}, clock.now + 60, lambda said: None)
    assert [asked for asked, _, _ in server.requests] == [INSTANCE, NAMED, DEFAULT]


def test_an_identity_of_another_name_is_used_if_it_is_the_only_one(server: Server, address: str, clock: Clock) -> None:
    server.answers[NAMED] = [(400, "", {})]
    server.answer(DEFAULT, body={"access_token": "t1k"})
    server.answer(SECRET, body={"value": "PEM"})
    assert vault.fetch_all("pg-1", address, {"ca": "pg-ca"}, clock.now + 60, lambda said: None) == {"ca": "PEM"}
    assert server.requests[-1][2]["Authorization"] == "Bearer t1k"


@pytest.mark.parametrize(
    ("status", "body", "others"),
    [
        (200, {"client_id": "ours"}, False),
        # One that the system assigned is the default.
        (200, {"client_id": "another"}, True),
        (400, {"error": "invalid_request"}, True),
        (500, "", False),
    ],
)
def test_other_identities_of_the_vm_are_detected(
    server: Server, address: str, status: int, body: object, others: bool
) -> None:
    server.answer(DEFAULT, status, body)
    assert vault.other_identities("pg-1") is others


def test_without_a_metadata_service_nothing_is_said_about_identities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "METADATA", "http://127.0.0.1:1/metadata")
    assert not vault.other_identities("pg-1")


def test_a_vault_that_nobody_can_reach_says_what_to_check() -> None:
    began = time.monotonic()
    with pytest.raises(Failure, match="refused: check the network, the name resolution and the vault's firewall"):
        vault.fetch("secret x", "value", "http://127.0.0.1:1/", {}, began, lambda said: None)
    assert time.monotonic() - began < 3


def test_every_refusal_has_a_fix() -> None:
    said = vault.explain("x", Reply(503, b"", "HTTP 503"))
    assert said == "x: HTTP 503: it is tried again"
