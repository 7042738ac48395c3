import base64
import unittest

from scripts import load

roles = load("roles")
# The example of RFC 7677.
PENCIL = (
    "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
    ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
)
PASSWORDS = {role: f"password of {role}" for role in roles.ATTRIBUTES}


class Roles(unittest.TestCase):
    def test_a_verifier_is_the_one_that_postgresql_would_make(self) -> None:
        self.assertEqual(roles.verifier("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096), PENCIL)

    def test_a_verifier_matches_its_password_and_no_other(self) -> None:
        self.assertTrue(roles.matches(PENCIL, "pencil"))
        self.assertFalse(roles.matches(PENCIL, "pen"))
        self.assertFalse(roles.matches("md5c2e8b8", "pencil"))

    def test_no_password_is_sent_and_every_new_role_gets_a_verifier(self) -> None:
        sql = roles.wanted_roles(PASSWORDS, {})
        for role, password in PASSWORDS.items():
            self.assertIn(f"CREATE ROLE {role};", sql)
            self.assertNotIn(password, sql)
        self.assertEqual(sql.count("PASSWORD 'SCRAM-SHA-256$"), len(PASSWORDS))

    def test_a_role_whose_password_is_the_same_keeps_its_verifier(self) -> None:
        kept = {role: roles.verifier(password, b"salt") for role, password in PASSWORDS.items()}
        self.assertNotIn("PASSWORD", roles.wanted_roles(PASSWORDS, kept))


if __name__ == "__main__":
    unittest.main()
