#ifndef APP_APPLY_PLAN_H
#define APP_APPLY_PLAN_H

/* What apply would do, for every schema of a selection. */

#include "app/converge/plan_report.h"
#include "app/selection.h"

/* reports  written on success; the caller frees them. Nothing is changed. */
bool plan_schemas(const struct application *application, const struct selection *selection,
                  struct plan_report_list *reports, struct failure *failure);

/* FAILURE_DRIFT if there is something to do. */
bool plan_judge(const struct plan_report_list *reports, struct failure *failure);

#endif
