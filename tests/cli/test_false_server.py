"""Whoever listens where the server should, is told no password: not the owner's, not the
administrator's, in no form that is of use elsewhere."""

import base64
import contextlib
import socket
import ssl

import pytest

from support.certificates import Authority
from support.false_server import (
    CLEAR_TEXT,
    GSS,
    GSS_CONTINUE,
    KERBEROS,
    MD5,
    OK,
    SASL_CONTINUE,
    SASL_FINAL,
    SSPI,
    WELCOME,
    FalseServer,
    error,
    mechanisms,
    message,
    question,
    secrets_in,
)

OWNER, ADMINISTRATOR = "noetl", "dba"
OWNER_PASSWORD, ADMINISTRATOR_PASSWORD = "the owner's own", "worth a server"
PASSWORDS = (OWNER_PASSWORD, ADMINISTRATOR_PASSWORD)

CLEAR_TEXT_QUESTION = question(CLEAR_TEXT)
MD5_QUESTION = question(MD5, b"salt")
WRONG_SIGNATURE = question(SASL_FINAL, b"v=" + base64.b64encode(b"\x01" * 32))
VERSION = message(b"v", b"\0\3\0\0\0\0\0\0")


def says(data):
    return lambda conversation: conversation.send(data)


def begins_scram_and_says(data):
    def script(conversation):
        conversation.begin_scram()
        conversation.send(data)

    return script


def takes_the_proof_and_says(data):
    def script(conversation):
        conversation.challenge(conversation.begin_scram())
        conversation.receive()
        conversation.send(data)

    return script


def asks_for_iterations(count):
    return lambda conversation: conversation.challenge(conversation.begin_scram(), count)


OUT_OF_TURN = "out of turn"
WITHOUT_PROOF = "without its own proof"
CASES = {
    "clear text": (says(CLEAR_TEXT_QUESTION), 'method "password"'),
    "md5": (says(MD5_QUESTION), 'method "md5"'),
    "no question": (says(WELCOME), 'method "none"'),
    "kerberos": (says(question(KERBEROS)), "Kerberos"),
    "gssapi": (says(question(GSS)), "GSSAPI"),
    "gssapi goes on": (says(question(GSS_CONTINUE, b"x")), "GSSAPI"),
    "sspi": (says(question(SSPI)), "SSPI"),
    "a number nobody knows": (says(question(4711)), "4711"),
    "another mechanism": (says(mechanisms(b"OAUTHBEARER")), "mechanism other than SCRAM"),
    "scram goes on at once": (says(question(SASL_CONTINUE, b"r=,s=,i=1")), "SCRAM"),
    "scram ends at once": (says(question(SASL_FINAL, b"v=") + WELCOME), "SCRAM"),
    "a length too short": (says(b"R\0\0\0\7\0\0\0"), "protocol"),
    "scram and clear text at once": (
        says(mechanisms(b"SCRAM-SHA-256") + CLEAR_TEXT_QUESTION),
        OUT_OF_TURN,
    ),
    "scram and all is well at once": (
        says(mechanisms(b"SCRAM-SHA-256") + WELCOME),
        WITHOUT_PROOF,
    ),
    "scram, clear text": (begins_scram_and_says(CLEAR_TEXT_QUESTION), OUT_OF_TURN),
    "scram, md5": (begins_scram_and_says(MD5_QUESTION), OUT_OF_TURN),
    "scram, all is well": (begins_scram_and_says(WELCOME), WITHOUT_PROOF),
    "scram, its end": (begins_scram_and_says(WRONG_SIGNATURE + WELCOME), OUT_OF_TURN),
    "scram, gssapi": (begins_scram_and_says(question(GSS)), OUT_OF_TURN),
    "scram, scram": (begins_scram_and_says(mechanisms(b"SCRAM-SHA-256")), OUT_OF_TURN),
    "proof, clear text": (takes_the_proof_and_says(CLEAR_TEXT_QUESTION), OUT_OF_TURN),
    "proof, md5": (takes_the_proof_and_says(MD5_QUESTION), OUT_OF_TURN),
    "proof, all is well": (takes_the_proof_and_says(WELCOME), WITHOUT_PROOF),
    "proof, only the word ok": (takes_the_proof_and_says(question(OK)), WITHOUT_PROOF),
    "proof, another challenge": (
        takes_the_proof_and_says(question(SASL_CONTINUE, b"r=,s=,i=1")),
        OUT_OF_TURN,
    ),
    "proof, a wrong signature": (
        takes_the_proof_and_says(WRONG_SIGNATURE + WELCOME),
        "incorrect server signature",
    ),
    "iterations for a minute": (asks_for_iterations(20_000_000), "20000000 iterations"),
    "one iteration too many": (asks_for_iterations(600_001), "600001 iterations"),
    "iterations beyond every number": (asks_for_iterations(10**30), "protocol"),
    "iterations below zero": (asks_for_iterations(-1), "protocol"),
}
EVERYWHERE = ["clear text", "md5", "no question", "scram, clear text", "proof, all is well"]
COMMANDS = [("verify",), ("status",), ("wait", "noetl"), ("wait", "--for", "database")]


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """A server's TLS context, its certificate of an authority of our own, and that authority."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    key, certificate = authority.issue("server", "IP:127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, authority.certificate


@pytest.fixture
def new_false_server():
    made = []

    def make(script, **options):
        made.append(FalseServer(script, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def run_against(bare_program):
    """Runs the program against a server, and fails if that was told a password."""

    def call(server, *arguments, **settings):
        result = bare_program.run(
            *arguments,
            limit_s=30,
            settings={
                "POSTGRES_HOST": server.host,
                "POSTGRES_PORT": server.port,
                "NOETL_PASSWORD": OWNER_PASSWORD,
                "NOETL_ADMIN_USER": ADMINISTRATOR,
                "NOETL_ADMIN_PASSWORD": ADMINISTRATOR_PASSWORD,
                **settings,
            },
        )
        for user in (OWNER, ADMINISTRATOR):
            told = secrets_in(server.received, PASSWORDS, user)
            assert not told, f"{told} in {server.received}\n{result}"
        return result

    return call


def transport(request_tls, certified):
    """Options of a false server, and the program's settings, without TLS and with it."""
    if not request_tls:
        return {}, {}
    return {"tls": certified[0]}, {"PGSSLMODE": "require"}


