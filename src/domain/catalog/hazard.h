#ifndef DOMAIN_CATALOG_HAZARD_H
#define DOMAIN_CATALOG_HAZARD_H

/*
 * What a step of a plan may cost, and why. The rules are here and nowhere else; whether a run may
 * take a step in spite of its hazard is for others to decide.
 */

#include <stdbool.h>

#include "base/text_arena.h"
#include "domain/catalog/fact.h"

/* The worse, the later. */
enum hazard
{
	HAZARD_NONE,
	HAZARD_REWRITE,    /* the table is written anew under ACCESS EXCLUSIVE */
	HAZARD_REVOKE,     /* a role loses a privilege that it has */
	HAZARD_DESTRUCTIVE /* something is lost that no statement brings back, or a reader breaks */
};

/* A word of what programs read. */
const char *hazard_name(enum hazard hazard);

struct hazard_verdict
{
	enum hazard hazard;
	const char *reason; /* a few words; NULL where there is no hazard */
};

/*
 * Of dropping a live object. The reason is in texts.
 *
 * desired  what is made in its place; NULL: nothing
 */
struct hazard_verdict hazard_of_drop(const struct fact *live, const struct fact *desired,
                                     struct text_arena *texts);

/* Of giving a column's rows another type; types as the server writes them, with their collation. */
struct hazard_verdict hazard_of_retype(const char *live_type, const char *desired_type,
                                       struct text_arena *texts);

/* Of putting one type in the place of another: labels or attributes that are not in the desired one. */
struct hazard_verdict hazard_of_lost_parts(const struct fact *live, const struct fact *desired);

#endif
