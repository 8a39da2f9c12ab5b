#ifndef DOMAIN_PARTITION_PLAN_H
#define DOMAIN_PARTITION_PLAN_H

/*
 * Which partitions of one table to make, and which have expired.
 *
 * Made: the current interval, the ones ahead, and earlier ones whose rows are in the default
 * partition, unless retention has expired them. An interval that other partitions already hold is
 * left as it is. One that they hold in part cannot be made, which .overlap says.
 *
 * Expired: only partitions with the names and bounds of this program, wholly before what
 * retention keeps, and only if the rule has an expiry.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/managed_schema.h"
#include "domain/partition.h"

enum
{
	/* Old rows in the default partition must not create a thousand tables in one run. */
	PARTITION_PLAN_EARLIER_COUNT = 100
};

/* A partition that the table has. */
struct live_partition
{
	char *name;                   /* unquoted, without the schema */
	char *identity;               /* qualified and quoted by the server */
	struct partition_range range; /* INT64_MIN, INT64_MAX: unbounded */
};

/* A table and its partitions, as the server shows them at one moment. */
struct partitioned_table
{
	int64_t now_ms;          /* the server's clock */
	char *identity;          /* qualified and quoted; NULL: no such table */
	char *key_column;        /* the only column of its key, of a date type; NULL: no such key */
	char *default_partition; /* qualified and quoted, or NULL */
	struct live_partition *partitions;
	size_t partition_count;
	/* Starts of past intervals whose rows are in the default partition, ascending. */
	int64_t *waiting_lower_ms;
	size_t waiting_count;
};

void partitioned_table_free(struct partitioned_table *table); /* what it points to */
#define cleanup_partitioned_table __attribute__((cleanup(partitioned_table_free)))

void partitioned_table_add(struct partitioned_table *table, const char *name, const char *identity,
                           struct partition_range range);
void partitioned_table_add_waiting(struct partitioned_table *table, int64_t lower_ms);

struct partition_step
{
	char name[PARTITION_NAME_BYTES];
	struct partition_range range;
	const struct live_partition *expired; /* NULL: to be made; else borrowed from the table */
};

struct partition_plan
{
	struct partition_step *steps; /* partitions to make come first, each part is sorted by time */
	size_t count;
	size_t make_count;
	size_t covered_count; /* due intervals that partitions of other names or bounds hold */
	size_t put_off_count; /* earlier intervals left to the next run */
	char *overlap;        /* NULL, or one sentence about the first interval that cannot be made */
};

void partition_plan_free(struct partition_plan *plan); /* what it points to */
#define cleanup_partition_plan __attribute__((cleanup(partition_plan_free)))

/* The table must outlive the plan. */
void partition_plan_make(const struct bundle_partition *rule, const struct partitioned_table *table,
                         struct partition_plan *plan);

#endif