def expect_refusal(result, pattern):
    """Clear, with a hint, and at once: time does not cure it."""
    result.expect(4, pattern, "hint: ")
    assert result.seconds < 5, result
    return result


WITH_AND_WITHOUT_TLS = pytest.mark.parametrize("with_tls", [False, True], ids=["plain", "tls"])


@WITH_AND_WITHOUT_TLS
@pytest.mark.parametrize("case", CASES)
def test_false_server__is_not_told_the_owners_password(
    new_false_server, run_against, certified, case, with_tls
):
    script, pattern = CASES[case]
    options, settings = transport(with_tls, certified)
    server = new_false_server(script, **options)
    expect_refusal(run_against(server, "apply", "--ensure-role", **settings), pattern)
    assert set(server.users) == {OWNER}, "the administrator is not led to a false server"
    assert len(server.users) == 1


@WITH_AND_WITHOUT_TLS
@pytest.mark.parametrize("case", CASES)
def test_false_server__that_refuses_the_owner_is_not_told_the_administrators_password(
    new_false_server, run_against, certified, case, with_tls
):
    script, pattern = CASES[case]

    def refuse_the_owner(conversation):
        if conversation.user == OWNER:
            takes_the_proof_and_says(error("28P01", "password authentication failed"))(conversation)
        else:
            script(conversation)

    options, settings = transport(with_tls, certified)
    server = new_false_server(refuse_the_owner, **options)
    expect_refusal(run_against(server, "apply", "--ensure-role", **settings), pattern)
    assert server.users == [OWNER, ADMINISTRATOR]


@WITH_AND_WITHOUT_TLS
@pytest.mark.parametrize("case", CASES)
def test_false_server__gains_nothing_by_cutting_its_words_into_bytes(
    new_false_server, run_against, certified, case, with_tls
):
    script, pattern = CASES[case]
    options, settings = transport(with_tls, certified)
    server = new_false_server(script, byte_by_byte=True, **options)
    expect_refusal(run_against(server, "apply", **settings), pattern)


@WITH_AND_WITHOUT_TLS
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("case", EVERYWHERE)
def test_false_server__is_refused_by_every_command(
    new_false_server, run_against, certified, case, command, with_tls
):
    script, pattern = CASES[case]
    options, settings = transport(with_tls, certified)
    server = new_false_server(script, **options)
    expect_refusal(run_against(server, *command, **settings), pattern)


@pytest.mark.parametrize("answer", [b"N", b"S", b"E"], ids=["no", "yes", "error"])
@pytest.mark.parametrize("behind", [CLEAR_TEXT_QUESTION, MD5_QUESTION, WELCOME, b"R"])
def test_false_server__says_nothing_behind_its_answer_about_tls(
    new_false_server, run_against, answer, behind
):
    server = new_false_server(lambda conversation: None, encryption_answer=answer + behind)
    result = run_against(server, "apply", NOETL_WAIT_TIMEOUT="0s")
    assert result.exit_code != 0
    if answer != b"E":
        expect_refusal(result, "before it was asked")


@pytest.mark.parametrize(
    "data",
    [
        error("28P01", "no") + CLEAR_TEXT_QUESTION,
        message(b"N", b"SNOTICE\0\0") + CLEAR_TEXT_QUESTION,
        VERSION + CLEAR_TEXT_QUESTION,
        b"Ean error of protocol 2\n\0" + CLEAR_TEXT_QUESTION,
        b"HTTP/1.1 400 Bad Request\r\n\r\n" + CLEAR_TEXT_QUESTION,
        message(b"Z", b"I") + CLEAR_TEXT_QUESTION,
        message(b"K", b"\0" * 8) + WELCOME,
    ],
)
@WITH_AND_WITHOUT_TLS
def test_false_server__is_not_answered_after_what_is_no_question(
    new_false_server, run_against, certified, data, with_tls
):
    options, settings = transport(with_tls, certified)
    server = new_false_server(says(data), **options)
    settings |= {"NOETL_WAIT_TIMEOUT": "0s", "NOETL_LOGIN_TIMEOUT": "0s"}
    assert run_against(server, "apply", "--ensure-role", **settings).exit_code != 0


