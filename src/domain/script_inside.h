#ifndef DOMAIN_SCRIPT_INSIDE_H
#define DOMAIN_SCRIPT_INSIDE_H

/*
 * What a script makes, for a transaction that is rolled back: a shadow has no one to keep
 * waiting, so what is built or dropped CONCURRENTLY is built or dropped at once there.
 */

#include "domain/script.h"

/*
 * A copy of a scanned script in which nothing is outside a transaction: the word CONCURRENTLY is
 * blanked in CREATE INDEX, DROP INDEX and DETACH PARTITION; a
 * definition that a marker alone has put outside is run; what else cannot run in a
 * transaction block (VACUUM, REINDEX, ...) is left out, as it defines nothing in a schema. Places
 * in the text stay what they are. The caller frees the copy.
 */
struct script script_inside(const struct script *script);

#endif
