#ifndef APP_VERIFY_VERIFY_ACCESS_H
#define APP_VERIFY_VERIFY_ACCESS_H

/*
 * Roles, database, schema owner and extensions of a schema, held against what
 * the settings and the bundle want of them.
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

/* Asks about roles and database in any session, about the rest in the schema's database. */
bool verify_access_ask(const struct verify_work *work, bool is_inside, struct verify_access *access,
                       struct failure *failure);

/*
 * Turns them into findings. Broken is what the ledger has promised otherwise; the
 * rest is for a person to judge, unless everything is required.
 *
 * differences  between the ledger and what is there
 */
void verify_access_judge(const struct verify_work *work, const struct verify_access *access,
                         const struct definition_difference_list *differences,
                         bool isolation_is_required);

/* Whether something has been said about this object in words already. */
bool verify_access_tells_of(const struct verify_access *access,
                            const struct definition *definition);

#endif
