#ifndef DOMAIN_RECORDED_OPTIONS_H
#define DOMAIN_RECORDED_OPTIONS_H

/*
 * What the ledger has of the settings of a run: what it managed, and, where removals were postponed,
 * that it was so and what was allowed. Without them the policy is no part of it: a run that has
 * nothing to do has nothing to do under any policy.
 */

#include <stdbool.h>

enum
{
	RECORDED_OPTIONS_BYTES = 33
};

/* From what is managed (managed_schema.options) and what is allowed (domain/allowance.h; or NULL). */
void recorded_options_postponed(const char *options, const char *allowances,
                                char recorded[RECORDED_OPTIONS_BYTES]);

bool recorded_options_have_postponed(const char *recorded);

/* Whether that run managed what these options do. */
bool recorded_options_manage(const char *recorded, const char *options);

/* Whether that run postponed something, and everything else was allowed or refused as here. */
bool recorded_options_postpone_with(const char *recorded, const char *allowances);

#endif
