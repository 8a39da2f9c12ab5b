#include "domain/catalog/hazard.h"

#include <stdlib.h>
#include <string.h>

#include "base/count_of.h"
#include "domain/catalog/statement_text.h"

static const struct hazard_verdict no_hazard = {HAZARD_NONE, NULL};

const char *
hazard_name(enum hazard hazard)
{
	static const char *const names[] = {
		[HAZARD_NONE] = "safe",
		[HAZARD_REWRITE] = "rewrite",
		[HAZARD_REVOKE] = "revoke",
		[HAZARD_DESTRUCTIVE] = "destructive",
	};

	return names[hazard];
}

/* Rows of a foreign table are elsewhere. */
static bool
is_foreign_table(const struct fact *fact)
{
	return fact->kind == FACT_TABLE && fact->definition[0] == 'f';
}

struct hazard_verdict
hazard_of_lost_parts(const struct fact *live, const struct fact *desired)
{
	for (size_t i = 0; i < live->extra.parts.count; i++)
	{
		if (!fact_pairs_contain(&desired->extra.parts, &live->extra.parts.items[i]))
			return (struct hazard_verdict){HAZARD_DESTRUCTIVE, live->kind == FACT_ENUM
			                                                       ? "takes a label away"
			                                                       : "takes an attribute away"};
	}
	return no_hazard;
}

/* No row has anything in it. */
static bool
is_virtual_column(const struct fact *fact)
{
	return fact->kind == FACT_COLUMN && fact->definition[0] == 'v';
}

struct hazard_verdict
hazard_of_drop(const struct fact *live, const struct fact *desired, struct text_arena *texts)
{
	const struct fact_kind_traits *traits = fact_kind_traits(live->kind);

	if (traits->is_harmless_to_drop || is_foreign_table(live) ||
	    (is_virtual_column(live) && desired != NULL))
		return no_hazard;
	if (desired == NULL)
		return (struct hazard_verdict){HAZARD_DESTRUCTIVE,
		                               statement_format(texts, "drops the %s", traits->name)};
	if (traits->holds_data)
		return (struct hazard_verdict){HAZARD_DESTRUCTIVE,
		                               statement_format(texts, "makes the %s anew", traits->name)};
	return hazard_of_lost_parts(live, desired);
}

/* "numeric(10,2)": its name, and what it is limited to. */
struct limited_type
{
	const char *text;
	size_t name_length;
	bool is_limited;
	long length;
	long scale;
	const char *rest; /* " without time zone", "[]" */
};

static struct limited_type
read_limited_type(const char *text)
{
	size_t name_length = strcspn(text, "(");
	struct limited_type type = {
		.text = text,
		.name_length = name_length,
		.rest = text + name_length,
	};
	char *end;

	if (text[name_length] != '(')
		return type;
	type.is_limited = true;
	type.length = strtol(text + name_length + 1, &end, 10);
	if (*end == ',')
		type.scale = strtol(end + 1, &end, 10);
	type.rest = *end == ')' ? end + 1 : end;
	return type;
}

static bool
is_type_named(const struct limited_type *type, const char *name)
{
	return type->name_length == strlen(name) && memcmp(type->text, name, type->name_length) == 0 &&
	       type->rest[0] == '\0';
}

/* Types whose every value is one of the other type as well. */
static const struct
{
	const char *live;
	const char *desired;
	enum hazard hazard;
} widenings[] = {
	{"smallint", "integer", HAZARD_REWRITE},
	{"smallint", "bigint", HAZARD_REWRITE},
	{"integer", "bigint", HAZARD_REWRITE},
	{"real", "double precision", HAZARD_REWRITE},
	{"character varying", "text", HAZARD_NONE},
	{"character varying", "character varying", HAZARD_NONE},
	{"numeric", "numeric", HAZARD_NONE},
};

/* Digits before the point, and behind it: the server writes rows anew when there are more of the latter. */
static enum hazard
hazard_of_limits(const struct limited_type *live, const struct limited_type *desired,
                 enum hazard hazard)
{
	if (!desired->is_limited)
		return hazard;
	if (!live->is_limited || desired->scale < live->scale ||
	    desired->length - desired->scale < live->length - live->scale)
		return HAZARD_DESTRUCTIVE;
	return desired->scale == live->scale ? hazard : HAZARD_REWRITE;
}

static enum hazard
hazard_between(const char *live_type, const char *desired_type)
{
	struct limited_type live = read_limited_type(live_type);
	struct limited_type desired = read_limited_type(desired_type);

	for (size_t i = 0; i < COUNT_OF(widenings); i++)
	{
		if (is_type_named(&live, widenings[i].live) &&
		    is_type_named(&desired, widenings[i].desired))
			return hazard_of_limits(&live, &desired, widenings[i].hazard);
	}
	return HAZARD_DESTRUCTIVE;
}

struct hazard_verdict
hazard_of_retype(const char *live_type, const char *desired_type, struct text_arena *texts)
{
	const char *live = type_without_collation(texts, live_type);
	const char *desired = type_without_collation(texts, desired_type);

	/* Another collation alone loses nothing; indexes are made anew. */
	enum hazard hazard =
		strcmp(live, desired) == 0 ? HAZARD_REWRITE : hazard_between(live, desired);

	if (hazard != HAZARD_DESTRUCTIVE)
		return (struct hazard_verdict){hazard, NULL};
	return (struct hazard_verdict){
		hazard, statement_format(texts, "changes the type from %s to %s", live_type, desired_type)};
}
