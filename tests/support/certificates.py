"""A certificate authority of our own, made with openssl, for servers that speak TLS."""

import pathlib
import subprocess

from support import process

DAYS = "2"


class Authority:
    """Makes its key and certificate in `directory`; .certificate is what clients trust."""

    def __init__(self, directory, name="Test Authority"):
        self.directory = pathlib.Path(directory)
        self.key = self.directory / "ca.key"
        self.certificate = self.directory / "ca.crt"
        self._openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-days", DAYS, "-subj", f"/CN={name}"),
            *("-keyout", self.key, "-out", self.certificate),
        )

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)

    def issue(self, name, alternative_names=None):
        """Key and certificate for a common name; alternative_names as "DNS:x,IP:127.0.0.1"."""
        key, request, certificate = (
            self.directory / f"{name}.{suffix}" for suffix in ("key", "csr", "crt")
        )
        self._openssl(
            *("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-subj", f"/CN={name}", "-keyout", key, "-out", request),
        )
        arguments = ["x509", "-req", "-in", request, "-days", DAYS, "-CAcreateserial"]
        arguments += ["-CA", self.certificate, "-CAkey", self.key, "-out", certificate]
        if alternative_names:
            extension = self.directory / f"{name}.ext"
            extension.write_text(f"subjectAltName={alternative_names}\n")
            arguments += ["-extfile", extension]
        self._openssl(*arguments)
        key.chmod(0o600)
        return key, certificate

    def secure(self, server, alternative_names="DNS:localhost,IP:127.0.0.1"):
        """Turns TLS on in a server that does not run yet."""
        key, certificate = self.issue("server", alternative_names)
        for source in (key, certificate, self.certificate):
            target = server.data / source.name
            target.write_bytes(source.read_bytes())
            target.chmod(0o600)
            process.give_to_server_user(target)
        server.write_settings(
            ssl="on",
            ssl_key_file=key.name,
            ssl_cert_file=certificate.name,
            ssl_ca_file=self.certificate.name,
        )
        return server
