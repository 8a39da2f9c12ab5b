#ifndef APP_VERIFY_VERIFY_WORK_H
#define APP_VERIFY_VERIFY_WORK_H

/* What the parts of verify share during one schema: the session, and the list of findings. */

#include "app/application.h"
#include "app/verify/verify_schema_report.h"
#include "domain/finding.h"

struct verify_work
{
	const struct application *application;
	struct session *session; /* in the schema's database */
	/* Used instead if the schema's owner may not enter; reads roles and databases. */
	struct administrator_session *administrator;
	struct verify_schema_report *report;
	struct finding_list *findings;
};

/* Adds a finding about the schema; its texts are copied. */
void verify_work_add(const struct verify_work *work, struct finding finding);

#endif
