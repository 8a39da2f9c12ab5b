#include "domain/settings_strength.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/text.h"
#include "domain/authentication.h"
#include "domain/settings_state.h"
#include "domain/settings_value.h"

enum strength
{
	STRENGTH_FREE,     /* not compared */
	STRENGTH_BY_ORDER, /* of choices: a later one is stronger */
	STRENGTH_BY_SET,   /* a smaller set is stronger */
	STRENGTH_PINNED,   /* the source that demands verification names the authority */
	STRENGTH_OF_PLACE  /* the source that allows clear text names the server */
};

struct strength_rule
{
	enum setting_key key;
	enum strength strength;
	const char *by_default; /* demanded if no source demands anything; or NULL */
};

static const struct strength_rule strength_rules[] = {
	{SETTING_PGSSLMODE, STRENGTH_BY_ORDER, "prefer"},
	{SETTING_PGCHANNELBINDING, STRENGTH_BY_ORDER, "prefer"},
	{SETTING_NOETL_AUTH, STRENGTH_BY_SET, "scram-sha-256"},
	{SETTING_PGSSLROOTCERT, STRENGTH_PINNED, NULL},
	{SETTING_POSTGRES_HOST, STRENGTH_OF_PLACE, NULL},
	{SETTING_POSTGRES_PORT, STRENGTH_OF_PLACE, NULL},
};

/* The value demanded of a setting, by a source or by default. Borrowed. */
struct floor
{
	const char *text;
	const char *origin;
	int64_t number;
};

bool
settings_source_is_trusted(enum setting_source source)
{
	return source == SETTING_FROM_FLAG || source == SETTING_FROM_ENVIRONMENT ||
	       source == SETTING_FROM_LIBPQ;
}

static const struct strength_rule *
find_strength_rule(enum setting_key key)
{
	for (size_t index = 0; index < COUNT_OF(strength_rules); index++)
	{
		if (strength_rules[index].key == key)
			return &strength_rules[index];
	}
	return NULL;
}

bool
settings_strength_is_compared(enum setting_key key)
{
	return find_strength_rule(key) != NULL;
}

void
settings_strength_demand(struct settings *settings, enum setting_key key)
{
	struct setting_value *value = &settings->values[key];

	if (value->problem != NULL)
		return;
	setting_demand_free(take(value->demand));
	value->demand = memory_allocate(1, sizeof *value->demand);
	*value->demand = (struct setting_demand){
		.text = memory_copy_text(value->text),
		.origin = memory_copy_text(value->origin),
		.source = value->source,
		.number = value->number,
	};
}

/* The word is from the table of rules or from this file, so it is well-formed. */
static int64_t
number_of(enum setting_key key, const char *word)
{
	int64_t number = 0;
	cleanup_memory char *problem = NULL;

	(void)settings_value_parse(setting_definition(key), word, &number, &problem);
	return number;
}

static struct floor
find_floor(const struct settings *settings, const struct strength_rule *rule)
{
	const struct setting_demand *demand = settings->values[rule->key].demand;
	const struct setting_demand *authority = settings->values[SETTING_PGSSLROOTCERT].demand;
	struct floor floor = {.text = rule->by_default, .origin = "default"};

	if (demand != NULL)
		return (struct floor){demand->text, demand->origin, demand->number};
	/* Naming an authority implies verification by it: see login.h. */
	if (rule->key == SETTING_PGSSLMODE && authority != NULL)
		floor = (struct floor){.text = "verify-full", .origin = "as PGSSLROOTCERT is given"};
	floor.number = number_of(rule->key, floor.text);
	return floor;
}

static const struct setting_demand *
demand_of_verification(const struct settings *settings)
{
	const struct setting_demand *mode = settings->values[SETTING_PGSSLMODE].demand;
	bool is_demanded = mode != NULL && mode->number >= number_of(SETTING_PGSSLMODE, "verify-ca");

	return is_demanded ? mode : NULL;
}

/* In clear text, the password reaches the server and any reader of the connection. */
static const struct setting_demand *
demand_of_clear_text(const struct settings *settings)
{
	const struct setting_demand *methods = settings->values[SETTING_NOETL_AUTH].demand;
	bool is_allowed = methods != NULL && (methods->number & AUTHENTICATION_PASSWORD) != 0;

	return is_allowed ? methods : NULL;
}

