import pytest

from azure_patroni.boot import secrets

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n"
VALUES = {
    "ca": CERTIFICATE,
    "tls": CERTIFICATE + KEY,
    "postgres": "a",
    "replicator": "b",
    "rewind": "c",
    "patroni-rest": "d",
    "pgbouncer-auth": 'e"e',
    "pgbouncer-admin": "f",
    "application": "g",
}
TLS = {"ca.pem", "tls.crt", "tls.key"}


@pytest.mark.parametrize("text", [CERTIFICATE + KEY, KEY + CERTIFICATE, (CERTIFICATE + KEY).replace("\n", "\r\n")])
def test_a_pem_text_is_split_whatever_its_order_and_line_ends(text: str) -> None:
    assert secrets.split_pem(text) == (CERTIFICATE, KEY)


@pytest.mark.parametrize("text", [CERTIFICATE + KEY + KEY, CERTIFICATE])
def test_two_keys_or_none_are_no_key(text: str) -> None:
    assert secrets.split_pem(text) == (CERTIFICATE, "")


def test_a_quote_in_a_password_is_doubled_for_pgbouncer() -> None:
    assert secrets.userlist({"u": 'a"b'}) == '"u" "a""b"\n'


@pytest.mark.parametrize(
    ("role", "voter", "files"),
    [
        ("witness", True, {"etcd": TLS}),
        ("pooler", False, {"pgbouncer": TLS | {"userlist.txt"}}),
        ("database", True, {"etcd": TLS, "postgres": TLS | {"patroni.yml", "roles.json"}}),
    ],
)
def test_each_service_gets_a_folder_and_nothing_of_another(role: str, voter: bool, files: dict[str, set[str]]) -> None:
    assert {folder: set(names) for folder, names in secrets.contents(role, voter, VALUES).items()} == files
