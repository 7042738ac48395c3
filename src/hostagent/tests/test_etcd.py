import json
from dataclasses import replace
from typing import Any

import pytest

from azure_patroni import etcd
from azure_patroni.command import Ran
from azure_patroni.etcd import Etcd, Voter
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import Programs


def status(address: str, member: int, **more: Any) -> dict[str, Any]:
    """An entry of `etcdctl endpoint status`."""
    about = {"header": {"member_id": member}, "leader": 1, "dbSize": 4096, "raftIndex": 7, "version": "3.5.16"}
    return {"Endpoint": f"https://{address}:2379", "Status": about | more}


LEADER = Voter("pg-1", True, leads=True)


def test_the_list_of_members_is_asked_from_the_given_voters(database: Host, programs: Programs) -> None:
    members = [
        {"ID": 255, "name": "pg-1", "peerURLs": ["https://10.50.1.4:2380"], "clientURLs": ["https://10.50.1.4:2379"]},
        {"ID": 16, "peerURLs": ["https://10.50.1.8:2380"]},
    ]
    programs.answer("etcdctl", output=json.dumps({"members": members}))
    found = Etcd(database).members(["pg-2", "witness"])
    assert [(one.hex, one.name, one.started) for one in found] == [("ff", "pg-1", True), ("10", "", False)]
    assert "--endpoints=https://10.50.1.5:2379,https://10.50.1.8:2379 " in programs.calls[0]
    assert programs.calls[0].endswith("member list --write-out=json")


def test_without_a_list_the_reason_is_etcdctls(database: Host, programs: Programs) -> None:
    programs.answer("etcdctl", error='{"level":"warn"}\nError: context deadline exceeded\n', status=1)
    with pytest.raises(Failure, match="^context deadline exceeded$"):
        Etcd(database).members(["pg-2"])


@pytest.mark.parametrize("text", ["", "not JSON", "[]", '{"members": [{"name": "pg-1"}]}', '{"members": null}'])
def test_an_unreadable_list_is_a_failure(database: Host, programs: Programs, text: str) -> None:
    programs.answer("etcdctl", output=text)
    with pytest.raises(Failure, match="no list of members"):
        Etcd(database).members(["pg-2"])


def test_answers_that_were_cut_off_are_a_failure(database: Host, programs: Programs) -> None:
    programs.answer("etcdctl", output='[{"endpoint": "https://10.50\n')
    with pytest.raises(Failure, match="no list of answers"):
        Etcd(database).healthy()


def test_a_voter_that_does_not_answer_is_in_the_list(database: Host, programs: Programs) -> None:
    answers = [status("10.50.1.4", 1), status("10.50.1.5", 2, isLearner=True, errors=["NOSPACE"])]
    programs.answer("etcdctl", output=json.dumps(answers) + "\n", error="Error: one failed\n", status=1)
    assert Etcd(database).voters() == [
        Voter("pg-1", True, True, False, 4096, 7, "3.5.16", (), "1"),
        Voter("pg-2", True, False, True, 4096, 7, "3.5.16", ("NOSPACE",), "2"),
        Voter("witness", False),
    ]


def test_etcdctl_that_cannot_run_is_a_failure(database: Host, programs: Programs) -> None:
    programs.answer("etcdctl", error="Error: bad certificate\n", status=128)
    with pytest.raises(Failure, match="bad certificate"):
        Etcd(database).voters()


def test_only_those_that_read_through_a_majority_are_healthy(database: Host, programs: Programs) -> None:
    answers = [
        {"endpoint": "https://10.50.1.8:2379", "health": True},
        {"endpoint": "https://10.50.1.5:2379", "health": False},
    ]
    programs.answer("etcdctl", output=json.dumps(answers) + "\n", status=1)
    assert Etcd(database).healthy() == ["witness"]


@pytest.mark.parametrize(
    ("voters", "said"),
    [
        ([LEADER, Voter("pg-2", True)], []),
        ([LEADER, Voter("pg-2", False)], ["etcd member pg-2 does not answer"]),
        ([LEADER, Voter("pg-2", True, learner=True)], ["etcd member pg-2 is a learner"]),
        ([replace(LEADER, bytes=7 * 1024**3)], ["etcd member pg-1 uses 88% of its quota"]),
        ([replace(LEADER, bytes=6 * 1024**3)], []),
        ([replace(LEADER, errors=("NOSPACE",))], ["etcd member pg-1: NOSPACE"]),
        ([Voter("pg-1", True), Voter("pg-2", True)], ["etcd has no leader"]),
    ],
)
def test_why_the_quorum_is_degraded(voters: list[Voter], said: list[str]) -> None:
    problems = etcd.problems(voters)
    assert len(problems) == len(said)
    assert all(problem.startswith(start) for problem, start in zip(problems, said))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ('{"level":"warn"}\nError: etcdserver: no leader\n', "etcdserver: no leader"),
        ('{"level":"warn"}\n', '{"level":"warn"}'),
        ("", "exit status 4"),
    ],
)
def test_the_reason_leaves_log_lines_out(error: str, reason: str) -> None:
    assert etcd.reason(Ran(4, "", error)) == reason
