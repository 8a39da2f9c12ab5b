#ifndef PLAN_OUTPUT_H
#define PLAN_OUTPUT_H

/* The three forms of a plan (docs/plan.md). Each appends a whole document. */

#include "app/converge/plan_report.h"
#include "base/text.h"

void plan_output_append_text(struct text *text, const struct plan_report_list *reports,
                             bool shows_color);
void plan_output_append_sql(struct text *text, const struct plan_report_list *reports);
void plan_output_append_json(struct text *json, const struct plan_report_list *reports);

/* "3 changes", "the schema is not there or empty: apply creates it with 12 statements", ... */
void plan_output_append_state(struct text *text, const struct plan_report *report);

/* "drop column shop.a.b: drops the column; loses 3 rows, 8 kB; refused without --allow ..." */
void plan_output_append_step(struct text *text, const struct planned_step *step);

/* "locks shop.a: ACCESS EXCLUSIVE, readers and writers wait while ..."; nothing without a lock. */
void plan_output_append_lock(struct text *text, const struct planned_step *step);

/* "and shop.b: SHARE ROW EXCLUSIVE, writers wait"; nothing where no foreign key refers to one. */
void plan_output_append_referenced(struct text *text, const struct planned_step *step);

/* "refers to shop.b, which is not managed: SHARE ROW EXCLUSIVE, writers wait while ..." */
void plan_output_append_outside(struct text *text, const char *table);

/* "7 changes: 5 safe, 1 rewrites 2.1 GB, 1 loses 14,230 rows" */
void plan_output_append_total(struct text *text, const struct plan_report_list *reports);

/* A line that names what stays for now, behind that prefix; nothing if there is none. */
void plan_output_append_postponed(struct text *text, const struct plan_report *report,
                                  const char *prefix);

#endif
