#include "adapter/postgres/wire/login_guard.h"

#include <string.h>

#include "adapter/postgres/wire/login_packet.h"
#include "adapter/postgres/wire/scram.h"
#include "base/count_of.h"
#include "domain/authentication.h"

enum
{
	HEADER_BYTES = 5, /* type and length, which counts itself and not the type */
	QUESTION_HEADER_BYTES = HEADER_BYTES + 4
};

static bool
refuse_login(struct login_guard *guard, enum login_refusal refusal)
{
	if (guard->refusal == LOGIN_NOT_REFUSED)
	{
		guard->refusal = refusal;
		guard->refused_in = guard->stage;
	}
	return false;
}

void
login_guard_begin(struct login_guard *guard, const struct login_channel *channel)
{
	guard->channel = *channel;
	guard->stage = LOGIN_SILENT;
	guard->startup_was_seen = false;
	guard->server_has_proved = false;
	guard->message_bytes = 0;
	guard->passing_bytes = 0;
	guard->leaving_bytes = 0;
}

bool
login_guard_server_is_proved(const struct login_guard *guard)
{
	return guard->server_has_proved || guard->channel.server_is_verified ||
	       guard->channel.route == LOGIN_OVER_SOCKET;
}

/* Questions in the order in which they may follow one another, each after an answer of ours. */
struct next_question
{
	enum login_stage stage;
	enum login_question question;
	enum login_stage next;
};

static const struct next_question next_questions[] = {
	{LOGIN_ANSWERED, LOGIN_OK, LOGIN_ADMITTED},
	{LOGIN_SCRAM_BEGUN, LOGIN_SASL_CONTINUE, LOGIN_SCRAM_PROOF_DUE},
	{LOGIN_SCRAM_PROVED, LOGIN_SASL_FINAL, LOGIN_SERVER_PROVED},
	{LOGIN_SERVER_PROVED, LOGIN_OK, LOGIN_ADMITTED},
};

static bool
is_allowed(const struct login_guard *guard, enum authentication_method method)
{
	return (guard->allowed & (int64_t)method) != 0;
}

static bool
may_enter_unasked(const struct login_guard *guard)
{
	bool is_excused = !guard->has_password || guard->channel.client_has_certificate ||
	                  guard->channel.route == LOGIN_OVER_SOCKET;

	return is_allowed(guard, AUTHENTICATION_NONE) || (is_excused && !guard->must_be_asked);
}

/* Only the server may see the password itself. */
static bool
is_private(const struct login_channel *channel)
{
	return channel->route != LOGIN_OVER_NETWORK ||
	       (channel->is_encrypted && channel->server_is_verified);
}

/* The question that opens a login decides by which method it is. */
static bool
judge_first_question(struct login_guard *guard)
{
	switch (guard->question)
	{
		case LOGIN_OK:
			guard->stage = LOGIN_ADMITTED;
			return may_enter_unasked(guard) || refuse_login(guard, LOGIN_UNASKED);
		case LOGIN_CLEAR_TEXT:
			guard->stage = LOGIN_CLEAR_TEXT_DUE;
			if (!is_allowed(guard, AUTHENTICATION_PASSWORD))
				return refuse_login(guard, LOGIN_METHOD_NOT_ALLOWED);
			return is_private(&guard->channel) || refuse_login(guard, LOGIN_CLEAR_TEXT_EXPOSED);
		case LOGIN_MD5:
			guard->stage = LOGIN_MD5_DUE;
			return is_allowed(guard, AUTHENTICATION_MD5) ||
			       refuse_login(guard, LOGIN_METHOD_NOT_ALLOWED);
		case LOGIN_SASL:
			guard->stage = LOGIN_SCRAM_DUE;
			if (!packet_offers_scram(guard->message + QUESTION_HEADER_BYTES,
			                         guard->message_bytes - QUESTION_HEADER_BYTES))
				return refuse_login(guard, LOGIN_METHOD_UNKNOWN);
			return is_allowed(guard, AUTHENTICATION_SCRAM) ||
			       refuse_login(guard, LOGIN_METHOD_NOT_ALLOWED);
		default:
			return refuse_login(guard, LOGIN_METHOD_UNKNOWN);
	}
}

