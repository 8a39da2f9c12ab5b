#ifndef APP_VERIFY_TARGET_H
#define APP_VERIFY_TARGET_H

/*
 * One target held against its promises, in a session that only looks.
 */

#include "app/verify.h"

struct verify_target_work
{
	const struct application *application;
	struct session *session; /* in the target's database */
	/* In place of it where the target's owner is shut out; asked about roles and databases. */
	struct administrator_session *administrator;
	struct verify_target_report *report;
	struct finding_list *findings;
};

bool verify_target(const struct verify_target_work *work, struct failure *failure);

/*
 * For an owner that may not enter its own database: what the catalog says of roles
 * and database, in the administrator's session.
 */
bool verify_target_from_outside(const struct verify_target_work *work, struct failure *failure);

/* Adds a finding about the target; its texts are copied. */
void verify_target_add(const struct verify_target_work *work, struct finding finding);

#endif
