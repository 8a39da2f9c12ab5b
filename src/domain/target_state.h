#ifndef DOMAIN_TARGET_STATE_H
#define DOMAIN_TARGET_STATE_H

/*
 * How a target stands, in words, as one look sees it.
 */

#include "domain/bundle.h"
#include "domain/decision.h"

enum target_state
{
	TARGET_ABSENT,        /* no such schema */
	TARGET_NOT_RECORDED,  /* a schema that no run has recorded */
	TARGET_NEWER,         /* a newer version than this program's is recorded */
	TARGET_OLDER,         /* an older version, or other DDL of the same version */
	TARGET_MOVED,         /* somebody changed it since it was recorded */
	TARGET_PARTITION_DUE, /* as recorded, but for a partition */
	TARGET_AS_RECORDED
};

enum target_state target_state(const struct target *target, const struct look *look);

/* One word for JSON: "absent", "as_recorded", ... */
const char *target_state_name(enum target_state state);

/* For people: "as recorded", "changed since it was recorded", ... */
const char *target_state_words(enum target_state state);

#endif
