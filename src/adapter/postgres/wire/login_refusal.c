#include "adapter/postgres/wire/login_refusal.h"

#include <inttypes.h>

#include "adapter/postgres/wire/login_packet.h"
#include "adapter/postgres/wire/scram.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "domain/authentication.h"

enum
{
	BYTES_PER_KB = 1024
};

struct question_words
{
	uint32_t question;
	int64_t method; /* that NOETL_AUTH can name; 0: none */
	const char *words;
};

/* PostgreSQL's AUTH_REQ_* (libpq/pqcomm.h). */
static const struct question_words known_questions[] = {
	{LOGIN_OK, AUTHENTICATION_NONE, "accepts every login without a question (method \"none\")"},
	{LOGIN_CLEAR_TEXT, AUTHENTICATION_PASSWORD,
     "asks for the password in clear text (method \"password\")"},
	{LOGIN_MD5, AUTHENTICATION_MD5, "asks for an MD5 hash of the password (method \"md5\")"},
	{LOGIN_SASL, AUTHENTICATION_SCRAM, "asks for SCRAM (method \"scram-sha-256\")"},
	{LOGIN_SASL_CONTINUE, 0, "goes on with SCRAM"},
	{LOGIN_SASL_FINAL, 0, "ends SCRAM"},
	{2, 0, "asks for Kerberos 5"},
	{4, 0, "asks for a password by crypt()"},
	{6, 0, "asks for credentials of a Unix socket"},
	{7, 0, "asks for GSSAPI"},
	{8, 0, "goes on with GSSAPI"},
	{9, 0, "asks for SSPI"},
};

static const char impostor_hint[] =
	"No PostgreSQL server does this: find out what answers at this address. "
	"PGSSLMODE=verify-full with PGSSLROOTCERT lets only the right one answer.";

static const struct question_words *
find_question(uint32_t question)
{
	for (size_t index = 0; index < COUNT_OF(known_questions); index++)
	{
		if (known_questions[index].question == question)
			return &known_questions[index];
	}
	return NULL;
}

static char *
describe_question(const struct login_guard *guard)
{
	const struct question_words *known = find_question(guard->question);

	if (guard->question == LOGIN_SASL && guard->refusal == LOGIN_METHOD_UNKNOWN)
		return memory_copy_text("asks for a SASL mechanism other than SCRAM-SHA-256");
	return known != NULL
	           ? memory_copy_text(known->words)
	           : memory_format("asks for authentication method number %" PRIu32, guard->question);
}

static bool
hint_at_value(struct failure *failure, const struct login_guard *guard)
{
	const struct question_words *known = find_question(guard->question);

	if (known == NULL || known->method == 0 || guard->refusal == LOGIN_METHOD_UNKNOWN)
		return fail_hint(failure, "The program logs in by scram-sha-256, or by md5, password or "
		                          "none where NOETL_AUTH names them.");

	cleanup_memory char *value = authentication_list(guard->allowed | known->method);
	bool is_clear_text = guard->question == LOGIN_CLEAR_TEXT;

	return fail_hint(
		failure,
		"If this is the right server and it cannot do better, NOETL_AUTH=%s allows it%s; if it "
		"should ask for SCRAM, another server may be answering.",
		value,
		is_clear_text ? ", over TLS with PGSSLMODE=verify-full, over loopback or over a Unix socket"
					  : "");
}

static bool
hint_at_verified_tls(struct failure *failure)
{
	return fail_hint(failure, "Set PGSSLMODE=verify-full and PGSSLROOTCERT: in clear text a "
	                          "password goes over verified TLS, loopback or a Unix socket only.");
}

