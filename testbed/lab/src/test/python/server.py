"""server.py NAME FOLDER PORT...: says on each port who it is and whom it sees, then echoes. On 8008 it is a Patroni
that leads while FOLDER/NAME is there, over TLS with a self-signed certificate."""

import os
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading

NAME, FOLDER, *PORTS = sys.argv[1:]


class Echo(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(f"{NAME} {self.client_address[0]}\n".encode())
        for line in self.rfile:
            self.wfile.write(line)


class Patroni(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.rfile.readline()
        status = "200 OK" if os.path.exists(f"{FOLDER}/{NAME}") else "503 Service Unavailable"
        self.wfile.write(f"HTTP/1.0 {status}\r\nContent-Length: 0\r\n\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


def unverifiable() -> ssl.SSLContext:
    with tempfile.NamedTemporaryFile() as pair:
        options = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=self-signed")
        files = ("-keyout", pair.name, "-out", f"{pair.name}.crt")
        subprocess.run(("openssl", "req", "-x509", *options, *files), check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{pair.name}.crt", pair.name)
        os.unlink(f"{pair.name}.crt")
        return context


for port in map(int, PORTS):
    server = Server(("0.0.0.0", port), Patroni if port == 8008 else Echo)
    if port == 8008:
        server.socket = unverifiable().wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()
