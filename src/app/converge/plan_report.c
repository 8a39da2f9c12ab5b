#include "app/converge/plan_report.h"

#include <stdlib.h>

#include "base/count_of.h"

static const char *const state_names[PLAN_STATE_COUNT] = {
	[PLAN_NOTHING_TO_DO] = "nothing to do",
	[PLAN_SUPERSEDED] = "superseded",
	[PLAN_PARTITIONS] = "partitions",
	[PLAN_CREATE] = "create",
	[PLAN_CHANGE] = "change",
};

static const struct
{
	enum plan_remainder bit;
	const char *words;
} remainders[] = {
	{PLAN_HAS_BLOCKS, "DO blocks of the DDL run first and again afterwards; they may do a part of "
                      "these changes, or others"},
	{PLAN_HAS_DATA, "data statements of the DDL run afterwards"},
	{PLAN_HAS_ALTERNATIVES, "for a step with several statements, only execution shows which one "
                            "the server takes"},
	{PLAN_HAS_UNMADE, "the DDL has objects that no statement of a plan makes"},
	{PLAN_HIDES_SECRETS, "options that may hold secrets are not shown"},
};

static const char *const row_work_names[ROW_WORK_COUNT] = {
	[ROWS_LEFT_ALONE] = NULL,
	[ROWS_READ] = "read",
	[ROWS_WRITTEN_ANEW] = "written anew",
};

void
plan_report_clear(struct plan_report *report)
{
	free(report->steps);
	free(report->outside);
	name_list_free(&report->postponed);
	text_arena_free(&report->texts);
	*report = (struct plan_report){.schema = report->schema};
}

const char *
plan_state_name(enum plan_state state)
{
	return state_names[state];
}

const char *
row_work_name(enum row_work work)
{
	return row_work_names[work];
}

bool
plan_report_has_work(const struct plan_report *report)
{
	return report->state == PLAN_PARTITIONS || report->state == PLAN_CREATE ||
	       report->state == PLAN_CHANGE;
}

bool
plan_report_is_complete(const struct plan_report *report)
{
	return report->remainder == 0 && report->state != PLAN_CREATE &&
	       report->state != PLAN_PARTITIONS;
}

const char *
plan_remainder_words(enum plan_remainder remainder)
{
	for (size_t index = 0; index < COUNT_OF(remainders); index++)
	{
		if (remainders[index].bit == remainder)
			return remainders[index].words;
	}
	return "";
}

enum plan_remainder
plan_report_next_remainder(const struct plan_report *report, enum plan_remainder after)
{
	for (size_t index = 0; index < COUNT_OF(remainders); index++)
	{
		if (remainders[index].bit > after && (report->remainder & remainders[index].bit) != 0)
			return remainders[index].bit;
	}
	return 0;
}

void
plan_report_list_free(struct plan_report_list *list)
{
	for (size_t index = 0; index < list->count; index++)
		plan_report_clear(&list->items[index]);
	free(list->items);
	managed_schema_list_free(&list->schemas);
	*list = (struct plan_report_list){.count = 0};
}
