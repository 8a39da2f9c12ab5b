#include "domain/catalog/step_lock.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/count_of.h"
#include "base/text.h"
#include "domain/catalog/statement_text.h"
#include "domain/script_name.h"
#include "domain/script_word.h"

#define ANY_NAME "?"

enum
{
	RULE_WORDS = 5
};

struct lock_rule
{
	const char *words[RULE_WORDS]; /* that come first; ANY_NAME for an identifier */
	const char *before_name;       /* the word before the relation; NULL: it follows the words */
	enum table_lock lock;
	bool scans;
};

/* What a statement begins with; the relation of ALTER TABLE is followed by one of the next table. */
static const struct lock_rule statement_rules[] = {
	{{"create", "index", "concurrently"}, "on", TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, true},
	{{"create", "unique", "index", "concurrently"}, "on", TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, true},
	{{"create", "index"}, "on", TABLE_LOCK_SHARE, true},
	{{"create", "unique", "index"}, "on", TABLE_LOCK_SHARE, true},
	{{"create", "trigger"}, "on", TABLE_LOCK_SHARE_ROW_EXCLUSIVE, false},
	{{"create", "constraint", "trigger"}, "on", TABLE_LOCK_SHARE_ROW_EXCLUSIVE, false},
	{{"create", "rule"}, "to", TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"create", "policy"}, "on", TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"create", "statistics"}, "from", TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, false},
	{{"alter", "policy"}, "on", TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"drop", "policy"}, "on", TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"drop", "trigger"}, "on", TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"drop", "rule"}, "on", TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"drop", "table"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"drop", "foreign", "table"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"drop", "view"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"drop", "materialized", "view"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"alter", "view"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"alter", "materialized", "view"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"alter", "foreign", "table"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
	{{"alter", "table"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, false},
};

/* What ALTER does to its relation, where that is not ACCESS EXCLUSIVE without a look at the rows. */
static const struct lock_rule action_rules[] = {
	{{"validate", "constraint"}, NULL, TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, true},
	{{"attach", "partition"}, NULL, TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, true},
	{{"add", "constraint", ANY_NAME, "foreign"}, NULL, TABLE_LOCK_SHARE_ROW_EXCLUSIVE, true},
	{{"add", "constraint", ANY_NAME}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, true},
	{{"alter", "column", ANY_NAME, "set", "statistics"},
     NULL,
     TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE,
     false},
	{{"alter", "column", ANY_NAME, "set", "("}, NULL, TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, false},
	{{"alter", "column", ANY_NAME, "reset"}, NULL, TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, false},
	{{"alter", "column", ANY_NAME, "set", "not"}, NULL, TABLE_LOCK_ACCESS_EXCLUSIVE, true},
	{{"set", "("}, NULL, TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, false},
	{{"reset"}, NULL, TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, false},
	{{"cluster"}, NULL, TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE, false},
	{{"enable", "trigger"}, NULL, TABLE_LOCK_SHARE_ROW_EXCLUSIVE, false},
	{{"disable", "trigger"}, NULL, TABLE_LOCK_SHARE_ROW_EXCLUSIVE, false},
};

static const struct
{
	const char *name;
	const char *effect;
} locks[] = {
	[TABLE_LOCK_NONE] = {"", ""},
	[TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE] = {"SHARE UPDATE EXCLUSIVE",
                                           "other changes of it and VACUUM wait"},
	[TABLE_LOCK_SHARE] = {"SHARE", "writers wait"},
	[TABLE_LOCK_SHARE_ROW_EXCLUSIVE] = {"SHARE ROW EXCLUSIVE", "writers wait"},
	[TABLE_LOCK_ACCESS_EXCLUSIVE] = {"ACCESS EXCLUSIVE", "readers and writers wait"},
};

const char *
table_lock_name(enum table_lock lock)
{
	return locks[lock].name;
}

const char *
table_lock_effect(enum table_lock lock)
{
	return locks[lock].effect;
}

