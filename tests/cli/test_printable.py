"""Whatever stands in arguments, settings and files, what leaves is text that a terminal may show."""

import json
import subprocess

import pytest

from support.printable import CLASSES, assert_clean, assert_clean_json, assert_clean_log

SERVER = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_PASSWORD": "x",
          "NOETL_WAIT_TIMEOUT": "0"}  # fmt: skip
NO_UTF8 = {"no UTF-8": "\udcff\udced\udca0\udc80", "half": "\udcc3"}
TEXTS = CLASSES | NO_UTF8 | {"all": "".join(CLASSES.values()) + NO_UTF8["no UTF-8"]}

PLACES = {
    "command": lambda text: ([text], {}),
    "option": lambda text: ([f"--{text}"], {}),
    "short option": lambda text: ([f"-{text}"], {}),
    "too many": lambda text: (["version", text], {}),
    "bundle": lambda text: (["ddl", text], {}),
    "choice": lambda text: (["help", "--format", text], {}),
    "number": lambda text: (["status", "--limit", text], {}),
    "help of": lambda text: (["help", text], {}),
    "file": lambda text: (["apply", "--file", text], {}),
    "config": lambda text: (["config", "--config", text], {}),
    "config-dir": lambda text: (["config", "--config-dir", text], {}),
    "targets": lambda text: (["apply", "--targets", text], {}),
    "target": lambda text: (["apply", "--targets", "/nowhere", "--target", text], {}),
    "kubeconfig": lambda text: (["apply", "--report", "kubeconfig", "--kubeconfig", text], {}),
    "context": lambda text: (["apply", "--report", "kubeconfig", "--kubeconfig", "/dev/null",
                              "--kube-context", text], {}),
    "host": lambda text: (["apply", "--host", text], {}),
    "socket": lambda text: (["apply", "--host", "/" + text], {}),
    "user": lambda text: (["apply"], {"NOETL_USER": text}),
    "database": lambda text: (["apply"], {"NOETL_POSTGRES_DB": text}),
    "schema": lambda text: (["config"], {"NOETL_SCHEMA": text}),
    "schema in JSON": lambda text: (["config", "-o", "json"], {"NOETL_SCHEMA": text}),
    "duration": lambda text: (["config"], {"NOETL_LOCK_TIMEOUT": text}),
    "bundles": lambda text: (["apply"], {"NOETL_BUNDLES": text}),
    "misspelt": lambda text: (["config"], {f"NOETL_SCHEMAA{text}": "x", f"NOETL_USR{text}": "x"}),
    "url": lambda text: (["apply"], {"DATABASE_URL": f"postgresql://h/{text}"}),
    "certificate": lambda text: (["apply"], {"PGSSLROOTCERT": text, "PGSSLMODE": "verify-full"}),
    "last words": lambda text: (["apply", "--nope"], {"TERMINATION_LOG_PATH": f"/no/{text}"}),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_output__is_clean_whatever_is_given(bare_program, tmp_path, place):
    words = tmp_path / "words"
    for name, text in TEXTS.items():
        arguments, settings = place(text)
        for log_format in ("text", "json") if name == "all" else ("text",):
            environment = SERVER | {"TERMINATION_LOG_PATH": str(words)} | settings
            result = subprocess.run(
                [bare_program.binary, "--log-format", log_format, *arguments],
                capture_output=True, timeout=20, env=bare_program.environment(environment),
            )
            log, output = result.stderr.decode(), result.stdout.decode()  # both are UTF-8
            assert result.returncode < 70, log
            assert_clean(output)
            if "json" in arguments and result.returncode == 0:
                assert_clean_json(json.loads(output))
            if log_format == "json":
                assert_clean_log(log)
            else:
                assert_clean(log)
            if words.exists():
                assert_clean(words.read_text(encoding="utf-8"))


FILES = {
    "key": lambda text: ("--targets", {"targets": [{"name": "a", f"NOPE{text}": "x"}]}),
    "duplicate": lambda text: ("--targets", f"{json.dumps(text)}: 1\n{json.dumps(text)}: 2\n"),
    "name": lambda text: ("--targets", {"targets": [{"name": text}]}),
    "value": lambda text: ("--targets", {"targets": [{"name": "a", "POSTGRES_PORT": text}]}),
    "kind": lambda text: ("--config", {"kind": "ConfigMap", "metadata": {"name": text},
                                       "data": {"POSTGRES_PORT": text}}),
    "context": lambda text: ("--kubeconfig", {"current-context": text}),
}  # fmt: skip


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_log__is_clean_whatever_a_file_holds(bare_program, tmp_path, content):
    for text in CLASSES.values():
        option, document = content(text)
        path = tmp_path / "file.yaml"
        # JSON is YAML too, and escapes what YAML does not take as it is.
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        result = bare_program.run(
            "apply", option, path, "--report", "kubeconfig", settings=SERVER
        ).expect(3)
        assert_clean(result.stderr)


def test_log__shows_where_a_statement_fails_with_the_caret_under_it(bare_program, tmp_path):
    path = tmp_path / "script.sql"
    path.write_text("select '\x9b\x1b[2J\u202e';  \\connect x\n")
    result = bare_program.run("apply", "--file", path, settings=SERVER).expect(3)
    assert_clean(result.stderr)
    lines = result.stderr.splitlines()
    caret = next(number for number, line in enumerate(lines) if line.strip() == "^")
    assert lines[caret - 1][lines[caret].index("^")] == "\\", result
    assert r"select '\u{9b}\x1b[2J\u{202e}'" in lines[caret - 1]
