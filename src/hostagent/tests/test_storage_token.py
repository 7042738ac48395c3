"""Tokens of the backup store for postgres, by a server that answers as the metadata service does."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from azure_patroni import host as hosts
from azure_patroni import http
from azure_patroni.boot import storage_token
from azure_patroni.boot.storage_token import Tokens, answer, resources
from conftest import BACKUP, Server
from fakes import Clock

STORE = "https://pgbak.blob.core.windows.net"
ASKED = "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2F"
URL = ASKED + "pgbak.blob.core.windows.net"
IDENTITY = (
    "&msi_res_id=%2Fsubscriptions%2Fs%2FresourceGroups%2Fg%2Fproviders%2FMicrosoft.ManagedIdentity"
    "%2FuserAssignedIdentities%2Fpg-1"
)


@pytest.fixture
def platform(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The VM's metadata service."""
    monkeypatch.setattr(storage_token, "METADATA", f"http://127.0.0.1:{server.port}/metadata")
    url = f"http://127.0.0.1:{server.port}{ASKED.partition('resource')[0]}resource={{}}{{}}"
    monkeypatch.setattr(storage_token, "URL", url)
    compute = {"compute": {"subscriptionId": "s", "resourceGroupName": "g"}}
    server.answer("GET /metadata/instance?api-version=2021-02-01", body=compute)
    return server


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(storage_token, "time", found)
    return found


@pytest.fixture
def tokens(platform: Server, time: Clock) -> Tokens:
    return Tokens("pg-1", [STORE])


def grant(platform: Server, text: str, seconds: int = 86400) -> None:
    platform.answers.pop(f"GET {URL}{IDENTITY}", None)
    platform.answer(f"GET {URL}{IDENTITY}", body={"access_token": text, "expires_in": str(seconds)})


def refuse(platform: Server, status: int) -> None:
    platform.answers.pop(f"GET {URL}{IDENTITY}", None)
    platform.answer(f"GET {URL}{IDENTITY}", status)
    platform.answer(f"GET {URL}", status)


def asked(platform: Server) -> int:
    """How many tokens were asked for."""
    return len([one for one, _, _ in platform.requests if "oauth2" in one])


def test_only_the_backup_store_is_allowed(description: dict[str, Any]) -> None:
    assert resources(hosts.parse(json.dumps(description))) == []
    assert resources(hosts.parse(json.dumps(description | {"backup": BACKUP}))) == [STORE]


@pytest.mark.parametrize(
    ("method", "url", "metadata"),
    [
        ("GET", "/", "true"),
        ("GET", URL, None),
        ("POST", URL, "true"),
        ("GET", ASKED + "vault.azure.net", "true"),
        ("GET", URL + "&resource=https%3A%2F%2Fvault.azure.net", "true"),
        ("GET", URL + ".evil.example", "true"),
        ("GET", "/metadata/instance?api-version=2021-02-01", "true"),
    ],
)
def test_everything_else_is_refused_and_not_passed_on(
    tokens: Tokens, platform: Server, method: str, url: str, metadata: str | None
) -> None:
    assert answer(tokens, method, url, metadata) == (403, f"azure-patroni: here are only tokens for {STORE}\n")
    assert platform.requests == []


def test_a_token_is_of_this_hosts_identity_and_is_kept(
    tokens: Tokens, platform: Server, time: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    grant(platform, "T1")
    status, text = answer(tokens, "GET", URL, "true")
    expected = {"access_token": "T1", "expires_in": "86400", "resource": STORE, "token_type": "Bearer"}
    assert (status, json.loads(text)) == (200, expected)
    assert all(headers["Metadata"] == "true" for _, _, headers in platform.requests)
    grant(platform, "T2")
    time.now += 1000
    assert tokens.give(STORE) == ("T1", 85400)
    # An hour before its end there is a new one.
    time.now += 81900
    assert tokens.give(STORE) == ("T2", 86400)
    assert asked(platform) == 2
    assert capsys.readouterr().out.splitlines()[0] == f"a token for {STORE} is valid for 86400 s"


def test_a_token_outlives_an_outage_of_the_metadata_service(
    tokens: Tokens, platform: Server, time: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    grant(platform, "T1")
    tokens.give(STORE)
    refuse(platform, 500)
    time.now += 83000
    # Asked again once a minute only.
    assert [tokens.give(STORE) for _ in range(3)] == [("T1", 3400)] * 3
    assert asked(platform) == 3
    time.now += 61
    assert tokens.give(STORE) == ("T1", 3339)
    assert asked(platform) == 5
    time.now += 3200
    status, text = answer(tokens, "GET", URL, "true")
    assert status == 503
    assert text.startswith("azure-patroni: a token of the metadata service: HTTP 500: it is tried again")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and lines[1].startswith("<4>a token of the metadata service: HTTP 500")


def test_a_token_near_its_end_is_not_asked_for_with_each_request(
    tokens: Tokens, platform: Server, time: Clock
) -> None:
    grant(platform, "T1", seconds=900)
    for _ in range(5):
        assert tokens.give(STORE)[0] == "T1"
    assert asked(platform) == 1


def test_an_identity_of_another_name_is_the_only_one(tokens: Tokens, platform: Server) -> None:
    platform.answer(f"GET {URL}{IDENTITY}", 400)
    platform.answer(f"GET {URL}", body={"access_token": "T", "expires_in": "86400"})
    assert tokens.give(STORE)[0] == "T"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"access_token": "T", "expires_in": "soon"}'])
def test_an_answer_that_is_not_understood_is_no_token(tokens: Tokens, platform: Server, body: str) -> None:
    platform.answer(f"GET {URL}{IDENTITY}", body=body)
    platform.answer(f"GET {URL}", body=body)
    status, text = answer(tokens, "GET", URL, "true")
    assert status == 503
    assert text.startswith("azure-patroni: a token of the metadata service: ")


@pytest.fixture
def served(tokens: Tokens) -> Iterator[str]:
    with storage_token.serve(tokens, 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_it_is_served_as_the_metadata_service_would(served: str, platform: Server) -> None:
    grant(platform, "T1")
    reply = http.request(served + URL, headers={"Metadata": "true"})
    assert (reply.status, json.loads(reply.body)["access_token"]) == (200, "T1")
    assert http.request(served + URL).status == 403
    assert http.request(served + URL, "POST", {"Metadata": "true"}, b"{}").status == 403
