#include "base/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/count_of.h"
#include "base/utf8.h"

struct failure_kind_entry
{
	enum failure_kind kind;
	const char *name;
	const char *meaning;
	bool is_retryable;
};

static const struct failure_kind_entry failure_kinds[] = {
	{FAILURE_NONE, "none", "done, or nothing to do", false},
	{FAILURE_USAGE, "usage", "usage", false},
	{FAILURE_SETTINGS, "settings", "settings missing or malformed", false},
	{FAILURE_DENIED, "denied", "login or privilege refused", false},
	{FAILURE_DDL, "ddl", "the DDL was refused by the server", false},
	{FAILURE_DRIFT, "drift", "drift found", false},
	{FAILURE_DESTRUCTIVE, "destructive", "a destructive change was needed and not allowed", false},
	{FAILURE_UNWANTED, "unwanted", "no longer wanted: the run's account in Kubernetes is gone",
     false},
	{FAILURE_UNREACHABLE, "unreachable", "database not reachable within the budget", true},
	{FAILURE_LOCK_BUSY, "lock_busy", "schema lock held by another run past the budget", true},
	{FAILURE_INTERRUPTED, "interrupted", "interrupted (SIGTERM/SIGINT)", true},
	{FAILURE_TRANSIENT, "transient",
     "connection lost, deadlock, serialization, lock_timeout budget spent, out of space", true},
	{FAILURE_BUG, "bug", "a bug in this program", false},
};

static const struct failure_kind_entry *
failure_kind_find(enum failure_kind kind)
{
	size_t count = COUNT_OF(failure_kinds);

	for (size_t index = 0; index < count; index++)
	{
		if (failure_kinds[index].kind == kind)
			return &failure_kinds[index];
	}
	return &failure_kinds[count - 1];
}

bool
fail(struct failure *failure, enum failure_kind kind, const char *format, ...)
{
	va_list arguments;
	struct failure fresh = {.kind = kind};

	va_start(arguments, format);
	(void)vsnprintf(fresh.message, sizeof fresh.message, format, arguments);
	va_end(arguments);
	utf8_drop_cut_end(fresh.message);
	*failure = fresh;
	return false;
}

bool
fail_hint(struct failure *failure, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(failure->hint, sizeof failure->hint, format, arguments);
	va_end(arguments);
	utf8_drop_cut_end(failure->hint);
	return false;
}

bool
fail_context(struct failure *failure, const char *format, ...)
{
	struct failure wrapped = *failure;
	va_list arguments;

	va_start(arguments, format);
	int context_bytes = vsnprintf(wrapped.message, sizeof wrapped.message, format, arguments);
	va_end(arguments);

	/* A message that no longer fits loses its end, not its beginning. */
	size_t used_bytes = strlen(wrapped.message);

	if (context_bytes >= 0 && used_bytes + 3 <= sizeof wrapped.message)
	{
		size_t room_bytes = sizeof wrapped.message - used_bytes - 3;
		size_t rest_bytes = strnlen(failure->message, room_bytes);

		memcpy(wrapped.message + used_bytes, ": ", 2);
		memcpy(wrapped.message + used_bytes + 2, failure->message, rest_bytes);
		wrapped.message[used_bytes + 2 + rest_bytes] = '\0';
		utf8_drop_cut_end(wrapped.message);
	}
	*failure = wrapped;
	return false;
}

void
failure_clear(struct failure *failure)
{
	*failure = (struct failure){.kind = FAILURE_NONE};
}

enum failure_kind
failure_kind_of_exit_status(int exit_status)
{
	return failure_kind_find((enum failure_kind)exit_status)->kind;
}

const char *
failure_kind_name(enum failure_kind kind)
{
	return failure_kind_find(kind)->name;
}

const char *
failure_kind_meaning(enum failure_kind kind)
{
	return failure_kind_find(kind)->meaning;
}

bool
failure_kind_is_retryable(enum failure_kind kind)
{
	return failure_kind_find(kind)->is_retryable;
}
