#ifndef DOMAIN_SCHEMA_STATE_H
#define DOMAIN_SCHEMA_STATE_H

/*
 * The state of a schema according to one observation, and its words. No other code judges an
 * observation.
 */

#include "domain/managed_schema.h"
#include "domain/observed_state.h"

enum schema_state
{
	SCHEMA_ABSENT,           /* no such schema */
	SCHEMA_NOT_RECORDED,     /* a schema that no run has recorded */
	SCHEMA_NEWER,            /* a newer version than this program's is recorded */
	SCHEMA_OLDER,            /* an older version, or other DDL of the same version */
	SCHEMA_OF_OTHER_DDL,     /* other DDL of a file, which has no versions */
	SCHEMA_OF_OTHER_OPTIONS, /* the same DDL, when other schemas were managed, or pruned otherwise */
	SCHEMA_MOVED,            /* it was changed after it was recorded */
	SCHEMA_PARTITION_DUE,    /* as recorded, but for a partition */
	SCHEMA_AS_RECORDED
};

enum schema_state schema_state(const struct managed_schema *schema,
                               const struct observed_state *observed);

/* One word for JSON: "absent", "as_recorded", ... */
const char *schema_state_name(enum schema_state state);

/* For people: "as recorded", "changed since it was recorded", ... */
const char *schema_state_words(enum schema_state state);

#endif