static bool
judge_iterations(struct login_guard *guard)
{
	if (!packet_read_iterations(guard->message + QUESTION_HEADER_BYTES,
	                            guard->message_bytes - QUESTION_HEADER_BYTES,
	                            &guard->iteration_count))
		return refuse_login(guard, LOGIN_MALFORMED);
	return guard->iteration_count <= SCRAM_ITERATIONS_LIMIT ||
	       refuse_login(guard, LOGIN_TOO_MANY_ITERATIONS);
}

static bool
judge_next_question(struct login_guard *guard)
{
	for (size_t index = 0; index < COUNT_OF(next_questions); index++)
	{
		const struct next_question *next = &next_questions[index];

		if (next->stage != guard->stage || (uint32_t)next->question != guard->question)
			continue;
		guard->stage = next->next;
		guard->server_has_proved = guard->server_has_proved || next->next == LOGIN_SERVER_PROVED;
		return next->question != LOGIN_SASL_CONTINUE || judge_iterations(guard);
	}
	return refuse_login(guard, LOGIN_OUT_OF_TURN);
}

static bool
judge_question(struct login_guard *guard)
{
	guard->question = packet_number(guard->message + HEADER_BYTES);
	if (!packet_has_length_of_question(guard->question,
	                                   guard->message_bytes - QUESTION_HEADER_BYTES))
		return refuse_login(guard, LOGIN_MALFORMED);
	return guard->stage == LOGIN_STARTED ? judge_first_question(guard) : judge_next_question(guard);
}

/*
 * A message on which libpq ends an unfinished login with its own error: nothing is answered after
 * it.
 */
static void
note_other_message(struct login_guard *guard, unsigned char type)
{
	bool is_admitted = guard->stage == LOGIN_ADMITTED || guard->stage == LOGIN_READY;

	if (!is_admitted && type != 'v') /* NegotiateProtocolVersion */
		guard->stage = LOGIN_OVER;
	else if (type == 'Z')
		guard->stage = LOGIN_READY;
}

/* Checks a complete header; false if it cannot be one. */
static bool
judge_header(struct login_guard *guard)
{
	size_t length = packet_number(guard->message + 1);

	if (guard->message[0] == 'R')
		return (length >= 8 && length < LOGIN_QUESTION_BYTES) ||
		       refuse_login(guard, LOGIN_MALFORMED);
	note_other_message(guard, guard->message[0]);
	guard->message_bytes = 0;
	/* An error of a server before version 7.4 has no length. */
	if (guard->stage == LOGIN_OVER)
		return true;
	if (length < 4)
		return refuse_login(guard, LOGIN_MALFORMED);
	guard->passing_bytes = length - 4;
	return true;
}

static bool
receive_byte(struct login_guard *guard, unsigned char byte)
{
	guard->message[guard->message_bytes++] = byte;
	if (guard->message_bytes < HEADER_BYTES)
		return true;
	if (guard->message_bytes == HEADER_BYTES)
		return judge_header(guard);
	if (guard->message_bytes < packet_number(guard->message + 1) + 1)
		return true;

	bool is_good = judge_question(guard);

	guard->message_bytes = 0;
	return is_good;
}

/* One byte answers the request for encryption. libpq has not asked for anything after it yet. */
static bool
receive_encryption_answer(struct login_guard *guard, const unsigned char *bytes, size_t length)
{
	if (bytes[0] != 'S' && bytes[0] != 'N')
	{
		guard->stage = LOGIN_OVER;
		return true;
	}
	guard->stage = bytes[0] == 'S' ? LOGIN_ENCRYPTING : LOGIN_SILENT;
	guard->channel.is_encrypted = bytes[0] == 'S';
	return length == 1 || refuse_login(guard, LOGIN_TOO_EARLY);
}

