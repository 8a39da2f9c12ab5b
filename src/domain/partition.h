#ifndef DOMAIN_PARTITION_H
#define DOMAIN_PARTITION_H

/*
 * Partitions by time: their bounds and their names.
 *
 * Bounds are UTC whatever the session's time zone is, so that every run on every machine makes
 * the same ones. A week starts on Monday, as in date_trunc('week') (PostgreSQL manual, "Date/Time
 * Functions").
 *
 * The name is the table's, cut to PARTITION_TABLE_BYTES at the end of a character, then "_p",
 * then the first day as YYYYMMDD: event_p20261101. Names of one table therefore sort by time, and
 * fit PostgreSQL's 63 bytes.
 *
 * Times are Unix milliseconds.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "domain/managed_schema.h"

enum
{
	PARTITION_NAME_BYTES = 63 + 1, /* NAMEDATALEN of every stock server */
	PARTITION_SUFFIX_BYTES = sizeof("_p20261101") - 1,
	PARTITION_TABLE_BYTES = 63 - PARTITION_SUFFIX_BYTES
};

/* From lower_ms up to, but not including, upper_ms. */
struct partition_range
{
	int64_t lower_ms;
	int64_t upper_ms;
};

/* The interval that contains a moment. */
struct partition_range partition_range_at(enum partition_interval interval, int64_t at_ms);

/* The interval that is step_count steps later, or earlier if negative. */
struct partition_range partition_range_step(enum partition_interval interval,
                                            struct partition_range range, int step_count);

/* Writes the name of the partition that begins at lower_ms. */
void partition_name(const char *table, int64_t lower_ms, char name[PARTITION_NAME_BYTES]);

/* True if partition_name() could have made this name for the table. */
bool partition_name_is_ours(const char *table, const char *name);

/*
 * The rules of a schema as JSON, which is all that the first query of a run needs:
 * [{"prefix":"event_p","unit":"month","step":"1 month","ahead":3,"retain":null}]. With the
 * server's clock they give the names of the partitions that must exist.
 */
void partition_rules_json(const struct managed_schema *schema, struct text *json);

/* "2026-11-01" for a bound on a day; fixed words for the unbounded ends. */
enum
{
	PARTITION_BOUND_BYTES = 32
};
void partition_bound_text(int64_t bound_ms, char text[PARTITION_BOUND_BYTES]);

/* "day", "week", ...: the words of date_trunc. */
const char *partition_interval_name(enum partition_interval interval);

#endif
