import base64
import json
import time
from typing import Any

import pytest

from azure_patroni import http, patroni, rest
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from azure_patroni.patroni import Patroni
from fakes import Clock, Cluster, babble, close, hang


@pytest.fixture
def asked(database: Host, cluster: Cluster) -> Patroni:
    """The cluster, seen from pg-2."""
    return Patroni(cluster.of(database, "pg-2"))


def test_the_hosts_own_member_is_asked_first(asked: Patroni, cluster: Cluster) -> None:
    assert [one.name for one in asked.members()] == ["pg-1", "pg-2", "pg-3"]
    assert asked.leader().name == "pg-1"
    assert asked.synchronous()
    assert {name for name, _, _ in cluster.requests} == {"pg-2"}
    assert cluster.credentials == []


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ((503, "starting"), "pg-2: 503 starting"),
        ((200, "{broken"), "pg-2: the answer is no JSON document"),
        ((200, "[]"), "pg-2: the answer is no JSON document"),
        (babble, "pg-2: \x16\x03\x01 hallo"),
        (close, "pg-2: "),
    ],
)
def test_another_member_answers_for_one_that_does_not(
    asked: Patroni, cluster: Cluster, instead: object, said: str
) -> None:
    cluster.instead["pg-2", "*"] = instead  # type: ignore[assignment]
    assert asked.leader().name == "pg-1"
    assert [name for name, _, _ in cluster.requests] == ["pg-2", "pg-1"]
    cluster.instead |= {(name, "*"): (500, "no") for name in ("pg-1", "pg-3")}
    with pytest.raises(Failure) as failure:
        asked.members()
    assert str(failure.value).startswith(f"no member answers: {' '.join(said.split())}")
    assert "pg-1: 500 no" in str(failure.value)
    assert str(failure.value).endswith("see `systemctl status patroni`")


def test_a_member_that_hangs_does_not_keep_the_others_from_answering(
    asked: Patroni, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[float] = []

    def request(*arguments: Any) -> http.Reply:
        limits.append(arguments[-1])
        return http.request(*arguments[:-1], seconds=arguments[-1] / 20)

    monkeypatch.setattr(rest, "request", request)
    cluster.instead["pg-2", "*"] = hang
    began = time.monotonic()
    assert asked.leader().name == "pg-1"
    assert time.monotonic() - began < 3
    assert limits == [5.0, 5.0]


def test_without_a_leader_the_message_says_where_to_look(asked: Patroni, cluster: Cluster) -> None:
    cluster.one("pg-1")["role"] = "replica"
    with pytest.raises(Failure, match="there is no leader: see `journalctl -u patroni`"):
        asked.leader()


def test_a_change_carries_the_password_and_a_document(asked: Patroni, cluster: Cluster) -> None:
    assert json.loads(asked.send("pg-3", "PATCH", "/config", {"ttl": 30}))["ttl"] == 30
    assert cluster.requests == [("pg-3", "PATCH /config", {"ttl": 30})]
    assert cluster.credentials == ["Basic " + base64.b64encode(b"patroni:secret").decode()]


def test_a_member_that_the_host_does_not_know_is_not_asked(asked: Patroni) -> None:
    with pytest.raises(Failure, match="pg-9 is not in this host's .*host.json: run bin/rollout"):
        asked.send("pg-9", "POST", "/restart", {})


def test_a_change_may_take_longer_than_a_question(asked: Patroni, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def request(*arguments: Any) -> http.Reply:
        given.append(arguments[-1])
        return http.Reply(202, b"accepted")

    monkeypatch.setattr(rest, "request", request)
    assert asked.send("pg-1", "POST", "/restart", {}) == "accepted"
    assert given == [90.0]


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ((401, "no"), "pg-1 refuses the password: run `pgcluster reload-secrets`"),
        ((412, "leader name does not match"), "pg-1 refuses /restart: leader name does not match (412)"),
        ((503, "no candidate"), "pg-1 refuses /restart: no candidate (503)"),
        (close, "pg-1 does not answer /restart: "),
        (babble, "pg-1 does not answer /restart: "),
    ],
)
def test_a_change_that_is_refused_is_not_tried_on_another_member(
    asked: Patroni, cluster: Cluster, instead: object, said: str
) -> None:
    cluster.instead["pg-1", "*"] = instead  # type: ignore[assignment]
    with pytest.raises(Failure) as failure:
        asked.send("pg-1", "POST", "/restart", {})
    assert str(failure.value).startswith(said)
    assert cluster.changes == ["pg-1 POST /restart"]
    if callable(instead):
        assert str(failure.value).endswith("see `pgcluster status` before you repeat it")


@pytest.mark.parametrize("text", [None, "", "restapi: {}", "restapi: {authentication: [", "a"])
def test_a_missing_password_says_how_to_get_it(asked: Patroni, cluster: Cluster, text: str | None) -> None:
    if text is None:
        patroni.PASSWORD_FILE.unlink()
    else:
        patroni.PASSWORD_FILE.write_text(text)
    with pytest.raises(Failure, match="holds no password of the REST interface .*: run `pgcluster reload-secrets`"):
        asked.send("pg-1", "POST", "/restart", {})
    assert cluster.changes == []


def test_a_wait_ends_with_the_condition(asked: Patroni, cluster: Cluster, clock: Clock) -> None:
    cluster.start(cluster.one("pg-2"))
    asked.wait("pg-2 streams", lambda found: all(one.streams for one in found if not one.leads))
    assert clock.slept == [1, 1]


def test_a_wait_has_an_end_and_says_what_it_saw_last(asked: Patroni, cluster: Cluster, clock: Clock) -> None:
    began = clock.now
    with pytest.raises(Failure) as failure:
        asked.wait("pg-3 is the leader", lambda found: False)
    assert str(failure.value) == (
        "pg-3 is the leader: not after 180 s: pg-1 leader running; pg-2 sync_standby streaming;"
        " pg-3 replica streaming: see `pgcluster status`"
    )
    assert 180 <= clock.now - began <= 182


def test_a_wait_goes_on_while_no_member_answers(asked: Patroni, cluster: Cluster, clock: Clock) -> None:
    cluster.instead = {(name, "*"): (503, "starting") for name in cluster.addresses}
    with pytest.raises(Failure, match="not after 20 s: no member answers: pg-2: 503 starting"):
        asked.wait("pg-2 streams", lambda found: True, 20)
    assert len(clock.slept) == 21
