#ifndef APP_VERIFY_VERIFY_ACCESS_H
#define APP_VERIFY_VERIFY_ACCESS_H

/*
 * Compares roles, database, schema owner and extensions of a schema with what the settings and
 * the bundle desire.
 */

#include "app/verify/verify_work.h"
#include "domain/access_difference.h"
#include "domain/definition.h"

struct verify_access
{
	struct access_difference_list isolation; /* of roles and the database */
	struct access_difference_list inside;    /* of schema and extensions */
};

void verify_access_free(struct verify_access *access);
#define cleanup_verify_access __attribute__((cleanup(verify_access_free)))

/* Queries roles and database in any session, and the rest only in the schema's database. */
bool verify_access_ask(const struct verify_work *work, bool is_inside, struct verify_access *access,
                       struct failure *failure);

/*
 * Turns the differences into findings. A difference from the ledger is broken. A person has to
 * judge the others, unless isolation is required.
 *
 * differences  between the ledger and the live state
 */
void verify_access_judge(const struct verify_work *work, const struct verify_access *access,
                         const struct definition_difference_list *differences,
                         bool isolation_is_required);

/* True if a finding about this object was already added from the access differences. */
bool verify_access_tells_of(const struct verify_access *access,
                            const struct definition *definition);

#endif
