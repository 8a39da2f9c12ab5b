"""The proxy's counts and faults are true; otherwise figures and proofs would be wrong."""

import contextlib
import os
import socket
import struct
import subprocess
import time

import psycopg
import pytest

from support.proxy import BACKEND, FRONTEND, Proxy

pytestmark = pytest.mark.one_major


@pytest.fixture
def proxy(server):
    with Proxy.before(server) as proxy:
        yield proxy


def connect(server, proxy, **options):
    return psycopg.connect(
        host=proxy.host,
        port=proxy.port,
        user=server.user,
        password=server.password,
        dbname="postgres",
        autocommit=True,
        **{"sslmode": "disable", "connect_timeout": 5, **options},
    )


def psql(server, proxy, *arguments, sslmode="disable"):
    environment = {
        "PATH": os.environ["PATH"],
        "PGHOST": proxy.host,
        "PGPORT": str(proxy.port),
        "PGUSER": server.user,
        "PGPASSWORD": server.password,
        "PGDATABASE": "postgres",
        "PGSSLMODE": sslmode,
        "PGGSSENCMODE": "disable",
    }
    result = subprocess.run(["psql", "-X", *arguments], env=environment, capture_output=True)
    proxy.settle()
    return result


def test_proxy__counts_five_turns_for_psql(server, proxy):
    assert psql(server, proxy, "-c", "select 1").returncode == 0
    assert [m.name for m in proxy.messages if m.direction == FRONTEND] == [
        "startup",
        "p",
        "p",
        "Q",
        "X",
    ]
    assert (proxy.turns, proxy.connections) == (5, 1)


def test_proxy__counts_a_refused_request_for_tls_as_a_turn(server, proxy):
    assert psql(server, proxy, "-c", "select 1", sslmode="prefer").returncode == 0
    assert proxy.turns == 6


def test_proxy__counts_a_script_in_one_message_as_one_turn(server, proxy):
    assert psql(server, proxy, "-c", "select 1; select 2; select 3").returncode == 0
    assert proxy.turns == 5
    proxy.reset_counts()
    assert psql(server, proxy, "-c", "select 1", "-c", "select 2").returncode == 0
    assert proxy.turns == 6


def test_proxy__counts_a_pipeline_as_one_turn(server, proxy):
    with connect(server, proxy) as session:
        proxy.reset_counts()
        with session.pipeline():
            for number in range(20):
                session.execute("select %s::int", [number])
        assert proxy.turns <= 2


def test_proxy__adds_its_round_trip_once_a_turn(server, proxy):
    with connect(server, proxy) as session:
        proxy.round_trip_ms = 50
        started = time.monotonic()
        for _ in range(4):
            session.execute("select 1")
        assert 0.2 <= time.monotonic() - started < 0.4


def test_proxy__delay_does_not_throttle(server, proxy):
    proxy.round_trip_ms = 50
    with connect(server, proxy) as session:
        started = time.monotonic()
        session.execute("select repeat('x', 10000000)")
        assert time.monotonic() - started < 10  # a turn for each piece would take a minute


def test_proxy__cuts_before_the_message_that_was_named(server, proxy):
    with connect(server, proxy) as session:
        session.execute("select 1")
    proxy.settle()
    for number in (1, 2, 3, 4):
        proxy.reset_counts()
        proxy.cut_at(FRONTEND, number)
        assert psql(server, proxy, "-c", "select 1").returncode == 2
        assert proxy.was_cut.is_set()
        assert len([m for m in proxy.messages if m.direction == FRONTEND]) == number - 1
    proxy.reset_counts()
    assert psql(server, proxy, "-c", "select 1").returncode == 0


def test_proxy__cut_of_an_answer_leaves_the_work_done(server, proxy, environment):
    environment.create_owner_and_database()
    with psycopg.connect(
        host=proxy.host,
        port=proxy.port,
        user=server.user,
        password=server.password,
        dbname=environment.database,
        sslmode="disable",
        autocommit=True,
    ) as session:
        proxy.cut_at(BACKEND, 1)
        with pytest.raises(psycopg.OperationalError):
            session.execute("create table done ()")
    assert environment.value("select to_regclass('public.done') is not null")


def received(stream):
    """Everything until the peer closes or resets."""
    text = b""
    with contextlib.suppress(ConnectionResetError):
        while chunk := stream.recv(4096):
            text += chunk
    return text


STARTUP = struct.pack("!ii", 8, 3 << 16)
MESSAGE = b"Q" + struct.pack("!i", 5) + b"\0"


@pytest.fixture
def ends():
    """A client, the server's end of its connection, and the proxy between them."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        Proxy(*listener.getsockname()) as proxy,
        socket.create_connection((proxy.host, proxy.port), 10) as client,
        listener.accept()[0] as server,
    ):
        server.settimeout(10)
        client.sendall(STARTUP)
        assert server.recv(4096) == STARTUP
        yield client, server, proxy


@pytest.mark.parametrize("direction", [FRONTEND, BACKEND])
def test_proxy__carries_what_came_before_the_cut_in_the_same_segment(ends, direction):
    """Otherwise every cut within an answer of many messages would be the one before its first."""
    client, server, proxy = ends
    near, far = (client, server) if direction == FRONTEND else (server, client)
    proxy.cut_at(direction, 3)
    near.sendall(MESSAGE * 4)
    assert received(far) == MESSAGE * 2


def test_proxy__tells_of_a_call_that_ended_the_connection(ends):
    client, server, proxy = ends

    def end():
        server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        server.close()
        received(client)  # the proxy has given the connection up

    proxy.call_at(FRONTEND, 1, end)
    client.sendall(MESSAGE)
    assert proxy.was_called.wait(10)


def test_proxy__freezes_and_thaws(server, proxy):
    with connect(server, proxy) as session:
        proxy.freeze()
        with pytest.raises(psycopg.OperationalError, match="timeout"):
            connect(server, proxy, connect_timeout=2)
        proxy.thaw()
        assert session.execute("select 1").fetchone() == (1,)


def test_proxy__refuses_and_accepts_again(server, proxy):
    proxy.refuse()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        connect(server, proxy)
    proxy.accept()
    connect(server, proxy).close()


def test_proxy__accepts_and_never_answers(server, proxy):
    proxy.be_silent()
    with pytest.raises(psycopg.OperationalError, match="timeout"):
        connect(server, proxy, connect_timeout=2)
    assert proxy.connections == 1
    proxy.speak()
    connect(server, proxy).close()
