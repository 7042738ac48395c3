"""The metadata service is closed to the accounts of the services, by the kernel's firewall where it can be tried."""

import json
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from azure_patroni import host as hosts
from azure_patroni.boot import metadata
from azure_patroni.command import Ran
from azure_patroni.failure import Failure
from azure_patroni.host import Host
from conftest import BACKUP

ACCOUNTS = {"root": 0, "azureuser": 1000, "postgres": 101, "etcd": 104}
REFUSED = Ran(7, "", "")
ANSWERED = Ran(0, "token", "")


@pytest.fixture(autouse=True)
def accounts(monkeypatch: pytest.MonkeyPatch, database: Host) -> None:
    monkeypatch.setattr(metadata, "pwd", SimpleNamespace(getpwall=lambda: found(ACCOUNTS)))
    monkeypatch.setattr(hosts, "load", lambda: database)


@pytest.fixture
def archiving(monkeypatch: pytest.MonkeyPatch, description: dict[str, Any]) -> Host:
    """A database host with backups."""
    host = hosts.parse(json.dumps(description | {"backup": BACKUP}))
    monkeypatch.setattr(hosts, "load", lambda: host)
    return host


def found(accounts: dict[str, int]) -> list[SimpleNamespace]:
    return [SimpleNamespace(pw_name=name, pw_uid=uid) for name, uid in accounts.items()]


class Programs:
    """nft, and curl as each account."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.nft, self.nat = Ran(0, "", ""), Ran(0, "", "")
        self.open: Callable[[str, str], bool] = lambda account, url: False
        self.rules = self.redirection = ""
        self.answer = ANSWERED
        self.asked: list[tuple[str, str]] = []
        monkeypatch.setattr(metadata, "attempt", self.attempt)

    def attempt(self, *words: str, text: str = "", seconds: float = 0, user: str = "") -> Ran:
        if words[0] == "nft" and "azure_patroni_tokens" in text:
            self.redirection = text
            return self.nat
        if words[0] == "nft":
            self.rules = text
            return self.nft
        self.asked.append((user, words[-1]))
        return self.answer if self.open(user, words[-1]) else REFUSED


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Programs:
    return Programs(monkeypatch)


def test_it_is_closed_to_each_service_of_the_host_and_to_nobody_else(
    fake: Programs, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata.main([])
    assert "skuid { 101, 104 }" in fake.rules and "1000" not in fake.rules
    assert {account for account, _ in fake.asked} == {"postgres", "etcd"}
    token = "http://169.254.169.254/metadata/identity/oauth2/token"
    urls = {token, "http://168.63.129.16:80", "http://168.63.129.16:32526"}
    assert {url.partition("?")[0] for _, url in fake.asked} == urls
    assert "redirect" not in fake.redirection and "8169" not in fake.rules
    assert capsys.readouterr().out == "closed to postgres, etcd\n"


def test_a_host_without_services_has_no_rules(
    fake: Programs, database: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metadata, "pwd", SimpleNamespace(getpwall=lambda: found({"root": 0})))
    metadata.main([])
    assert (fake.rules, metadata.problem(database)) == ("", None)


def test_a_kernel_without_the_firewall_says_what_that_means(fake: Programs) -> None:
    fake.nft = Ran(1, "", "Error: Could not process rule: Operation not supported\ntable ip\n^^^^\n")
    with pytest.raises(Failure, match="^nft: Error: Could not process rule: Operation not supported: postgres,"):
        metadata.main([])


def test_rules_that_close_nothing_are_a_failure(fake: Programs) -> None:
    fake.open = lambda account, url: account == "etcd" and url.endswith(":32526")
    with pytest.raises(Failure, match="^etcd is not kept from http://168.63.129.16:32526: `systemctl restart"):
        metadata.main([])


def test_with_backups_postgres_is_led_to_our_own_service_which_nobody_else_reaches(
    fake: Programs, archiving: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.open = lambda account, url: account == "postgres" and "169.254" in url
    fake.answer = Ran(0, "azure-patroni: here are only tokens for https://pgbak.blob.core.windows.net\n", "")
    metadata.main([])
    assert "169.254.169.254 tcp dport 80 meta skuid 101 redirect to :8169" in fake.redirection
    assert "127.0.0.1 tcp dport 8169 meta skuid != 101 reject" in fake.rules
    assert capsys.readouterr().out == "closed to postgres, etcd; postgres gets tokens of the backup store\n"
    # Our own service's refusal is one at that address, and to that account, only.
    for account, place in (("etcd", "169.254"), ("postgres", "168.63")):
        fake.open = lambda one, url, account=account, place=place: (one, place in url) == (account, True)
        with pytest.raises(Failure, match=f"^{account} is not kept from http://{place}"):
            metadata.main([])


def test_a_token_of_the_vault_for_postgres_is_a_failure_with_backups_too(fake: Programs, archiving: Host) -> None:
    fake.open = lambda account, url: account == "postgres" and "resource=https%3A%2F%2Fvault.azure.net" in url
    with pytest.raises(Failure, match="^postgres is not kept from http://169.254.169.254: `systemctl restart"):
        metadata.main([])


def test_a_kernel_that_cannot_redirect_still_closes_the_service(
    fake: Programs, archiving: Host, database: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.nat = Ran(1, "", "Error: Could not process rule: No such file or directory\n")
    with pytest.raises(Failure, match="No such file or directory: postgres gets no token of the backup store, so"):
        metadata.main([])
    assert "169.254.169.254 meta skuid { 101, 104 } reject" in fake.rules
    # Without backups there is nothing to redirect.
    monkeypatch.setattr(hosts, "load", lambda: database)
    metadata.main([])


# A server at both addresses of the platform and at another one; what is reached by whom, before and after the rules.
TRIAL = """
import http.server, json, subprocess, sys, threading
sys.path[:0] = sys.argv[1:2]
from azure_patroni import host as hosts
from azure_patroni.boot import metadata, storage_token
host = hosts.parse(sys.argv[2])
hosts.load = lambda: host
for words in ("link set lo up", "address add 169.254.169.254/32 dev lo", "address add 168.63.129.16/32 dev lo"):
    subprocess.run(["ip", *words.split()], check=True)
