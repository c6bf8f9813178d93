"""A timestamp authority of its own: OpenSSL behind HTTP, in a process of its own.

Run with a folder holding `tsa.pem` (certificate) and `tsa.key`; prints its port. Under `/set` the
time is what the folder's file `clock` says; other paths answer badly on purpose.
"""

import subprocess
import sys
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from documents.signing import der
from documents.signing.keys import SigningKey
from documents.signing.timestamp import LocalTimestampAuthority

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = {naming}
"""
REFUSED = bytes.fromhex("30053003020102")
FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
FIRST = []


def answer_at(query: bytes) -> bytes:
    """An answer whose time is set, by the program's own authority."""
    certificate = load_pem_x509_certificate((FOLDER / "tsa.pem").read_bytes())
    private = load_pem_private_key((FOLDER / "tsa.key").read_bytes(), None)
    key = SigningKey(certificate=certificate.public_bytes(Encoding.DER), private=private)
    _, imprint, nonce, *_ = der.children(der.only_value(query, der.SEQUENCE))
    token = LocalTimestampAuthority(key=key).stamp(
        der.children(imprint)[1].body,
        moment=datetime.fromisoformat((FOLDER / "clock").read_text()),
        nonce=der.integer_of(nonce),
    )
    return der.sequence(der.sequence(der.integer(0)), token)


def answer(query: bytes, *, naming: str = "sha256", signer: str = "tsa") -> bytes:
    """OpenSSL's answer to a query."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "query").write_bytes(query)
        (here / "serial").write_text("1000\n")
        (here / "config").write_text(CONFIG.format(folder=here, naming=naming))
        command = ["openssl", "ts", "-reply", "-queryfile", here / "query"]
        command += ["-out", here / "answer", "-config", here / "config", "-section", "one"]
        command += ["-signer", FOLDER / f"{signer}.pem", "-inkey", FOLDER / f"{signer}.key"]
        subprocess.run(command, check=True, capture_output=True)
        return (here / "answer").read_bytes()


class Handler(BaseHTTPRequestHandler):
    """One path for every way of answering."""

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.headers["Content-Type"] == "application/timestamp-query"
        status = 500 if self.path == "/broken" else 200
        body = self._body(query)
        self.send_response(status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self, query: bytes) -> bytes:
        match self.path:
            case "/refused":
                return REFUSED
            case "/set":
                return answer_at(query)
            case "/garbage" | "/broken":
                return b"hello"
            case "/empty":
                return b""
            case "/hang":
                time.sleep(20)
            case "/sha1":
                return answer(query, naming="sha1")
            case "/stranger":
                return answer(query, signer="stranger")
            case "/replay":
                FIRST.append(answer(query))
                return FIRST[0]
        return answer(query)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
