"""What README.md shows is what the program says, but for times: of commands, and of a Job's Events."""

import re

import pytest

from support.api_caller import POD
from support.cluster import TREE
from support.fake_api import write_kubeconfig
from support.program import Program

pytestmark = pytest.mark.one_major

README = (TREE / "README.md").read_text()
TIMES = [
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", "TIME"),
    (r"\d+\.\d{3} s\b", "SECONDS"),
    (r"TIME  +", "TIME  "),
    (r"SECONDS +$", "SECONDS"),
]


def shown(text):
    """The blocks of a terminal session."""
    return re.findall(r"```console\n(.*?)```", text, re.S)


def without_times(line):
    for pattern, word in TIMES:
        line = re.sub(pattern, word, line)
    return line.rstrip()


def agrees(expected, lines):
    """Whether lines are as expected, where a line "…" stands for any number of them."""
    pattern = "".join(
        r"(?:.*\n)*" if each.strip() == "…" else re.escape(without_times(each)) + "\n"
        for each in expected
    )
    return re.fullmatch(pattern, "".join(without_times(each) + "\n" for each in lines))


@pytest.fixture
def server(fresh_server):
    """Of its own, for names as the page has them."""
    return fresh_server


@pytest.fixture
def newcomer(binary, server):
    """Who has just run `make run`."""
    return Program(
        binary,
        {
            "POSTGRES_HOST": server.host,
            "POSTGRES_PORT": str(server.port),
            "POSTGRES_PASSWORD": "workspace",
            "NOETL_PASSWORD": "platform",
            "NOETL_ADMIN_USER": server.user,
            "NOETL_ADMIN_PASSWORD": server.password,
            "PGSSLMODE": "disable",
        },
    )


def test_readme__shows_what_the_commands_print(newcomer):
    session = shown(README)[0]
    steps = re.findall(r"^\$ noetl-schema (.*)\n((?:(?!\$ ).*\n)*)", session, re.M)
    assert [step[0].split()[0] for step in steps] == ["apply", "verify", "status"]
    for words, printed in steps:
        result = newcomer.run(*words.split()).expect(0)
        said = (result.stderr + result.stdout).splitlines()
        assert agrees(printed.splitlines(), said), f"README.md, {words}:\n" + "\n".join(said)
        assert not re.search(r" warning ", result.output)


def test_readme__shows_the_events_of_a_job(newcomer, authority, api, tmp_path):
    (events,) = [block for block in shown(README) if "Events:" in block]
    rows = re.findall(r"^  (Normal|Warning) +(\w+) +\S+ +(\S+) +(.*)$", events, re.M)
    ours = [row for row in rows if row[2] == "noetl.io/noetl-schema"]
    token = tmp_path / "token"
    token.write_text(api.token + "\n")
    kubeconfig = write_kubeconfig(tmp_path / "kubeconfig", api.url, authority, token)
    newcomer.run(
        "apply", "noetl", "workspace", "--ensure-role", "--report", "kubeconfig",
        "--kubeconfig", str(kubeconfig), settings=newcomer.settings | POD,
    ).expect(0)  # fmt: skip
    made = [
        (body["type"], body["reason"], body["reportingController"], without_times(body["note"]))
        for body in api.bodies("/events")
    ]
    assert [(*row[:3], without_times(row[3])) for row in ours] == made
