#ifndef DOMAIN_CATALOG_STEP_LOCK_H
#define DOMAIN_CATALOG_STEP_LOCK_H

/*
 * Which lock a statement of a plan takes on the relation that it is about, and whether it reads all
 * of its rows. After the PostgreSQL manual: 13.3 "Explicit Locking", and the pages of ALTER TABLE,
 * CREATE INDEX and CREATE TRIGGER. Of statements as the planner writes them, not of any SQL.
 */

#include <stdbool.h>

#include "base/text_arena.h"
#include "domain/catalog/change_step.h"
#include "domain/catalog/fact.h"

/* Those that others may notice; the stronger, the later. */
enum table_lock
{
	TABLE_LOCK_NONE,
	TABLE_LOCK_SHARE_UPDATE_EXCLUSIVE,
	TABLE_LOCK_SHARE,
	TABLE_LOCK_SHARE_ROW_EXCLUSIVE,
	TABLE_LOCK_ACCESS_EXCLUSIVE
};

struct step_lock
{
	enum table_lock lock;
	const char *relation; /* as the statement writes it; NULL without a lock */
	bool scans;           /* reads every row while it holds the lock */
};

/* "ACCESS EXCLUSIVE"; "" for none. */
const char *table_lock_name(enum table_lock lock);

/* "readers and writers wait"; "" for none. */
const char *table_lock_effect(enum table_lock lock);

/* The relation's name goes into texts. */
struct step_lock step_lock_of(const char *statement, struct text_arena *texts);

/* The lock on the table that a foreign key refers to; none for other facts. */
struct step_lock step_lock_of_reference(const struct fact *fact, enum change_action action,
                                        struct text_arena *texts);

#endif