def test_false_server__gains_nothing_by_breaking_off_tls(new_false_server, run_against, certified):
    """libpq comes back without TLS where it may: the same rules hold there."""

    def script(conversation):
        if isinstance(conversation._connection, ssl.SSLSocket):
            conversation.send(error("28000", "no pg_hba.conf entry, SSL on"))
        else:
            conversation.send(CLEAR_TEXT_QUESTION)

    server = new_false_server(script, tls=certified[0])
    # The first connection is with TLS; the second one does not ask for it.
    expect_refusal(run_against(server, "apply"), 'method "password"')
    assert server.users == [OWNER, OWNER]


@WITH_AND_WITHOUT_TLS
def test_false_server__is_not_answered_in_a_session(
    new_false_server, run_against, certified, with_tls
):
    """By one that knows the password of the owner, but not the administrator's."""

    def script(conversation):
        end = conversation.prove(OWNER_PASSWORD)
        conversation.send(end + WELCOME)
        conversation.receive()
        conversation.send(CLEAR_TEXT_QUESTION + error("XX000", "no", "ERROR") + message(b"Z", b"I"))
        with contextlib.suppress(EOFError):
            conversation.receive()

    options, settings = transport(with_tls, certified)
    server = new_false_server(script, **options)
    result = run_against(server, "apply", NOETL_WAIT_TIMEOUT="0s", **settings)
    assert result.exit_code != 0


@WITH_AND_WITHOUT_TLS
def test_false_server__is_not_answered_behind_the_end_of_the_login(
    new_false_server, run_against, certified, with_tls
):
    def script(conversation):
        conversation.send(conversation.prove(OWNER_PASSWORD) + WELCOME + CLEAR_TEXT_QUESTION)

    options, settings = transport(with_tls, certified)
    server = new_false_server(script, **options)
    expect_refusal(run_against(server, "wait", "--for", "database", **settings), OUT_OF_TURN)


@WITH_AND_WITHOUT_TLS
@pytest.mark.parametrize("byte_by_byte", [False, True], ids=["whole", "in bytes"])
def test_server__that_knows_the_password_is_logged_in_to(
    new_false_server, run_against, certified, byte_by_byte, with_tls
):
    options, settings = transport(with_tls, certified)
    server = new_false_server(
        lambda conversation: conversation.send(conversation.prove(OWNER_PASSWORD) + WELCOME),
        byte_by_byte=byte_by_byte,
        **options,
    )
    run_against(server, "wait", "--for", "database", **settings).expect(0, "takes logins")


def test_server__may_ask_for_as_many_iterations_as_are_felt_as_a_moment(
    new_false_server, run_against
):
    server = new_false_server(
        lambda conversation: conversation.send(
            conversation.prove(OWNER_PASSWORD, iterations=600_000) + WELCOME
        )
    )
    run_against(server, "wait", "--for", "database").expect(0, "takes logins")


@pytest.mark.parametrize(
    ("value", "case", "pattern"),
    [
        ("scram-sha-256", "md5", "NOETL_AUTH=scram-sha-256,md5 "),
        ("scram-sha-256,md5", "clear text", "NOETL_AUTH=scram-sha-256,md5,password "),
        ("md5", "no question", "NOETL_AUTH=md5,none "),
        ("scram-sha-256", "clear text", "PGSSLMODE=verify-full"),
        ("scram-sha-256", "another mechanism", "The program logs in by scram-sha-256"),
    ],
)
def test_refusal__names_the_value_that_would_allow_it(
    new_false_server, run_against, value, case, pattern
):
    script, _ = CASES[case]
    server = new_false_server(script)
    expect_refusal(run_against(server, "apply", NOETL_AUTH=value), pattern)


def test_authority__without_a_mode_means_that_tls_is_verified(
    new_false_server, run_against, certified
):
    server = new_false_server(says(CLEAR_TEXT_QUESTION))
    run_against(server, "apply", PGSSLROOTCERT=certified[1]).expect(3, "does not support SSL")
    assert server.users == []


def own_address():
    """An address of this machine that is no loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return probe.getsockname()[0]


def test_plaintext__to_another_machine_is_warned_of_once(new_false_server, run_against, certified):
    def script(conversation):
        conversation.send(conversation.prove(OWNER_PASSWORD) + WELCOME)

    def warnings(server, *arguments, **settings):
        result = run_against(server, "wait", "--for", "database", *arguments, **settings)
        return result.expect(0).output.count("is not encrypted")

    address = own_address()
    assert warnings(new_false_server(script, host=address), "noetl", "catalog") == 1
    assert warnings(new_false_server(script, host=address), PGSSLMODE="disable") == 1
    assert warnings(new_false_server(script, host=address, tls=certified[0])) == 0
    assert warnings(new_false_server(script)) == 0
