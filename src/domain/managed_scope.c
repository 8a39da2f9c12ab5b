#include "domain/managed_scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "domain/ledger.h"

enum
{
	SCHEMA_NAME_BYTES = 63 /* NAMEDATALEN - 1 */
};

static const char scope_blanks[] = " \t\r\n";

/* From behind the quote; false if it is not closed. */
static bool
read_quoted(const char **text, struct text *name)
{
	for (;; (*text)++)
	{
		if (**text == '\0')
			return false;
		if (**text == '"' && *++(*text) != '"')
			return true;
		text_append_char(name, **text);
	}
}

static void
read_plain(const char **text, struct text *name)
{
	size_t length = strcspn(*text, ",\"");
	const char *start = *text;

	*text += length;
	while (length > 0 && strchr(scope_blanks, start[length - 1]) != NULL)
		length--;
	text_append_bytes(name, start, length);
}

/* Up to the comma behind it, or the end. */
static bool
read_name(const char **text, struct text *name, bool *is_star)
{
	*text += strspn(*text, scope_blanks);

	bool is_quoted = **text == '"';

	if (is_quoted)
	{
		(*text)++;
		if (!read_quoted(text, name))
			return false;
		*text += strspn(*text, scope_blanks);
	}
	else
		read_plain(text, name);
	*is_star = !is_quoted && strcmp(text_bytes(name), "*") == 0;
	return (**text == ',' || **text == '\0') && name->length_bytes > 0 &&
	       name->length_bytes <= SCHEMA_NAME_BYTES;
}

static int
compare_managed_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

bool
managed_scope_read(const char *text, enum managed_scope *scope, struct name_list *names)
{
	size_t star_count = 0;

	for (;; text++)
	{
		cleanup_text struct text name = TEXT_EMPTY;
		bool is_star = false;

		if (!read_name(&text, &name, &is_star))
			return false;
		star_count += is_star;
		if (!is_star)
			name_list_append_once(names, text_bytes(&name));
		if (*text == '\0')
			break;
	}
	*scope = star_count > 0 ? MANAGED_DATABASE : MANAGED_LIST;
	if (names->count > 0)
		qsort(names->items, names->count, sizeof *names->items, compare_managed_names);
	return star_count == 0 || (star_count == 1 && names->count == 0);
}

bool
managed_scope_check_name(const struct settings *settings, const char *schema,
                         struct failure *failure)
{
	/* With DDL in the ledger's schema, reset would have to drop the ledger. */
	if (ledger_schema_is_reserved(settings, schema))
	{
		(void)fail(failure, FAILURE_SETTINGS, "the schema \"%s\" is that of a ledger of runs",
		           schema);
		return fail_hint(failure, "Choose another for what is to be applied, or for the ledger "
		                          "(NOETL_LEDGER_SCHEMA).");
	}
	if (strncmp(schema, "pg_", 3) == 0 || strcmp(schema, "information_schema") == 0)
	{
		(void)fail(failure, FAILURE_SETTINGS, "the schema \"%s\" is PostgreSQL's own", schema);
		return fail_hint(failure, "Choose a name that is not information_schema and does not "
		                          "begin with pg_.");
	}
	return true;
}
