"""Closes the metadata service to the accounts of the services: it gives a token of the host's identity to any local
user, and the token opens the host's secrets in the vault. Root and an administrator still reach it."""

import pwd

from azure_patroni.boot.step import note
from azure_patroni.command import attempt
from azure_patroni.failure import Failure

METADATA = "169.254.169.254"
# Azure's own agent, which is root, asks it for extensions and their settings. It is also the name server and the source
# of the load balancer's probes.
WIRE_SERVER = "168.63.129.16"
WIRE_PORTS = (80, 32526)
URLS = (f"http://{METADATA}", *(f"http://{WIRE_SERVER}:{port}" for port in WIRE_PORTS))
# Only those that exist on a host.
ACCOUNTS = ("etcd", "pgbouncer", "postgres")
TABLE = "ip azure_patroni"
# curl's status for a connection that was refused at once; any other answer came from there, or got lost on the way.
REFUSED = 7
CONNECT_SECONDS = 1
LOOK_SECONDS = 3.0
UNIT = "azure-patroni-metadata"


def accounts() -> dict[str, int]:
    """The accounts of services on this host, and their numbers."""
    return {one.pw_name: one.pw_uid for one in pwd.getpwall() if one.pw_name in ACCOUNTS}


def rules(uids: list[int]) -> str:
    """The firewall's table, which replaces the one before in one step."""
    closed = f"meta skuid {{ {', '.join(map(str, sorted(uids)))} }} reject"
    ports = ", ".join(map(str, WIRE_PORTS))
    # Of the wire server only attempts to connect: answers to its probes are sent by the services.
    return f"""\
table {TABLE} {{ }}
delete table {TABLE}
table {TABLE} {{
  chain output {{
    type filter hook output priority filter; policy accept;
    ip daddr {METADATA} {closed}
    ip daddr {WIRE_SERVER} tcp dport {{ {ports} }} tcp flags & (syn | ack) == syn {closed}
  }}
}}
"""


def problem() -> str | None:
    """What an account of a service still reaches; nothing if all is closed."""
    limit = "--connect-timeout", str(CONNECT_SECONDS), "--max-time", str(CONNECT_SECONDS)
    for account in accounts():
        for url in URLS:
            ran = attempt("curl", "--silent", "--noproxy", "*", *limit, url, seconds=LOOK_SECONDS, user=account)
            if ran.status != REFUSED:
                return f"{account} is not kept from {url}: `systemctl restart {UNIT}`, and see `journalctl -u {UNIT}`"
    return None


def main(arguments: list[str]) -> None:
    found = accounts()
    if not found:
        note("no service has an account on this host")
        return
    ran = attempt("nft", "--file", "-", text=rules(list(found.values())))
    if not ran.ok:
        said = ran.error.partition("\n")[0] or ran.reason()
        raise Failure(
            f"nft: {said}: {', '.join(found)} can fetch tokens of this host's identity; if the kernel has no nf_tables,"
            " use an image whose kernel has it"
        )
    still = problem()
    if still:
        raise Failure(still)
    note(f"closed to {', '.join(found)}")
