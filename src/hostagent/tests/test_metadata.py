"""The metadata service is closed to the accounts of the services, by the kernel's firewall where it can be tried."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from azure_patroni.boot import metadata
from azure_patroni.command import Ran
from azure_patroni.failure import Failure

ACCOUNTS = {"root": 0, "azureuser": 1000, "postgres": 101, "etcd": 104}
REFUSED = Ran(7, "", "")
ANSWERED = Ran(0, "token", "")


@pytest.fixture(autouse=True)
def accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "pwd", SimpleNamespace(getpwall=lambda: found(ACCOUNTS)))


def found(accounts: dict[str, int]) -> list[SimpleNamespace]:
    return [SimpleNamespace(pw_name=name, pw_uid=uid) for name, uid in accounts.items()]


class Programs:
    """nft, and curl as each account."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.nft = Ran(0, "", "")
        self.open: Callable[[str, str], bool] = lambda account, url: False
        self.rules = ""
        self.asked: list[tuple[str, str]] = []
        monkeypatch.setattr(metadata, "attempt", self.attempt)

    def attempt(self, *words: str, text: str = "", seconds: float = 0, user: str = "") -> Ran:
        if words[0] == "nft":
            self.rules = text
            return self.nft
        self.asked.append((user, words[-1]))
        return ANSWERED if self.open(user, words[-1]) else REFUSED


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Programs:
    return Programs(monkeypatch)


def test_it_is_closed_to_each_service_of_the_host_and_to_nobody_else(
    fake: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata.main([])
    assert "skuid { 101, 104 }" in fake.rules and "1000" not in fake.rules
    assert {account for account, _ in fake.asked} == {"postgres", "etcd"}
    urls = {"http://169.254.169.254", "http://168.63.129.16:80", "http://168.63.129.16:32526"}
    assert {url for _, url in fake.asked} == urls
    assert capsys.readouterr().out == "closed to postgres, etcd\n"


def test_a_host_without_services_has_no_rules(fake: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "pwd", SimpleNamespace(getpwall=lambda: found({"root": 0})))
    metadata.main([])
    assert (fake.rules, metadata.problem()) == ("", None)


def test_a_kernel_without_the_firewall_says_what_that_means(fake: Programs) -> None:
    fake.nft = Ran(1, "", "Error: Could not process rule: Operation not supported\ntable ip\n^^^^\n")
    with pytest.raises(Failure, match="^nft: Error: Could not process rule: Operation not supported: postgres,"):
        metadata.main([])


def test_rules_that_close_nothing_are_a_failure(fake: Programs) -> None:
    fake.open = lambda account, url: account == "etcd" and url.endswith(":32526")
    with pytest.raises(Failure, match="^etcd is not kept from http://168.63.129.16:32526: `systemctl restart"):
        metadata.main([])


# A server at both addresses of the platform and at another one; what is reached by whom, before and after the rules.
TRIAL = """
import http.server, subprocess, sys, threading
sys.path[:0] = sys.argv[1:2]
from azure_patroni.boot import metadata
for words in ("link set lo up", "address add 169.254.169.254/32 dev lo", "address add 168.63.129.16/32 dev lo"):
    subprocess.run(["ip", *words.split()], check=True)
servers = {}
for address in (("169.254.169.254", 80), ("168.63.129.16", 80), ("168.63.129.16", 32526), ("168.63.129.16", 53)):
    server = http.server.HTTPServer(address, http.server.SimpleHTTPRequestHandler)
    servers[address] = server
    threading.Thread(target=server.serve_forever, daemon=True).start()
def reached(user):
    urls = (*metadata.URLS, "http://168.63.129.16:53")
    return [subprocess.run(["curl", "-s", "-o", "/dev/null", url], user=user, cwd="/").returncode for url in urls]
print(metadata.problem() is not None, reached("root"), reached("postgres"))
for _ in range(2):
    metadata.main([])
    print(metadata.problem() is None, reached("root"), reached("nobody"), reached("postgres"))
# A probe that happens to come from a closed port: the service's answers go there.
servers["168.63.129.16", 32526].shutdown()
servers["168.63.129.16", 32526].server_close()
subprocess.run(["setpriv", "--reuid=postgres", "--clear-groups", sys.executable, "-c", '''
import socket
listener = socket.create_server(("127.0.0.1", 6432))
client = socket.socket()
client.settimeout(2)
client.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
client.bind(("168.63.129.16", 32526))
client.connect(("127.0.0.1", 6432))
listener.accept()
'''], check=True)
"""


def test_the_kernel_refuses_the_services_and_lets_root_and_probes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "pwd", pwd)
    needed = ("nft", "ip", "curl", "setpriv", "unshare")
    if os.geteuid() != 0 or not all(map(shutil.which, needed)) or "postgres" not in metadata.accounts():
        pytest.skip(f"needs root, the account postgres and {', '.join(needed)}")
    command = ["unshare", "--net", sys.executable, "-c", TRIAL, os.getcwd()]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    closed = [line for line in ran.stdout.splitlines() if line.startswith("True")]
    assert closed == [
        "True [0, 0, 0, 0] [0, 0, 0, 0]",
        *["True [0, 0, 0, 0] [0, 0, 0, 0] [7, 7, 7, 0]"] * 2,
    ]