class Platform(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        compute = {"subscriptionId": "s", "resourceGroupName": "g"}
        found = {"access_token": "T", "expires_in": "86400", "compute": compute}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())
    def log_message(self, *_):
        pass
servers = {}
for address in (("169.254.169.254", 80), ("168.63.129.16", 80), ("168.63.129.16", 32526), ("168.63.129.16", 53)):
    server = http.server.HTTPServer(address, Platform)
    servers[address] = server
    threading.Thread(target=server.serve_forever, daemon=True).start()
def curl(user, url):
    command = ["curl", "-s", "--max-time", "3", "-H", "Metadata: true", url]
    ran = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True)
    return ran.returncode or ran.stdout.partition(":")[0]
def reached(user):
    urls = (*metadata.URLS, "http://168.63.129.16:53")
    return ["open" if str(found).startswith("{") else found for found in (curl(user, url) for url in urls)]
print(metadata.problem(host) is not None, reached("root"), reached("postgres"))
for _ in range(2):
    metadata.main([])
    print(metadata.problem(host) is None, reached("root"), reached("nobody"), reached("postgres"))
# With backups, postgres gets tokens of their store; nobody else does by our service.
tokens = storage_token.Tokens(host.name, ["https://b.blob.core.windows.net"])
threading.Thread(target=storage_token.serve(tokens).serve_forever, daemon=True).start()
host = hosts.parse(json.dumps(json.loads(sys.argv[2]) | {"backup": json.loads(sys.argv[3])}))
metadata.main([])
url = metadata.URLS[0].partition("&resource")[0] + "&resource=https%3A%2F%2Fb.blob.core.windows.net"
print(metadata.problem(host) is None, reached("root"), reached("nobody"), reached("postgres"))
print(True, curl("postgres", url).split(",")[0], curl("nobody", url.replace("169.254.169.254", "127.0.0.1:8169")))
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


def test_the_kernel_refuses_the_services_and_lets_root_and_probes_through(
    monkeypatch: pytest.MonkeyPatch, description: dict[str, Any]
) -> None:
    monkeypatch.setattr(metadata, "pwd", pwd)
    needed = ("nft", "ip", "curl", "setpriv", "unshare")
    if os.geteuid() != 0 or not all(map(shutil.which, needed)) or "postgres" not in metadata.accounts():
        pytest.skip(f"needs root, the account postgres and {', '.join(needed)}")
    hosts = json.dumps(description), json.dumps(BACKUP)
    command = ["unshare", "--net", sys.executable, "-c", TRIAL, os.getcwd(), *hosts]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    closed = [line for line in ran.stdout.splitlines() if line.startswith("True")]
    everything = "['open', 'open', 'open', 'open']"
    assert closed == [
        f"True {everything} {everything}",
        *[f"True {everything} {everything} [7, 7, 7, 'open']"] * 2,
        f"True {everything} {everything} ['azure-patroni', 7, 7, 'open']",
        "True {\"access_token\" 7",
    ]
