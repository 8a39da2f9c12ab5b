"""Fixtures for every test that talks to a real server. See tests/support for what they give."""

import os

import pytest

from support import pgbouncer, postgres_programs, small_disk
from support.certificates import Authority
from support.environment import Environment
from support.program import Program
from support.proxy import Proxy
from support.run_servers import RunServers


def pytest_addoption(parser):
    parser.addoption(
        "--postgres",
        default=os.environ.get("NOETL_SCHEMA_TEST_POSTGRES")
        or ",".join(map(str, postgres_programs.DEFAULT_MAJORS)),
        help="PostgreSQL majors to test with, e.g. 13,14,15,16,17,18 or all",
    )


def chosen_majors(config):
    text = config.getoption("--postgres")
    if text == "all":
        return postgres_programs.ALL_MAJORS
    majors = [int(part) for part in text.split(",")]
    unknown = [major for major in majors if major not in postgres_programs.ALL_MAJORS]
    if unknown:
        raise pytest.UsageError(f"--postgres: no servers for {unknown}; {postgres_programs.ALL_MAJORS}")
    return majors


def majors_for(metafunc):
    majors = chosen_majors(metafunc.config)
    marker = metafunc.definition.get_closest_marker("majors")
    if marker is not None:
        return [major for major in majors if major in marker.args] or list(marker.args[-1:])
    if metafunc.definition.get_closest_marker("one_major") is not None:
        preferred = postgres_programs.DEBIAN_MAJOR
        return [preferred if preferred in majors else majors[0]]
    return majors


def pytest_generate_tests(metafunc):
    if "postgres_major" in metafunc.fixturenames:
        metafunc.parametrize(
            "postgres_major", majors_for(metafunc), ids=lambda major: f"pg{major}", scope="session"
        )


@pytest.fixture(scope="session")
def test_session():
    session = RunServers()
    yield session
    session.close()


@pytest.fixture
def server(test_session, postgres_major):
    """A running server of this major, shared: leave it as it was, never stop it."""
    return test_session.shared_server(postgres_major)


@pytest.fixture
def new_server(test_session, postgres_major):
    """A function that makes a server of the test's own: settings=, hba=, data=; not started."""
    made = []

    def make(**options):
        made.append(test_session.new_server(options.pop("major", postgres_major), **options))
        return made[-1]

    yield make
    for each in made:
        test_session.destroy(each)


@pytest.fixture
def fresh_server(new_server):
    """A running server of the test's own, to be treated as badly as needed."""
    return new_server().start()


@pytest.fixture
def new_environment(server):
    """A function that makes environments on the shared server; dropped at the end."""
    made = []

    def make(on=None, **options):
        made.append(Environment(on or server, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def environment(new_environment):
    """Names, passwords and settings nobody else has, on the shared server."""
    return new_environment()


@pytest.fixture(scope="session")
def binary():
    """The program under test; every test that needs it fails plainly when it is not built."""
    path = Program().binary
    if not path.exists():
        pytest.fail(f"{path} is missing: make, or set NOETL_SCHEMA_BINARY", pytrace=False)
    return path


@pytest.fixture
def bare_program(binary):
    """The program with no settings at all."""
    program = Program(binary)
    yield program
    program.end_what_runs()


@pytest.fixture
def program(binary, environment):
    """The program with the settings of `environment`."""
    program = Program(binary, environment.settings())
    yield program
    program.end_what_runs()


@pytest.fixture
def new_proxy(server):
    """A function that puts a proxy in front of the shared server, or of the one given."""
    made = []

    def make(on=None, **options):
        made.append(Proxy.before(on or server, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def new_pgbouncer(test_session, environment):
    """A function that starts a PgBouncer before an environment's server, in a pool mode."""
    if pgbouncer.program() is None:
        pytest.skip("pgbouncer is not installed (apt-get install pgbouncer)")
    made = []

    def make(pool_mode, of=environment, **settings):
        passwords = {
            of.server.user: of.server.password,
            of.owner: of.owner_password,
            of.workspace_owner: of.workspace_password,
        }
        directory = test_session.new_directory("pgbouncer")
        made.append(pgbouncer.PgBouncer(of.server, directory, pool_mode, passwords, **settings))
        return made[-1].start()

    yield make
    for each in made:
        each.stop()


@pytest.fixture
def authority(test_session):
    """A certificate authority; authority.secure(new_server()) gives a server with TLS."""
    return Authority(test_session.new_directory("authority"))


@pytest.fixture
def new_small_disk(test_session):
    """A function that mounts a file system of a few bytes; skips where mounting is not allowed."""
    made = []

    def make(size_bytes):
        try:
            made.append(small_disk.SmallDisk(test_session.new_directory("disk"), size_bytes))
        except small_disk.CannotMount as reason:
            pytest.skip(str(reason))
        return made[-1]

    yield make
    for each in made:
        each.close()