bool
login_guard_receive(struct login_guard *guard, const unsigned char *bytes, size_t length_bytes)
{
	if (guard->refusal != LOGIN_NOT_REFUSED)
		return false;
	guard->received_bytes += length_bytes;
	if (guard->received_bytes > LOGIN_BYTES)
		return refuse_login(guard, LOGIN_TOO_LARGE);
	if (guard->stage == LOGIN_ENCRYPTION_ASKED && length_bytes > 0)
		return receive_encryption_answer(guard, bytes, length_bytes);
	if (guard->stage < LOGIN_STARTED)
		return length_bytes == 0 || refuse_login(guard, LOGIN_TOO_EARLY);
	while (length_bytes > 0 && guard->stage != LOGIN_OVER)
	{
		size_t passing = guard->passing_bytes < length_bytes ? guard->passing_bytes : length_bytes;

		guard->passing_bytes -= passing;
		bytes += passing;
		length_bytes -= passing;
		if (length_bytes == 0)
			break;
		if (!receive_byte(guard, *bytes))
			return false;
		bytes++;
		length_bytes--;
	}
	return true;
}

struct due_answer
{
	enum login_stage stage;
	bool (*is_answer)(const unsigned char *bytes, size_t length_bytes);
	enum login_stage next;
};

static const struct due_answer due_answers[] = {
	{LOGIN_CLEAR_TEXT_DUE, packet_is_password, LOGIN_ANSWERED},
	{LOGIN_MD5_DUE, packet_is_md5, LOGIN_ANSWERED},
	{LOGIN_SCRAM_DUE, packet_is_scram_first, LOGIN_SCRAM_BEGUN},
	{LOGIN_SCRAM_PROOF_DUE, packet_is_scram_proof, LOGIN_SCRAM_PROVED},
};

static const struct due_answer *
find_due_answer(const struct login_guard *guard, const unsigned char *bytes, size_t length)
{
	for (size_t index = 0; index < COUNT_OF(due_answers); index++)
	{
		if (due_answers[index].stage == guard->stage)
			return due_answers[index].is_answer(bytes, length) ? &due_answers[index] : NULL;
	}
	return NULL;
}

bool
login_guard_may_send(struct login_guard *guard, const unsigned char *bytes, size_t length_bytes)
{
	if (guard->refusal != LOGIN_NOT_REFUSED)
		return false;
	if (length_bytes <= guard->leaving_bytes)
		return true;
	switch (guard->stage)
	{
		case LOGIN_SILENT:
			guard->startup_was_seen = packet_begins_connection(bytes, length_bytes) &&
			                          !packet_asks_for_encryption(bytes, length_bytes);
			return packet_begins_connection(bytes, length_bytes) ||
			       packet_begins_encryption(bytes, length_bytes) ||
			       refuse_login(guard, LOGIN_ANSWER_WITHHELD);
		case LOGIN_READY:
			return true;
		default:
			return find_due_answer(guard, bytes, length_bytes) != NULL ||
			       refuse_login(guard, LOGIN_ANSWER_WITHHELD);
	}
}

void
login_guard_sent(struct login_guard *guard, const unsigned char *bytes, size_t length_bytes,
                 size_t sent_bytes)
{
	const struct due_answer *due = find_due_answer(guard, bytes, length_bytes);

	if (sent_bytes == 0)
		return;
	if (guard->leaving_bytes > 0)
	{
		guard->leaving_bytes -= sent_bytes;
		return;
	}
	if (due != NULL)
		guard->stage = due->next;
	else if (packet_begins_encryption(bytes, length_bytes))
	{
		guard->channel.is_encrypted = true;
		guard->stage = LOGIN_ENCRYPTING;
	}
	else if (packet_asks_for_encryption(bytes, length_bytes))
		guard->stage = LOGIN_ENCRYPTION_ASKED;
	else if (guard->stage < LOGIN_STARTED)
		guard->stage = LOGIN_STARTED;
	guard->leaving_bytes = length_bytes - sent_bytes;
}
