"""Reads secrets of the Key Vault with a token of the VM's metadata service."""

import json
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from azure_patroni.failure import Failure
from azure_patroni.http import Reply, request
from azure_patroni.waiting import pauses

METADATA = "http://169.254.169.254/metadata"
INSTANCE = "/instance?api-version=2021-02-01"
TOKENS = "/identity/oauth2/token"
TOKEN = TOKENS + "?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net"
# The identity that the deployment gives the host: in the VM's resource group, and of its name.
IDENTITY = "/subscriptions/{}/resourceGroups/{}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{}"
HEADERS = {"Metadata": "true"}
# `pgcluster status` asks this VM's own metadata service, which answers in milliseconds.
STATUS_SECONDS = 2.0
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
    return f"{what}: {reply.reason}: {FIXES.get(reply.status, 'it is tried again')}"


def fetch(
    what: str,
    key: str,
    url: str,
    headers: dict[str, str],
    until: float,
    note: Note,
    context: ssl.SSLContext | None = None,
) -> Any:
    """An entry of a URL's JSON document, asked for again while the refusal may pass."""
    for sleep in pauses(until, 20):
        reply = request(url, headers=headers, context=context)
        if reply.status == 200:
            try:
                return json.loads(reply.body)[key]
            except (ValueError, KeyError, TypeError):
                reply = Reply(0, b"", f"the answer is no JSON document with {key}")
        if reply.status not in PASSING:
            break
        note(f"waiting for {explain(what, reply)}")
        sleep(reply.retry_after)
    raise Failure(explain(what, reply))


def selector(name: str, compute: dict[str, str]) -> str:
    """Names the host's identity in a request for a token; compute: what the metadata service says about the VM.

    Without it, another identity counts, such as one that a policy of the subscription has added to the VM."""
    identity = IDENTITY.format(compute["subscriptionId"], compute["resourceGroupName"], name)
    return f"&msi_res_id={quote(identity, safe='')}"


def token(name: str, until: float, note: Note) -> str:
    """A token of the host's identity; name: the host's."""
    compute = fetch("the VM's metadata service", "compute", METADATA + INSTANCE, HEADERS, until, note)
    what, url = "a token of the metadata service", METADATA + TOKEN
    try:
        return str(fetch(what, "access_token", url + selector(name, compute), HEADERS, until, note))
    except Failure:
        # An identity of another name or resource group can only be the VM's only one.
        return str(fetch(what, "access_token", url, HEADERS, until, note))


def other_identities(name: str) -> bool:
    """Whether the VM has other identities than the host's; False too if the metadata service does not answer."""
    try:
        instance, default = (
            request(METADATA + path, headers=HEADERS, seconds=STATUS_SECONDS) for path in (INSTANCE, TOKEN)
        )
        url = METADATA + TOKEN + selector(name, json.loads(instance.body)["compute"])
        ours = json.loads(request(url, headers=HEADERS, seconds=STATUS_SECONDS).body)["client_id"]
        # Of several user-assigned ones the service chooses none.
        return default.status == 400 or bool(json.loads(default.body)["client_id"] != ours)
    except (ValueError, KeyError, TypeError):
        return False


def fetch_all(host: str, vault: str, secrets: dict[str, str], until: float, note: Note) -> dict[str, str]:
    """The values of secrets by label; secrets: name in the vault by label, until: a time of time.monotonic()."""
    headers = {"Authorization": f"Bearer {token(host, until, note)}"}
    context = ssl.create_default_context()
    return {
        label: str(
            fetch(
                f"secret {name} in {vault}",
                "value",
                f"{vault}/secrets/{quote(name)}?api-version=7.4",
                headers,
                until,
                note,
                context,
            )
        )
        for label, name in secrets.items()
    }