static bool
take_any_name(struct script_cursor *cursor)
{
	cleanup_script_name struct script_name name = {NULL, NULL};

	return script_take_name(cursor, &name);
}

static bool
take_words(struct script_cursor *cursor, const struct lock_rule *rule)
{
	for (size_t index = 0; index < RULE_WORDS && rule->words[index] != NULL; index++)
	{
		bool is_taken = strcmp(rule->words[index], ANY_NAME) == 0
		                    ? take_any_name(cursor)
		                    : script_take_word(cursor, rule->words[index]);

		if (!is_taken)
			return false;
	}
	return true;
}

static const struct lock_rule *
find_lock_rule(struct script_cursor *cursor, const struct lock_rule *rules, size_t count)
{
	for (size_t index = 0; index < count; index++)
	{
		struct script_cursor after = *cursor;

		if (take_words(&after, &rules[index]))
		{
			*cursor = after;
			return &rules[index];
		}
	}
	return NULL;
}

/* The cursor is behind the word afterwards, or at the end. */
static void
skip_to(struct script_cursor *cursor, const char *wanted)
{
	struct script_word word;

	do
		script_next_word(cursor, &word);
	while (word.text[0] != '\0' && !script_word_is(&word, wanted));
}

static const char *
take_relation(struct script_cursor *cursor, const char *before_name, struct text_arena *texts)
{
	if (before_name != NULL)
		skip_to(cursor, before_name);
	if (script_take_word(cursor, "if"))
		(void)script_take_word(cursor, "exists");
	(void)script_take_word(cursor, "only");
	script_skip_blank(cursor);

	const char *begin = cursor->at;

	return take_any_name(cursor) ? statement_format(texts, "%.*s", (int)(cursor->at - begin), begin)
	                             : NULL;
}

/* NOT VALID at its end: no row is looked at. */
static bool
is_not_valid(const char *statement)
{
	static const char ending[] = " not valid";
	size_t length = strlen(statement);

	return length >= sizeof ending - 1 &&
	       strcasecmp(statement + length - (sizeof ending - 1), ending) == 0;
}

struct step_lock
step_lock_of(const char *statement, struct text_arena *texts)
{
	struct script_cursor cursor = {statement, statement + strlen(statement)};
	const struct lock_rule *rule =
		find_lock_rule(&cursor, statement_rules, COUNT_OF(statement_rules));
	const char *relation = rule != NULL ? take_relation(&cursor, rule->before_name, texts) : NULL;

	if (relation == NULL)
		return (struct step_lock){.lock = TABLE_LOCK_NONE};
	if (strcmp(rule->words[0], "alter") == 0 && rule->before_name == NULL)
	{
		const struct lock_rule *action =
			find_lock_rule(&cursor, action_rules, COUNT_OF(action_rules));

		rule = action != NULL ? action : rule;
	}
	return (struct step_lock){
		.lock = rule->lock,
		.relation = relation,
		.scans = rule->scans && !is_not_valid(statement),
	};
}

struct step_lock
step_lock_of_reference(const struct fact *fact, enum change_action action, struct text_arena *texts)
{
	static const enum table_lock locks_by_action[] = {
		[CHANGE_DROP] = TABLE_LOCK_ACCESS_EXCLUSIVE,
		[CHANGE_CREATE] = TABLE_LOCK_SHARE_ROW_EXCLUSIVE,
		[CHANGE_ALTER] = TABLE_LOCK_NONE,
	};
	bool is_foreign_key =
		fact->kind == FACT_CONSTRAINT && text_is_same(fact->extra.constraint_type, "f");
	struct script_cursor cursor = {fact->definition, fact->definition + strlen(fact->definition)};
	const char *relation = is_foreign_key && locks_by_action[action] != TABLE_LOCK_NONE
	                           ? take_relation(&cursor, "references", texts)
	                           : NULL;

	if (relation == NULL)
		return (struct step_lock){.lock = TABLE_LOCK_NONE};
	return (struct step_lock){.lock = locks_by_action[action], .relation = relation};
}
