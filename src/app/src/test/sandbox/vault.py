"""A vault and a metadata service for the hosts of a test: `fill` makes the secrets, `serve` gives them."""

import glob
import http.server
import json
import os
import pathlib
import secrets
import ssl
import subprocess
import sys
import threading

SHARED = pathlib.Path("/shared")
SECRETS = SHARED / "secrets"
ADDRESS = "169.254.169.254"
TOKEN = "the-token-of-the-test"


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, text=True)


def authority(file: str) -> None:
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=test", "-keyout", f"{SHARED}/{file}.key", "-out", f"{SHARED}/{file}.pem",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")


def certificate(
    name: str, names: list[str], addresses: list[str], subject: str = "", ca: str = "ca", uses: str = "serverAuth"
) -> str:
    """Certificate and key in one text, as the vault keeps them."""
    alternatives = ",".join([f"DNS:{name}" for name in names] + [f"IP:{address}" for address in addresses])
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-CA", f"{SHARED}/{ca}.pem", "-CAkey", f"{SHARED}/{ca}.key", "-subj", f"/CN={subject or name}",
            "-addext", f"subjectAltName={alternatives}", "-addext", "basicConstraints=critical,CA:FALSE",
            "-addext", f"extendedKeyUsage={uses}",
            "-keyout", f"{SHARED}/{name}.key", "-out", f"{SHARED}/{name}.crt")
    return (SHARED / f"{name}.crt").read_text() + (SHARED / f"{name}.key").read_text()


def fill() -> None:
    SECRETS.mkdir()
    authority("ca")
    authority("etcd-ca")
    for path in glob.glob(f"{SHARED}/hosts/*.json"):
        host = json.loads(pathlib.Path(path).read_text())
        balancers = {"database": [host["databaseLb"]], "pooler": [host["poolerLb"]]}
        for purpose, name in host["secrets"].items():
            own = [host["address"], "127.0.0.1"]
            if purpose in ("ca", "etcd-ca"):
                text = (SHARED / f"{purpose}.pem").read_text()
            elif purpose == "etcd-tls":
                text = certificate(f"{host['name']}-etcd", [host["name"], "localhost"], own,
                                   f"{host['cluster']}-etcd", "etcd-ca", "serverAuth,clientAuth")
            elif purpose == "tls":
                text = certificate(host["name"], [host["name"], "localhost"],
                                   [*own, *balancers.get(host["role"], [])])
            else:
                text = secrets.token_urlsafe(24)
            if not (SECRETS / name).exists():
                (SECRETS / name).write_text(text)
        # Client certificates that etcd must refuse: of the cluster's CA, and as a peer of another name.
        for name, ca in (("stranger", "ca"), ("unnamed", "etcd-ca")):
            text = certificate(name, ["localhost"], [host["address"], "127.0.0.1"], name, ca, "serverAuth,clientAuth")
            (SHARED / f"{name}.pem").write_text(text)
        certificate("vault", [host["vault"].removeprefix("https://").rstrip("/")], [])


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.split("?")[0].strip("/").split("/")
        if path[:2] == ["metadata", "instance"] and self.headers["Metadata"] == "true":
            self.answer(200, {"compute": {"subscriptionId": "subscription", "resourceGroupName": "group"}})
        elif path[0] == "metadata" and self.headers["Metadata"] == "true" and "&msi_res_id=" in self.path:
            self.answer(200, {"access_token": TOKEN, "expires_in": "3600", "token_type": "Bearer"})
        elif path[0] != "secrets" or self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.answer(403, {"error": {"code": "Forbidden", "message": self.path}})
        elif not (SECRETS / path[1]).exists():
            self.answer(404, {"error": {"code": "SecretNotFound", "message": path[1]}})
        else:
            address = f"https://{self.headers['Host']}/secrets/{path[1]}/1"
            self.answer(200, {"value": (SECRETS / path[1]).read_text(), "id": address})

    def answer(self, status: int, body: dict) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def serve() -> None:
    vault = http.server.ThreadingHTTPServer((ADDRESS, 443), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{SHARED}/vault.crt", f"{SHARED}/vault.key")
    vault.socket = context.wrap_socket(vault.socket, server_side=True)
    threading.Thread(target=vault.serve_forever, daemon=True).start()
    http.server.ThreadingHTTPServer((ADDRESS, 80), Answers).serve_forever()


if __name__ == "__main__":
    os.umask(0o077)
    {"fill": fill, "serve": serve}[sys.argv[1]]()
