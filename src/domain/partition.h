#ifndef DOMAIN_PARTITION_H
#define DOMAIN_PARTITION_H

/*
 * Partitions by time: their bounds and their names.
 *
 * Bounds are UTC whatever the session's time zone is, so that every run, on
 * every machine, makes the same ones. A week starts on Monday, as
 * date_trunc('week') has it (PostgreSQL manual, "Date/Time Functions").
 *
 * The name is the table's, cut to PARTITION_TABLE_BYTES at the end of a
 * character, then "_p", then the first day as YYYYMMDD: event_p20261101. Names
 * of one table therefore sort by time, and fit PostgreSQL's 63 bytes.
 *
 * Times are Unix milliseconds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/bundle.h"

enum
{
	PARTITION_NAME_BYTES = 63 + 1,             /* NAMEDATALEN of every stock server */
	PARTITION_SUFFIX_BYTES = sizeof("_p20261101") - 1,
	PARTITION_TABLE_BYTES = 63 - PARTITION_SUFFIX_BYTES
};

/* From lower_ms up to, but not including, upper_ms. */
struct partition_range
{
	int64_t lower_ms;
	int64_t upper_ms;
};

/* The interval that a moment lies in. */
struct partition_range partition_range_at(enum partition_interval interval, int64_t at_ms);

/* The interval that many steps later; earlier when negative. */
struct partition_range partition_range_step(enum partition_interval interval,
                                            struct partition_range range, int step_count);

/* Writes the name of the partition that begins at lower_ms. */
void partition_name(const char *table, int64_t lower_ms, char name[PARTITION_NAME_BYTES]);

/* Whether a name is one that partition_name() gives for this table. */
bool partition_name_is_ours(const char *table, const char *name);

/*
 * What a run looks for in its first query, without opening a relation: whether
 * a relation of each due name is there. The client's clock serves for this
 * look; what is then made goes by the server's clock alone.
 *
 * The count is that of the current interval and of those made ahead.
 */
size_t partition_due_count(const struct bundle_partition *rule);
void partition_due_name(const struct bundle_partition *rule, int64_t now_ms, size_t index,
                        char name[PARTITION_NAME_BYTES]);

/*
 * The first name that retention keeps; a partition of this table with a smaller
 * name (in byte order) has expired. False when nothing ever expires.
 */
bool partition_first_kept_name(const struct bundle_partition *rule, int64_t now_ms,
                               char name[PARTITION_NAME_BYTES]);

/* "2026-11-01" for a bound on a day; static words for the unbounded ends. */
enum
{
	PARTITION_BOUND_BYTES = 32
};
void partition_bound_text(int64_t bound_ms, char text[PARTITION_BOUND_BYTES]);

/* "day", "week", ...: also what date_trunc takes. */
const char *partition_interval_name(enum partition_interval interval);

#endif
