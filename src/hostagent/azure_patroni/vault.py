"""Reads secrets of the Key Vault with a token of the VM's metadata service."""

import json
import ssl
from collections.abc import Callable
from urllib.parse import quote

from azure_patroni.failure import Failure
from azure_patroni.http import Reply, request
from azure_patroni.waiting import pauses

METADATA = (
    "http://169.254.169.254/metadata/identity/oauth2/token"
    "?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net"
)
# Not yet assigned, not yet written, too many requests, or out of order for a while.
PASSING = {0, 403, 404, 408, 410, 429, 500, 502, 503, 504}
FIXES = {
    0: "check the network, the name resolution and the vault's firewall",
    400: "check that the identity is assigned to the VM",
    401: "check that the vault is of the identity's tenant",
    403: "give the host's identity the role 'Key Vault Secrets User' on it, and check the vault's firewall",
    404: "create it (terraform apply)",
}

Note = Callable[[str], None]


def explain(what: str, reply: Reply) -> str:
    """One line about a refusal; never the body of a reply."""
    return f"{what}: {reply.reason}: {FIXES.get(reply.status, 'try again')}, then systemctl start azure-patroni.target"


def fetch(
    what: str,
    key: str,
    url: str,
    headers: dict[str, str],
    until: float,
    note: Note,
    context: ssl.SSLContext | None = None,
) -> str:
    """An entry of a URL's JSON document, asked for again while the refusal may pass."""
    for sleep in pauses(until, 60):
        reply = request(url, headers=headers, context=context)
        if reply.status == 200:
            try:
                return str(json.loads(reply.body)[key])
            except (ValueError, KeyError, TypeError):
                reply = Reply(0, b"", f"the answer is no JSON document with {key}")
        if reply.status not in PASSING:
            break
        note(f"waiting for {what}: {reply.reason}")
        sleep(reply.retry_after)
    raise Failure(explain(what, reply))


def fetch_all(vault: str, secrets: dict[str, str], until: float, note: Note) -> dict[str, str]:
    """The values of secrets by label; secrets: name in the vault by label, until: a time of time.monotonic()."""
    token = fetch("a token of the metadata service", "access_token", METADATA, {"Metadata": "true"}, until, note)
    headers = {"Authorization": f"Bearer {token}"}
    context = ssl.create_default_context()
    return {
        label: fetch(
            f"secret {name} in {vault}",
            "value",
            f"{vault}/secrets/{quote(name)}?api-version=7.4",
            headers,
            until,
            note,
            context,
        )
        for label, name in secrets.items()
    }
