"""An API server that does on demand what a real one does not: busy, broken, slow, false."""

import base64
import http.server
import json
import ssl
import threading

from support import status_schema

ACCEPTED = {"kind": "Event", "metadata": {"name": "noetl-schema-x1"}}


class Answer:
    """The answer to one request. Every field can be omitted."""

    def __init__(self, status=201, body=None, headers=None, before=None, cut_after=None):
        self.status = status
        self.body = json.dumps(ACCEPTED) if body is None else body
        self.headers = headers or {}
        self.before = before  # called before the first byte, e.g. to wait
        self.cut_after = cut_after  # bytes of the body, then the connection is dropped


def refusal(status, message, **options):
    """A Status object, like the API server's for a refusal."""
    return Answer(status, json.dumps({"kind": "Status", "message": message}), **options)


def config_map(values, **options):
    return Answer(200, json.dumps({"kind": "ConfigMap", "data": values}), **options)


def secret(values, **options):
    data = {name: base64.b64encode(text.encode()).decode() for name, text in values.items()}
    return Answer(200, json.dumps({"kind": "Secret", "data": data}), **options)


def write_kubeconfig(path, url, authority, token, cluster=None):
    """A kubeconfig for a fake API; token is a file's path, cluster more of the cluster's entry."""
    place = {"server": url, "certificate-authority": str(authority.certificate), **(cluster or {})}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "c",
        "clusters": [{"name": "c", "cluster": place}],
        "users": [{"name": "u", "user": {"tokenFile": str(token)}}],
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
    }
    path.write_text(json.dumps(config))
    return path


class FakeApi:
    """Answers a path of .at with what is there, others in turn, then with the last answer.

    requests: (method, path, headers, body). .at takes an Answer for a path, or a function that
    gives one each time.
    """

    def __init__(self, authority, names="DNS:localhost,IP:127.0.0.1", token="right-token"):
        self.answers = [Answer()]
        self.at = {}
        self.requests = []
        self.token = token
        self.false_documents = []  # what was wrong with a status document, if anything was
        self._lock = threading.Lock()
        key, certificate = authority.issue("api", names)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                api._handle(self)

            do_GET = do_POST = do_PATCH = handle_any

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # a client that hangs up is part of the test
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        assert not self.false_documents, self.false_documents

    def _check_documents(self, body):
        try:
            status_schema.documents_of(json.loads(body))
        except AssertionError as error:
            self.false_documents.append(str(error))

    def _next_answer(self, handler, body):
        if "/configmaps/" in handler.path and handler.command == "PATCH":
            self._check_documents(body)
        with self._lock:
            index = len(self.requests)
            self.requests.append((handler.command, handler.path, dict(handler.headers), body))
        if handler.headers.get("Authorization") != f"Bearer {self.token}":
            return refusal(401, "Unauthorized")
        placed = self.at.get(handler.path)
        if placed is not None:
            return placed() if callable(placed) else placed
        return self.answers[min(index, len(self.answers) - 1)]

    def _handle(self, handler):
        length = int(handler.headers.get("Content-Length") or 0)
        answer = self._next_answer(handler, handler.rfile.read(length).decode())
        if answer.before:
            answer.before()
        content = answer.body.encode()
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content[: answer.cut_after])
        if answer.cut_after is not None:
            handler.close_connection = True
            handler.wfile.flush()
            handler.connection.close()

    def bodies(self, path_part):
        """Decoded bodies of the requests whose path has this in it."""
        return [json.loads(body) for _, path, _, body in self.requests if path_part in path]
