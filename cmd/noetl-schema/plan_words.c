#include <inttypes.h>

#include "base/count_of.h"
#include "base/printable.h"
#include "domain/destruction.h"
#include "domain/postponed.h"
#include "plan_output.h"

static const char *
plural(size_t count)
{
	return count == 1 ? "" : "s";
}

void
plan_output_append_state(struct text *text, const struct plan_report *report)
{
	switch (report->state)
	{
		case PLAN_NOTHING_TO_DO:
			text_append(text, "nothing to do");
			break;
		case PLAN_SUPERSEDED:
			text_append_format(text,
			                   "nothing to do: version %" PRId64
			                   " is recorded, which is newer than this program's %" PRId64,
			                   report->recorded_version, report->schema->version);
			break;
		case PLAN_PARTITIONS:
			text_append(text, "partitions are due: apply makes them");
			break;
		case PLAN_CREATE:
			text_append_format(text,
			                   "it is not there, or empty: apply creates it with %zu statement%s "
			                   "of the DDL",
			                   report->statement_count, plural(report->statement_count));
			break;
		default:
			text_append_format(text, "%zu change%s", report->step_count,
			                   plural(report->step_count));
			break;
	}
}

void
plan_output_append_step(struct text *text, const struct planned_step *step)
{
	text_append_format(text, "%s %s %s", change_action_name(step->action),
	                   fact_kind_name(step->kind), step->object);
	if (step->place != NULL)
		text_append_format(text, " (%s)", step->place);
	if (step->reason != NULL)
		text_append_format(text, ": %s", step->reason);
	if (step->row_count != LOSS_WITHOUT_ROWS)
	{
		text_append(text, "; loses ");
		loss_append_rows(text, step->row_count, step->is_estimate);
		text_append(text, ", ");
		loss_append_size(text, step->size_bytes);
	}
	if (step->allow != NULL)
		text_append_format(text, "; %s%s", step->is_refused ? "refused without " : "allowed",
		                   step->is_refused ? step->allow : "");
}

void
plan_output_append_lock(struct text *text, const struct planned_step *step)
{
	if (step->lock.lock == TABLE_LOCK_NONE)
		return;
	text_append_format(text, "locks %s: %s, %s", step->lock.relation,
	                   table_lock_name(step->lock.lock), table_lock_effect(step->lock.lock));
	if (step->row_work == ROWS_LEFT_ALONE || step->work.row_count == 0)
		return;
	text_append(text, " while ");
	loss_append_rows(text, step->work.row_count, step->work.is_estimate);
	text_append(text, " (");
	loss_append_size(text, step->work.size_bytes);
	text_append_format(text, ") %s %s", step->work.row_count == 1 ? "is" : "are",
	                   row_work_name(step->row_work));
}

void
plan_output_append_referenced(struct text *text, const struct planned_step *step)
{
	if (step->referenced.relation != NULL)
		text_append_format(text, "%s %s: %s, %s", step->lock.relation != NULL ? "and" : "locks",
		                   step->referenced.relation, table_lock_name(step->referenced.lock),
		                   table_lock_effect(step->referenced.lock));
}

void
plan_output_append_outside(struct text *text, const char *table)
{
	text_append_format(text, "refers to %s, which is not managed: %s, %s while the shadow is built",
	                   table, table_lock_name(TABLE_LOCK_SHARE_ROW_EXCLUSIVE),
	                   table_lock_effect(TABLE_LOCK_SHARE_ROW_EXCLUSIVE));
}

/* What the steps of one hazard come to. */
struct hazard_total
{
	size_t count;
	int64_t rewritten_bytes;
	int64_t row_count;
	bool is_estimate;
};

static struct hazard_total
total_of(const struct plan_report_list *reports, enum hazard hazard)
{
	struct hazard_total total = {.count = 0};

	for (size_t index = 0; index < reports->count; index++)
	{
		const struct plan_report *report = &reports->items[index];

		for (size_t place = 0; place < report->step_count; place++)
		{
			const struct planned_step *step = &report->steps[place];

			if (step->hazard != hazard)
				continue;
			total.count++;
			total.row_count += step->row_count != LOSS_WITHOUT_ROWS ? step->row_count : 0;
			total.is_estimate |= step->is_estimate;
			total.rewritten_bytes +=
				step->row_work == ROWS_WRITTEN_ANEW ? step->work.size_bytes : 0;
		}
	}
	return total;
}

static void
append_hazard_total(struct text *text, enum hazard hazard, const struct hazard_total *total)
{
	static const struct
	{
		const char *one;
		const char *many;
	} verbs[] = {
		[HAZARD_NONE] = {"safe", "safe"},
		[HAZARD_REWRITE] = {"rewrites", "rewrite"},
		[HAZARD_REVOKE] = {"revokes", "revoke"},
		[HAZARD_DESTRUCTIVE] = {"destructive", "destructive"},
	};
	bool is_one = total->count == 1;

	if (total->row_count == 0)
	{
		text_append_format(text, "%zu %s", total->count,
		                   is_one ? verbs[hazard].one : verbs[hazard].many);
		if (total->rewritten_bytes > 0)
		{
			text_append_char(text, ' ');
			loss_append_size(text, total->rewritten_bytes);
		}
		return;
	}
	text_append_format(text, "%zu %s ", total->count, is_one ? "loses" : "lose");
	loss_append_rows(text, total->row_count, total->is_estimate);
}

void
plan_output_append_total(struct text *text, const struct plan_report_list *reports)
{
	size_t count = 0;
	const char *divider = ": ";

	for (size_t index = 0; index < reports->count; index++)
		count += reports->items[index].step_count;
	text_append_format(text, "%zu change%s", count, plural(count));
	for (enum hazard hazard = HAZARD_NONE; hazard <= HAZARD_DESTRUCTIVE; hazard++)
	{
		struct hazard_total total = total_of(reports, hazard);

		if (total.count == 0)
			continue;
		text_append(text, divider);
		append_hazard_total(text, hazard, &total);
		divider = ", ";
	}
}

void
plan_output_append_postponed(struct text *text, const struct plan_report *report,
                             const char *prefix)
{
	cleanup_text struct text words = TEXT_EMPTY;

	if (report->postponed.count == 0)
		return;
	postponed_append_words(&report->postponed, &words);
	printable_append_line(text, "%s%s", prefix, text_bytes(&words));
}
