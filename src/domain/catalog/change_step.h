#ifndef DOMAIN_CATALOG_CHANGE_STEP_H
#define DOMAIN_CATALOG_CHANGE_STEP_H

/* One step of a plan, and a list of them in the making. */

#include <stdbool.h>
#include <stddef.h>

#include "base/text_arena.h"
#include "domain/catalog/hazard.h"

enum change_action
{
	CHANGE_DROP,
	CHANGE_CREATE,
	CHANGE_ALTER
};

/* "drop", "create", "alter". */
const char *change_action_name(enum change_action action);

enum
{
	CHANGE_ALTERNATIVES = 3
};

/* One statement, or several of which the first that succeeds counts, each tried under a savepoint. */
struct change_step
{
	const char *alternatives[CHANGE_ALTERNATIVES]; /* NULL behind the last */
	enum change_action action;
	enum hazard hazard;
	enum fact_kind kind; /* of what it changes */
	const char *id;
	const char *reason; /* why it is destructive, a few words: "drops the column"; NULL */
	bool
		creates_text; /* the statement is the fact's own create_sql: its definition may read back otherwise */
};

/* {.texts = ...} is empty. */
struct change_steps
{
	struct change_step *items;
	size_t count;
	struct text_arena *texts; /* of all their statements; outlives them */
};

/*
 * A step of one statement, without a hazard. The pointer is good until the next step is added.
 *
 * statement  outlives the list; or is printed into its texts
 */
struct change_step *change_steps_add(struct change_steps *steps, const char *statement);
struct change_step *change_steps_format(struct change_steps *steps, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The step that was added last becomes the first. */
void change_steps_last_to_front(struct change_steps *steps);

/* Moves all steps to the end of another list. */
void change_steps_move(struct change_steps *from, struct change_steps *to);

/* Says of the steps from a place on what they are about. */
void change_steps_describe(struct change_steps *steps, size_t first, enum change_action action,
                           const struct fact *fact);

void change_step_judge(struct change_step *step, struct hazard_verdict verdict);

void change_steps_free(struct change_steps *steps);
#define cleanup_change_steps __attribute__((cleanup(change_steps_free)))

#endif
