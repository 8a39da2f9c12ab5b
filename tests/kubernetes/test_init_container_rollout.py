"""Roll-outs of a Deployment whose init containers bring a newer bundle, and back, with servers at work."""

import contextlib
import subprocess

import pytest

from support.later_release import NEWER, TREE, present_version
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


@contextlib.contextmanager
def work(postgres):
    """A session writes all the while, and has to be at it in the end."""
    cluster = postgres.namespace.cluster
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    if cluster.is_ours:
        place = f"host={postgres.address()} user=postgres dbname=noetl"
        command = [*cluster.prefix, "env", f"PGPASSWORD={postgres.password()}", *psql, place]
    else:
        command = [
            "kubectl", "--kubeconfig", cluster.kubeconfig, "--namespace", postgres.namespace.name,
            "exec", "--stdin", "statefulset/postgres", "--", *psql, "user=postgres dbname=noetl",
        ]  # fmt: skip
    with subprocess.Popen(
        command, cwd=TREE, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    ) as session:  # fmt: skip
        session.stdin.write(WORK)
        session.stdin.close()
        try:
            yield
            assert session.poll() is None, session.stderr.read()
        finally:
            session.kill()


@contextlib.contextmanager
def availability(server):
    """Notes how many servers were available, at every change of it."""
    cluster, seen = server.namespace.cluster, []
    command = [
        *cluster.prefix, "kubectl", "--namespace", server.namespace.name, "get", "deployment",
        server.name, "--watch", "--output=jsonpath={.status.availableReplicas}{'\\n'}",
    ]  # fmt: skip
    if not cluster.is_ours:
        command += ["--kubeconfig", cluster.kubeconfig]
    with subprocess.Popen(command, cwd=TREE, stdout=subprocess.PIPE, text=True) as watch:
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
