#ifndef APP_CONVERGE_PLAN_REPORT_H
#define APP_CONVERGE_PLAN_REPORT_H

/* What apply would do to one schema, told without doing it. It outlives the session. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text_arena.h"
#include "domain/catalog/change_step.h"
#include "domain/catalog/step_lock.h"
#include "domain/destruction.h"
#include "domain/managed_schema.h"
#include "domain/name_list.h"

enum plan_state
{
	PLAN_NOTHING_TO_DO,
	PLAN_SUPERSEDED, /* a newer version is recorded: apply leaves it alone */
	PLAN_PARTITIONS, /* only partitions are due */
	PLAN_CREATE,     /* no schema, or an empty one: the DDL itself is run */
	PLAN_CHANGE,
	PLAN_STATE_COUNT
};

/* What is done to the rows of the relation while it is locked. */
enum row_work
{
	ROWS_LEFT_ALONE,
	ROWS_READ,
	ROWS_WRITTEN_ANEW,
	ROW_WORK_COUNT
};

struct planned_step
{
	const char *statements[CHANGE_ALTERNATIVES]; /* NULL behind the last; without secrets */
	enum change_action action;
	enum fact_kind kind;
	const char *object;
	const char *place; /* "shop.sql:3:5", where the DDL makes it; NULL: not known, or it does not */
	enum hazard hazard;
	const char *reason; /* or NULL */
	const char *allow;  /* the flag that would allow it; NULL: nothing has to be allowed */
	bool is_refused;    /* by the settings as they are */
	int64_t row_count;  /* that are lost; or LOSS_WITHOUT_ROWS */
	bool is_estimate;
	int64_t size_bytes;
	struct step_lock lock;       /* of a relation that is there before the run; else none */
	struct step_lock referenced; /* the same, of the table that a foreign key refers to */
	enum row_work row_work;
	struct loss work; /* with row_work: rows and bytes; neither name nor kind */
};

/* What there is besides the steps: bits. */
enum plan_remainder
{
	PLAN_HAS_BLOCKS = 1 << 0,       /* DO blocks run before the steps, and again after them */
	PLAN_HAS_DATA = 1 << 1,         /* data statements run after them */
	PLAN_HAS_ALTERNATIVES = 1 << 2, /* which one it is only execution shows */
	PLAN_HAS_UNMADE = 1 << 3,       /* objects that no statement makes */
	PLAN_HIDES_SECRETS = 1 << 4
};

enum
{
	PLAN_NAMED_COUNT = 10 /* of what is not managed */
};

struct plan_report
{
	const struct managed_schema *schema; /* borrowed */
	enum plan_state state;
	int64_t recorded_version; /* PLAN_SUPERSEDED */
	size_t statement_count;   /* of the DDL; PLAN_CREATE */
	unsigned int remainder;   /* bits of enum plan_remainder */
	bool is_replayed;         /* apply runs the DDL again, not these statements */
	struct planned_step *steps;
	size_t step_count;
	size_t unmanaged_count;                  /* objects that are left alone */
	const char *unmanaged_words;             /* says so; NULL for none */
	const char *unmanaged[PLAN_NAMED_COUNT]; /* the first of them: "table s.t" */
	const char *
		*outside; /* tables that are not managed, and that foreign keys of the DDL refer to */
	size_t outside_count;
	struct name_list postponed; /* what apply would leave for now */
	struct text_arena texts;
};

/* Leaves the schema. */
void plan_report_clear(struct plan_report *report);

/* "create", "change", ... */
const char *plan_state_name(enum plan_state state);

/* Whether apply would run anything. */
bool plan_report_has_work(const struct plan_report *report);

/* Whether the steps are all that apply would run. */
bool plan_report_is_complete(const struct plan_report *report);

/* A word of what programs read: "read", "written anew"; NULL for none. */
const char *row_work_name(enum row_work work);

/* The sentence for a bit of the remainder. */
const char *plan_remainder_words(enum plan_remainder remainder);

/* One bit after the other; 0 behind the last. Begin with 0. */
enum plan_remainder plan_report_next_remainder(const struct plan_report *report,
                                               enum plan_remainder after);

struct plan_report_list
{
	struct managed_schema_list schemas;
	struct plan_report *items; /* one for each schema */
	size_t count;
};

void plan_report_list_free(struct plan_report_list *list);
#define cleanup_plan_report_list __attribute__((cleanup(plan_report_list_free)))

#endif
