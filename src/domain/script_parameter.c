#include "domain/script_parameter.h"

#include <string.h>
#include <strings.h>

#include "base/count_of.h"
#include "domain/script_word.h"

enum
{
	VERSIONS_A_MAJOR = 10000,
	VALUE_COUNT = 4,
	NEVER = 1000 /* a version that is none yet */
};

/*
 * Those that a session may set. Source: the release notes, and the table of parameters of each
 * version's guc_tables.c (guc.c until 15).
 */
struct script_parameter
{
	const char *name;
	int first_major;                   /* the first version that knows it */
	int after_major;                   /* the first one that does not any more */
	const char *defaults[VALUE_COUNT]; /* ways to write its default, in lower case */
};

static const struct script_parameter parameters[] = {
	{"operator_precedence_warning", 9, 14, {"off", "false", "0"}},
	{"force_parallel_mode", 9, 16, {"off"}},
	{"client_connection_check_interval", 14, NEVER, {"0"}},
	{"compute_query_id", 14, NEVER, {"auto"}},
	{"default_toast_compression", 14, NEVER, {"pglz"}},
	{"enable_async_append", 14, NEVER, {"on", "true", "1"}},
	{"enable_memoize", 14, NEVER, {"on", "true", "1"}},
	{"idle_session_timeout", 14, NEVER, {"0"}},
	{"recursive_worktable_factor", 15, NEVER, {"10"}},
	{"stats_fetch_consistency", 15, NEVER, {"cache"}},
	{"createrole_self_grant", 16, NEVER, {""}},
	{"debug_parallel_query", 16, NEVER, {"off"}},
	{"enable_presorted_aggregate", 16, NEVER, {"on", "true", "1"}},
	{"scram_iterations", 16, NEVER, {"4096"}},
	{"vacuum_buffer_usage_limit", 16, NEVER, {"256kb", "2mb"}},
	{"enable_group_by_reordering", 17, NEVER, {"on", "true", "1"}},
	{"event_triggers", 17, NEVER, {"on", "true", "1"}},
	{"restrict_nonsystem_relation_kind", 17, NEVER, {""}},
	{"transaction_timeout", 17, NEVER, {"0"}},
	{"enable_distinct_reordering", 18, NEVER, {"on", "true", "1"}},
	{"enable_self_join_elimination", 18, NEVER, {"on", "true", "1"}},
	{"file_copy_method", 18, NEVER, {"copy"}},
	{"vacuum_truncate", 18, NEVER, {"on", "true", "1"}},
};

/* Takes SET [SESSION | LOCAL] NAME {TO | =}, or RESET NAME; false for any other statement. */
static bool
take_name(struct script_cursor *cursor, struct script_word *name, bool *is_reset)
{
	script_next_word(cursor, name);
	*is_reset = script_word_is(name, "reset");
	if (!*is_reset && !script_word_is(name, "set"))
		return false;
	script_next_word(cursor, name);
	if (*is_reset)
		return true;
	if (script_word_is(name, "session") || script_word_is(name, "local"))
		script_next_word(cursor, name);

	struct script_word sign;

	script_next_word(cursor, &sign);
	return script_word_is(&sign, "=") || script_word_is(&sign, "to");
}

/* In quotes or not; zero may have a unit. */
static bool
is_value(const struct script_word *word, const char *value)
{
	const char *text = word->text + (word->text[0] == '\'');
	size_t length_bytes = strlen(text);

	if (word->text[0] == '\'' && length_bytes > 0 && text[length_bytes - 1] == '\'')
		length_bytes--;
	if (strcmp(value, "0") == 0 && length_bytes > 1 && strspn(text + 1, " mshdin'") > 0)
		length_bytes = 1;
	return strlen(value) == length_bytes && strncasecmp(text, value, length_bytes) == 0;
}

/* The rest of the statement is the parameter's default and nothing else. */
static bool
is_default(struct script_cursor cursor, const struct script_parameter *parameter)
{
	struct script_word value;
	struct script_word behind;

	script_next_word(&cursor, &value);
	script_next_word(&cursor, &behind);
	if (value.text[0] == '\0' || behind.text[0] != '\0')
		return false;
	if (script_word_is(&value, "default"))
		return true;
	for (size_t index = 0; index < VALUE_COUNT && parameter->defaults[index] != NULL; index++)
	{
		if (is_value(&value, parameter->defaults[index]))
			return true;
	}
	return false;
}

bool
statement_sets_unknown_default(const char *statement, size_t length_bytes, int version_num)
{
	struct script_cursor cursor = {.at = statement, .end = statement + length_bytes};
	struct script_word name;
	bool is_reset = false;
	int major = version_num / VERSIONS_A_MAJOR;

	if (!take_name(&cursor, &name, &is_reset))
		return false;
	for (size_t index = 0; index < COUNT_OF(parameters); index++)
	{
		const struct script_parameter *parameter = &parameters[index];

		/* Words are cut, and so are these names: as far as they go. */
		if (strncmp(name.text, parameter->name, SCRIPT_WORD_BYTES - 1) != 0 ||
		    (major >= parameter->first_major && major < parameter->after_major))
			continue;
		return is_reset || is_default(cursor, parameter);
	}
	return false;
}
