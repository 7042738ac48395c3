"""Closes the metadata service to the accounts of the services: it gives a token of the host's identity to any local
user, and the token opens the host's secrets in the vault. Root and an administrator still reach it.

pgBackRest, as postgres, asks it for a token of the backup store: it gets to our own service, which gives no other."""

import pwd

from azure_patroni import host as hosts
from azure_patroni import vault
from azure_patroni.boot.step import note
from azure_patroni.command import Ran, attempt
from azure_patroni.failure import Failure
from azure_patroni.host import TOKEN_PORT, TOKEN_REFUSAL, Host

METADATA = "169.254.169.254"
# Azure's own agent, which is root, asks it for extensions and their settings. It is also the name server and the source
# of the load balancer's probes.
WIRE_SERVER = "168.63.129.16"
WIRE_PORTS = (80, 32526)
# For the vault: what the accounts of services must not get.
URLS = (vault.METADATA + vault.TOKEN, *(f"http://{WIRE_SERVER}:{port}" for port in WIRE_PORTS))
# Only those that exist on a host.
ACCOUNTS = ("etcd", "pgbouncer", "postgres")
TABLE = "ip azure_patroni"
TOKENS = "ip azure_patroni_tokens"
# The account that gets tokens of the backup store.
TAKER = "postgres"
QUIET = ("--silent", "--noproxy", "*", "--header", "Metadata: true")
# curl's status for a connection that was refused at once; any other answer came from there, or got lost on the way.
REFUSED = 7
CONNECT_SECONDS = 1
LOOK_SECONDS = 3.0
UNIT = "azure-patroni-metadata"


def accounts() -> dict[str, int]:
    """The accounts of services on this host, and their numbers."""
    return {one.pw_name: one.pw_uid for one in pwd.getpwall() if one.pw_name in ACCOUNTS}


def rules(accounts: dict[str, int], tokens: bool) -> str:
    """The firewall's table, which replaces the one before in one step.

    tokens: whether our own service runs, which is for postgres alone."""
    closed = f"meta skuid {{ {', '.join(map(str, sorted(accounts.values())))} }} reject"
    ports = ", ".join(map(str, WIRE_PORTS))
    ours = f"\n    ip daddr 127.0.0.1 tcp dport {TOKEN_PORT} meta skuid != {accounts[TAKER]} reject" if tokens else ""
    # Of the wire server only attempts to connect: answers to its probes are sent by the services.
    return f"""\
table {TABLE} {{ }}
delete table {TABLE}
table {TABLE} {{
  chain output {{
    type filter hook output priority filter; policy accept;
    ip daddr {METADATA} {closed}
    ip daddr {WIRE_SERVER} tcp dport {{ {ports} }} tcp flags & (syn | ack) == syn {closed}{ours}
  }}
}}
"""


def redirection(accounts: dict[str, int], tokens: bool) -> str:
    """A table of its own, for a kernel that cannot do this must still close the metadata service."""
    chain = f"""
  chain output {{
    type nat hook output priority -100; policy accept;
    ip daddr {METADATA} tcp dport 80 meta skuid {accounts[TAKER]} redirect to :{TOKEN_PORT}
  }}
""" if tokens else " "
    return f"table {TOKENS} {{ }}\ndelete table {TOKENS}\n" + (f"table {TOKENS} {{{chain}}}\n" if tokens else "")


def problem(host: Host) -> str | None:
    """What an account of a service still reaches; nothing if all is closed."""
    limit = "--connect-timeout", str(CONNECT_SECONDS), "--max-time", str(CONNECT_SECONDS)
    for account in accounts():
        for url in URLS:
            ran = attempt("curl", *QUIET, *limit, url, seconds=LOOK_SECONDS, user=account)
            ours = host.backup and account == TAKER and url == URLS[0] and ran.output.startswith(TOKEN_REFUSAL)
            if ran.status != REFUSED and not ours:
                name = url.partition("/metadata")[0]
                return f"{account} is not kept from {name}: `systemctl restart {UNIT}`, and see `journalctl -u {UNIT}`"
    return None


def main(arguments: list[str]) -> None:
    host = hosts.load()
    found = accounts()
    if not found:
        note("no service has an account on this host")
        return
    tokens = host.backup is not None and TAKER in found
    ran = attempt("nft", "--file", "-", text=rules(found, tokens))
    if not ran.ok:
        raise Failure(
            f"nft: {_error(ran)}: {', '.join(found)} can fetch tokens of this host's identity; if the kernel has no"
            " nf_tables, use an image whose kernel has it"
        )
    ran = attempt("nft", "--file", "-", text=redirection(found, tokens))
    if tokens and not ran.ok:
        raise Failure(
            f"nft: {_error(ran)}: {TAKER} gets no token of the backup store, so nothing is archived; if the kernel has"
            " no nft_redir, use an image whose kernel has it"
        )
    still = problem(host)
    if still:
        raise Failure(still)
    note(f"closed to {', '.join(found)}" + (f"; {TAKER} gets tokens of the backup store" if tokens else ""))


def _error(ran: Ran) -> str:
    return ran.error.partition("\n")[0] or ran.reason()