static bool
fail_out_of_turn(struct failure *failure, const struct login_guard *guard, const char *what)
{
	cleanup_memory char *question = describe_question(guard);
	bool is_scram =
		guard->refused_in == LOGIN_SCRAM_DUE || guard->refused_in == LOGIN_SCRAM_BEGUN ||
		guard->refused_in == LOGIN_SCRAM_PROOF_DUE || guard->refused_in == LOGIN_SCRAM_PROVED;

	if (is_scram && guard->question == LOGIN_OK)
		return fail(failure, FAILURE_DENIED,
		            "cannot %s: the server began SCRAM and ends it without its own proof that it "
		            "knows the password",
		            what);
	return fail(failure, FAILURE_DENIED, "cannot %s: out of turn,%s the server %s", what,
	            is_scram ? " in the middle of SCRAM," : "", question);
}

static bool
fail_iterations(struct failure *failure, const struct login_guard *guard, const char *what)
{
	(void)fail(failure, FAILURE_DENIED,
	           "cannot %s: the server asks for %" PRIu64 " iterations of SCRAM, and more than %d "
	           "are not computed",
	           what, guard->iteration_count, SCRAM_ITERATIONS_LIMIT);
	return fail_hint(failure, "Set the role's password again with fewer (scram_iterations of "
	                          "PostgreSQL 16 and later; its default is 4096).");
}

static bool
fail_question(struct failure *failure, const struct login_guard *guard, const char *what)
{
	cleanup_memory char *question = describe_question(guard);
	bool is_exposed = guard->refusal == LOGIN_CLEAR_TEXT_EXPOSED;

	(void)fail(failure, FAILURE_DENIED, "cannot %s: the server %s%s", what, question,
	           is_exposed ? ", and others may listen" : ", which NOETL_AUTH does not allow");
	return is_exposed ? hint_at_verified_tls(failure) : hint_at_value(failure, guard);
}

static bool
fail_by_reason(struct failure *failure, const struct login_guard *guard, const char *what)
{
	switch (guard->refusal)
	{
		case LOGIN_TOO_MANY_ITERATIONS:
			return fail_iterations(failure, guard, what);
		case LOGIN_OUT_OF_TURN:
			(void)fail_out_of_turn(failure, guard, what);
			return fail_hint(failure, "%s", impostor_hint);
		case LOGIN_TOO_EARLY:
			(void)fail(failure, FAILURE_DENIED,
			           "cannot %s: the server sends more before it was asked, which no encryption "
			           "would cover",
			           what);
			return fail_hint(failure, "%s", impostor_hint);
		case LOGIN_MALFORMED:
			(void)fail(failure, FAILURE_DENIED,
			           "cannot %s: a question of the server is not one of PostgreSQL's protocol",
			           what);
			return fail_hint(failure, "%s", impostor_hint);
		case LOGIN_TOO_LARGE:
			(void)fail(failure, FAILURE_DENIED,
			           "cannot %s: the server sends more than %d kB before the login is complete",
			           what, LOGIN_BYTES / BYTES_PER_KB);
			return fail_hint(failure, "%s", impostor_hint);
		case LOGIN_ANSWER_WITHHELD:
			return fail(failure, FAILURE_BUG,
			            "cannot %s: libpq was about to answer what no server may ask for", what);
		default:
			return fail_question(failure, guard, what);
	}
}

bool
login_refusal_fail(struct failure *failure, const struct login_guard *guard, const char *what)
{
	(void)fail_by_reason(failure, guard, what);
	failure->reason = REASON_AUTHENTICATION_METHOD;
	return false;
}

bool
login_refusal_fail_verifier(struct failure *failure, const char *role)
{
	(void)fail(failure, FAILURE_DENIED,
	           "cannot set the password of role \"%s\": the server has not proved itself, and a "
	           "verifier is enough to guess the password",
	           role);
	(void)fail_hint(
		failure, "The administrator's login proves the server by SCRAM, or by TLS with "
				 "PGSSLMODE=verify-full and PGSSLROOTCERT; \"none\" in NOETL_AUTH does without.");
	failure->reason = REASON_AUTHENTICATION_METHOD;
	return false;
}
