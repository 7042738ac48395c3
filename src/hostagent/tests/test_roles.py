import base64

from azure_patroni.boot import roles

# The example of RFC 7677.
PENCIL = (
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
    ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
)
PASSWORDS = {role: f"password of {role}" for role in roles.ATTRIBUTES}


def test_a_verifier_is_the_one_that_postgresql_would_make() -> None:
    assert roles.verifier("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096) == PENCIL


def test_a_verifier_matches_its_password_and_no_other() -> None:
    assert roles.matches(PENCIL, "pencil")
    assert not roles.matches(PENCIL, "pen")
    assert not roles.matches("md5c2e8b8", "pencil")


def test_no_password_is_sent_and_every_new_role_gets_a_verifier() -> None:
    sql = roles.wanted_roles(PASSWORDS, {})
    for role, password in PASSWORDS.items():
        assert f"CREATE ROLE {role};" in sql
        assert password not in sql
    assert sql.count("PASSWORD 'SCRAM-SHA-256$") == len(PASSWORDS)


def test_a_role_whose_password_is_the_same_keeps_its_verifier() -> None:
    kept = {role: roles.verifier(password, b"salt") for role, password in PASSWORDS.items()}
    assert "PASSWORD" not in roles.wanted_roles(PASSWORDS, kept)
