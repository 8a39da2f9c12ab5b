#include "domain/allowance.h"

#include <stddef.h>
#include <string.h>

#include "domain/catalog/fact_kind.h"

/* Beside the kinds of facts. */
static const char partition_kind[] = "partition";

/* One entry, blanks around it left out. */
struct allowance
{
	const char *kind;
	size_t kind_length;
	const char *name; /* NULL: there is no colon */
	size_t name_length;
};

static const char allowance_blanks[] = " \t\r";

/* Behind the entry: at a comma, a line feed or the end. */
static const char *
allowance_end(const char *text)
{
	bool is_quoted = false;

	for (; *text != '\0'; text++)
	{
		if (*text == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && (*text == ',' || *text == '\n'))
			break;
	}
	return text;
}

static size_t
length_without_blanks(const char *text, size_t length)
{
	while (length > 0 && strchr(allowance_blanks, text[length - 1]) != NULL)
		length--;
	return length;
}

/* Takes the next entry, empty ones passed over; false at the end. */
static bool
allowance_next(const char **text, struct allowance *entry)
{
	if (*text == NULL)
		return false;
	*text += strspn(*text, " \t\r,\n");
	if (**text == '\0')
		return false;

	const char *start = *text;
	const char *end = allowance_end(start);
	const char *colon = memchr(start, ':', (size_t)(end - start));

	*entry = (struct allowance){.kind = start};
	*text = end;
	if (colon == NULL)
	{
		entry->kind_length = length_without_blanks(start, (size_t)(end - start));
		return true;
	}
	entry->kind_length = length_without_blanks(start, (size_t)(colon - start));
	entry->name = colon + 1 + strspn(colon + 1, allowance_blanks);
	if (entry->name > end)
		entry->name = end;
	entry->name_length = length_without_blanks(entry->name, (size_t)(end - entry->name));
	return true;
}

static bool
is_same_text(const char *bytes, size_t length, const char *text)
{
	return strlen(text) == length && memcmp(bytes, text, length) == 0;
}

static bool
is_everything(const struct allowance *entry)
{
	return entry->name == NULL &&
	       is_same_text(entry->kind, entry->kind_length, ALLOWANCE_EVERYTHING);
}

static bool
allowance_is_valid(const struct allowance *entry)
{
	if (is_everything(entry) ||
	    (entry->name_length > 0 && is_same_text(entry->kind, entry->kind_length, partition_kind)))
		return true;
	for (int kind = 0; entry->name_length > 0 && kind < FACT_KIND_COUNT; kind++)
	{
		if (is_same_text(entry->kind, entry->kind_length, fact_kind_name((enum fact_kind)kind)))
			return true;
	}
	return false;
}

bool
allowances_are_valid(const char *allowances)
{
	struct allowance entry = {0};
	size_t count = 0;

	for (; allowance_next(&allowances, &entry); count++)
	{
		if (!allowance_is_valid(&entry))
			return false;
	}
	return count > 0;
}

bool
allowances_have(const char *allowances, const char *kind, const char *name)
{
	struct allowance entry = {0};

	while (allowance_next(&allowances, &entry))
	{
		if (entry.name != NULL && is_same_text(entry.kind, entry.kind_length, kind) &&
		    is_same_text(entry.name, entry.name_length, name))
			return true;
	}
	return false;
}

bool
allowances_have_everything(const char *allowances)
{
	struct allowance entry = {0};

	while (allowance_next(&allowances, &entry))
	{
		if (is_everything(&entry))
			return true;
	}
	return false;
}
