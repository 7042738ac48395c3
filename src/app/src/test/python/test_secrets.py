import unittest

from scripts import load

secrets = load("secrets")
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n"
VALUES = {
    "ca": CERTIFICATE, "tls": CERTIFICATE + KEY, "postgres": "a", "replicator": "b", "rewind": "c",
    "patroni-rest": "d", "pgbouncer-auth": 'e"e', "pgbouncer-admin": "f", "application": "g",
}


class Secrets(unittest.TestCase):
    def test_a_pem_text_is_split_whatever_its_order_and_line_ends(self) -> None:
        for text in (CERTIFICATE + KEY, KEY + CERTIFICATE, (CERTIFICATE + KEY).replace("\n", "\r\n")):
            self.assertEqual(secrets.split_pem(text), (CERTIFICATE, KEY))

    def test_two_keys_or_none_are_no_key(self) -> None:
        self.assertEqual(secrets.split_pem(CERTIFICATE + KEY + KEY), (CERTIFICATE, ""))
        self.assertEqual(secrets.split_pem(CERTIFICATE), (CERTIFICATE, ""))

    def test_a_quote_in_a_password_is_doubled_for_pgbouncer(self) -> None:
        self.assertEqual(secrets.userlist({"u": 'a"b'}), '"u" "a""b"\n')

    def test_each_service_gets_a_folder_and_nothing_of_another(self) -> None:
        witness = secrets.files({"role": "witness", "voter": True}, VALUES)
        pooler = secrets.files({"role": "pooler", "voter": False}, VALUES)
        database = secrets.files({"role": "database", "voter": True}, VALUES)

        self.assertEqual({folder: set(files) for folder, files in witness.items()},
                         {"etcd": {"ca.pem", "tls.crt", "tls.key"}})
        self.assertEqual({folder: set(files) for folder, files in pooler.items()},
                         {"pgbouncer": {"ca.pem", "tls.crt", "tls.key", "userlist.txt"}})
        self.assertEqual({folder: set(files) for folder, files in database.items()},
                         {"etcd": {"ca.pem", "tls.crt", "tls.key"},
                          "postgres": {"ca.pem", "tls.crt", "tls.key", "patroni.yml", "roles.json"}})


if __name__ == "__main__":
    unittest.main()
