"""Roll-outs of a Deployment whose init containers bring a newer bundle, and back, with servers at work."""

import contextlib
import subprocess

import pytest

from support.newer_program import NEWER, present_version
from support.server_deployment import ServerDeployment

pytestmark = pytest.mark.timeout(900)
REPLICAS = 3
RUNS = """
    select version, outcome, count(*) from noetl_ledger.run where source = 'bundle:noetl'
    group by 1, 2 order by 1
"""
# What a server of the older release does all day; held up for longer, or refused, it ends.
WORK = r"""
set statement_timeout = '60s';
insert into noetl.credential (name, type, data_encrypted)
values (pg_catalog.gen_random_uuid()::text, 'postgres', '-') \watch 0.2
"""
END_OF_WORK = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'worker'"


@contextlib.contextmanager
def work(postgres):
    """A session writes all the while, and has to be at it in the end."""
    command = postgres.psql("noetl application_name=worker")
    with postgres.namespace.start(
        *command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as session:
        session.stdin.write(WORK)
        session.stdin.close()
        try:
            yield
            assert session.poll() is None, session.stderr.read()
        finally:
            session.kill()  # of the two, only kubectl ends by that
            postgres.query(END_OF_WORK)


@contextlib.contextmanager
def availability(server):
    """Notes how many servers were available, at every change of it."""
    seen = []
    with server.namespace.start(
        "get", "deployment", server.name, "--watch",
        "--output=jsonpath={.status.availableReplicas}{'\\n'}",
    ) as watch:  # fmt: skip
        yield seen
        watch.kill()
        seen.extend(int(line or 0) for line in watch.stdout)


def said(server):
    """What the init containers said of the schema; all have to have ended with 0."""
    ends = server.ends().values()
    assert [exit_status for exit_status, _ in ends] == [0] * REPLICAS, ends
    words = ": created", ": changed", ": nothing to do", ": superseded"
    return sorted(word for _, message in ends for word in words if word in message)


def written(postgres):
    return int(postgres.query("select count(*) from noetl.credential")[0])


def all_at_once(server):
    """All new Pods start beside all old ones: more of a race than the default, one by one."""
    server.object["spec"]["strategy"] = {"rollingUpdate": {"maxSurge": "100%", "maxUnavailable": 0}}
    return server


def test_rollout__to_a_newer_bundle_and_back_and_forward(
    namespace, postgres, image, newer_image
):
    postgres.provision()
    server = all_at_once(ServerDeployment(namespace)).apply().wait_available()
    assert said(server) == [": created", ": nothing to do", ": nothing to do"]

    with work(postgres), availability(server) as available:
        counts = [written(postgres)]

        def at_work():
            """The session has written since it was asked last."""
            namespace.until(lambda: written(postgres) > counts[-1], 60, "a server writes")
            counts.append(written(postgres))

        at_work()
        server.set_image(newer_image)
        server.wait_available()
        assert said(server) == [": changed", ": nothing to do", ": nothing to do"]
        applied = postgres.query(RUNS)
        assert applied == [f"{present_version()}|created|1", f"{NEWER.bundle_version}|changed|1"]
        assert postgres.query("select count(*) from noetl.credential_rotation") == ["0"]
        at_work()

        server.rollout("undo")
        server.wait_available()
        assert said(server) == [": superseded"] * REPLICAS
        at_work()

        server.rollout("undo")
        server.wait_available()
        assert said(server) == [": nothing to do"] * REPLICAS
        at_work()
    assert min(available) >= REPLICAS, "never fewer servers than asked for"
    assert postgres.query(RUNS) == applied, "only the newer release has changed anything"
    assert "deadlock" not in namespace.kubectl("logs", "postgres-0").stdout


def test_rollout__of_two_releases_at_once_ends_with_the_newer_bundle(
    namespace, postgres, image, newer_image
):
    postgres.provision()
    older = ServerDeployment(namespace, "noetl-server-older").apply()
    newer = ServerDeployment(namespace, "noetl-server-newer", image=newer_image).apply()
    newer.wait_available()
    older.wait_available()
    assert len([words for words in said(newer) if words != ": nothing to do"]) == 1
    said(older)
    *before, last = postgres.query(RUNS)
    assert last.startswith(f"{NEWER.bundle_version}|") and last.endswith("|1")
    assert before in ([], [f"{present_version()}|created|1"])
    assert "deadlock" not in namespace.kubectl("logs", "postgres-0").stdout