static void
append_allowed_order(struct text *text, enum setting_key key, int64_t least)
{
	const struct setting_definition *definition = setting_definition(key);

	for (int64_t place = least;; place++)
	{
		cleanup_memory char *choice = settings_value_choice(definition, place);

		if (choice[0] == '\0')
			return;
		text_append_format(text, "%s%s", place == least ? "" : ", ", choice);
	}
}

static void
append_allowed_set(struct text *text, int64_t methods)
{
	const char *separator = "";

	for (int method = AUTHENTICATION_SCRAM; method <= AUTHENTICATION_NONE; method <<= 1)
	{
		if ((methods & method) == 0)
			continue;
		text_append_format(text, "%s%s", separator,
		                   authentication_method_name((enum authentication_method)method));
		separator = ", ";
	}
}

static char *
describe_weakening(const struct strength_rule *rule, const struct floor *floor, const char *value)
{
	cleanup_text struct text problem = TEXT_EMPTY;

	text_append_format(&problem, "\"%s\" is weaker than \"%s\" (%s); allowed here: ", value,
	                   floor->text, floor->origin);
	if (rule->strength == STRENGTH_BY_SET)
		append_allowed_set(&problem, floor->number);
	else
		append_allowed_order(&problem, rule->key, floor->number);
	text_append(&problem, ". If it is meant, set it in the environment or by a flag");
	return text_steal(&problem);
}

static char *
authority_problem(const struct settings *settings, const struct setting_offer *offer)
{
	const struct setting_demand *authority = settings->values[offer->key].demand;
	const struct setting_demand *demand = demand_of_verification(settings);
	const char *name = setting_definition(SETTING_PGSSLMODE)->name;
	/* An outranked offer is no problem: settings_offer() warns about it. */
	bool is_outranked = settings->values[offer->key].source < offer->source;

	if (authority != NULL)
		return is_outranked || strcmp(authority->text, offer->value) == 0
		           ? NULL
		           : memory_format("another authority is trusted already (%s); allowed here: the "
		                           "same one. If another is meant, set it in the environment or "
		                           "by a flag",
		                           authority->origin);
	if (demand == NULL)
	{
		demand = demand_of_clear_text(settings);
		name = setting_definition(SETTING_NOETL_AUTH)->name;
	}
	if (demand == NULL)
		return NULL;
	return memory_format("%s (%s) is \"%s\", and the same source has to name the authority: set "
	                     "it in the environment or by a flag",
	                     name, demand->origin, demand->text);
}

/* The purpose of a file of targets is to name their servers, so it may. */
static char *
place_problem(const struct settings *settings, const struct setting_offer *offer)
{
	const struct setting_demand *demand = demand_of_clear_text(settings);
	const struct setting_value *current = &settings->values[offer->key];
	bool is_of_targets =
		offer->source == SETTING_FROM_TARGET || offer->source == SETTING_FROM_TARGET_DEFAULTS;

	if (demand == NULL || is_of_targets || current->source < offer->source ||
	    text_is_same(current->text, offer->value))
		return NULL;
	return memory_format(
		"NOETL_AUTH (%s) allows \"password\", and this source may not choose the "
		"server that receives it in clear text: set it in the environment or by a flag",
		demand->origin);
}

/* True if the first value allows nothing that the second one forbids. */
static bool
is_as_strong(enum strength strength, int64_t number, int64_t other)
{
	return strength == STRENGTH_BY_SET ? (number & ~other) == 0 : number >= other;
}

bool
settings_strength_is_raised(const struct settings *settings, const struct setting_offer *offer)
{
	const struct strength_rule *rule = find_strength_rule(offer->key);
	const struct setting_value *current = &settings->values[offer->key];

	return (rule->strength == STRENGTH_BY_ORDER || rule->strength == STRENGTH_BY_SET) &&
	       current->text != NULL && current->problem == NULL && current->number != offer->number &&
	       is_as_strong(rule->strength, offer->number, current->number);
}

char *
settings_strength_problem(const struct settings *settings, const struct setting_offer *offer)
{
	const struct strength_rule *rule = find_strength_rule(offer->key);

	if (rule->strength == STRENGTH_PINNED)
		return authority_problem(settings, offer);
	if (rule->strength == STRENGTH_OF_PLACE)
		return place_problem(settings, offer);

	struct floor floor = find_floor(settings, rule);

	return is_as_strong(rule->strength, offer->number, floor.number)
	           ? NULL
	           : describe_weakening(rule, &floor, offer->value);
}
