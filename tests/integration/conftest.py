import pytest

from support.api_caller import InPod, POD, Caller
from support.fake_api import FakeApi, write_kubeconfig


@pytest.fixture
def api(authority):
    fake = FakeApi(authority)
    yield fake
    fake.close()


@pytest.fixture
def caller(binary, authority, api, tmp_path):
    token = tmp_path / "token"
    token.write_text(api.token + "\n")
    cluster = {"server": api.url, "certificate-authority": str(authority.certificate)}
    made = Caller(binary, tmp_path, cluster, {"tokenFile": str(token)})
    made.token = token
    yield made
    made.program.end_what_runs()


@pytest.fixture
def pod(binary, authority, api, tmp_path):
    """Runs programs as in a Pod, with the account of the fake API."""
    return InPod(binary, api, authority, tmp_path)


@pytest.fixture
def report(program, environment, authority, api, tmp_path):
    """Runs apply with a kubeconfig for the fake API; gives the result and the last words."""
    environment.create_owner_and_database()
    token = tmp_path / "token"
    token.write_text(api.token + "\n")
    last_words = tmp_path / "termination-log"

    def run(*arguments, url=None, settings=None, cluster=None):
        kubeconfig = write_kubeconfig(
            tmp_path / "kubeconfig", url or api.url, authority, token, cluster
        )
        result = program.run(
            *(arguments or ("apply", "noetl")),
            *("--report", "kubeconfig", "--kubeconfig", str(kubeconfig)),
            settings={
                **program.settings,
                **POD,
                "TERMINATION_LOG_PATH": str(last_words),
                **(settings or {}),
            },
        )
        return result, last_words.read_text() if last_words.exists() else ""

    run.token = token
    return run


@pytest.fixture
def ready(environment):
    """The owner has its role and its database, as a DBA would have made them."""
    environment.create_owner_and_database()
    return environment


@pytest.fixture
def write(tmp_path):
    """Writes a script into a folder of the test's own."""

    def write_script(text, name="own.sql"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write_script


@pytest.fixture
def come_from(program, ready, write):
    """Applies a first state and its rows, and gives a function that applies another."""

    def begin(first, rows=""):
        program.run("apply", "--file", write(first)).expect(0)
        if rows:
            ready.connect_as_owner().execute("set search_path to noetl; " + rows)
        return lambda text, *arguments: program.run("apply", "--file", write(text), *arguments)

    return begin
