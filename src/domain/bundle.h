#ifndef DOMAIN_BUNDLE_H
#define DOMAIN_BUNDLE_H

/*
 * What a bundle says of its schemas besides their DDL: columns that it requires, extensions,
 * partitions.
 *
 * An adapter reads it from ddl/<name>/bundle.yaml and owns all texts.
 */

#include <stdbool.h>

struct column_requirement
{
	char *column; /* "event_log.timestamp" */
	bool not_null;
	bool has_default;
};

struct bundle_extension
{
	char *name;
	bool is_required;
};

enum partition_interval
{
	PARTITION_DAY,
	PARTITION_WEEK,
	PARTITION_MONTH,
	PARTITION_QUARTER,
	PARTITION_YEAR
};

enum partition_expiry
{
	PARTITION_EXPIRY_NEVER,
	PARTITION_EXPIRY_DETACH,
	PARTITION_EXPIRY_DROP
};

struct bundle_partition
{
	char *part; /* of the bundle: the schema's entry */
	char *table;
	char *column;
	enum partition_interval interval;
	int ahead_count;
	int retain_count; /* intervals; only with an expiry */
	enum partition_expiry expiry;
};

#endif
