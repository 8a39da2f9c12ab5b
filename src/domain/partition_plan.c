#include "domain/partition_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/memory.h"

/* How much of an interval the live partitions hold. */
enum holding
{
	HOLDING_NONE,
	HOLDING_WHOLE,
	HOLDING_PART
};

void
partitioned_table_free(struct partitioned_table *table)
{
	for (size_t i = 0; i < table->partition_count; i++)
	{
		free(table->partitions[i].name);
		free(table->partitions[i].identity);
	}
	free(table->partitions);
	free(table->waiting_lower_ms);
	free(table->identity);
	free(table->key_column);
	free(table->default_partition);
	*table = (struct partitioned_table){0};
}

void
partitioned_table_add(struct partitioned_table *table, const char *name, const char *identity,
                      struct partition_range range)
{
	*ARRAY_ADD(table->partitions, table->partition_count) = (struct live_partition){
		.name = memory_copy_text(name), .identity = memory_copy_text(identity), .range = range};
}

void
partitioned_table_add_waiting(struct partitioned_table *table, int64_t lower_ms)
{
	*ARRAY_ADD(table->waiting_lower_ms, table->waiting_count) = lower_ms;
}

void
partition_plan_free(struct partition_plan *plan)
{
	free(plan->steps);
	free(plan->overlap);
	*plan = (struct partition_plan){0};
}

static void
add_step(struct partition_plan *plan, const struct partition_step *step)
{
	*ARRAY_ADD(plan->steps, plan->count) = *step;
}

static int64_t
least(int64_t left, int64_t right)
{
	return left < right ? left : right;
}

static int64_t
greatest(int64_t left, int64_t right)
{
	return left > right ? left : right;
}

/* Partitions of one table never overlap, so the parts of an interval that they hold add up. */
static enum holding
holding_of(const struct partitioned_table *table, struct partition_range range,
           const struct live_partition **holder)
{
	int64_t held_ms = 0;

	for (size_t i = 0; i < table->partition_count; i++)
	{
		int64_t lower_ms = greatest(table->partitions[i].range.lower_ms, range.lower_ms);
		int64_t upper_ms = least(table->partitions[i].range.upper_ms, range.upper_ms);

		if (lower_ms >= upper_ms)
			continue;
		held_ms += upper_ms - lower_ms;
		*holder = &table->partitions[i];
	}
	if (held_ms == 0)
		return HOLDING_NONE;
	return held_ms == range.upper_ms - range.lower_ms ? HOLDING_WHOLE : HOLDING_PART;
}

static bool
ranges_are_equal(struct partition_range left, struct partition_range right)
{
	return left.lower_ms == right.lower_ms && left.upper_ms == right.upper_ms;
}

static char *
overlap_sentence(const struct partition_step *step, const struct live_partition *holder)
{
	char from[PARTITION_BOUND_BYTES];
	char to[PARTITION_BOUND_BYTES];
	char holder_from[PARTITION_BOUND_BYTES];
	char holder_to[PARTITION_BOUND_BYTES];

	partition_bound_text(step->range.lower_ms, from);
	partition_bound_text(step->range.upper_ms, to);
	partition_bound_text(holder->range.lower_ms, holder_from);
	partition_bound_text(holder->range.upper_ms, holder_to);
	return memory_format("%s from %s to %s would overlap %s, which holds %s to %s", step->name,
	                     from, to, holder->identity, holder_from, holder_to);
}

/* Adds the interval to the plan unless live partitions hold it. */
static void
consider_interval(const struct bundle_partition *rule, const struct partitioned_table *table,
                  struct partition_range range, struct partition_plan *plan)
{
	struct partition_step step = {.range = range};
	const struct live_partition *holder = NULL;

	partition_name(rule->table, range.lower_ms, step.name);
	switch (holding_of(table, range, &holder))
	{
		case HOLDING_NONE:
			add_step(plan, &step);
			break;
		case HOLDING_WHOLE:
			if (!ranges_are_equal(holder->range, range) || strcmp(holder->name, step.name) != 0)
				plan->covered_count++;
			break;
		case HOLDING_PART:
			if (plan->overlap == NULL)
				plan->overlap = overlap_sentence(&step, holder);
			break;
	}
}

static int
order_of_times(const void *left, const void *right)
{
	int64_t left_ms = *(const int64_t *)left;
	int64_t right_ms = *(const int64_t *)right;

	return (left_ms > right_ms) - (left_ms < right_ms);
}

/*
 * The default partition holds rows of past intervals if no partitions were made for a while. The
 * newest intervals come first, because they are queried most.
 */
static void
consider_waiting(const struct bundle_partition *rule, const struct partitioned_table *table,
                 struct partition_range current, struct partition_plan *plan)
{
	struct partition_range first_kept =
		partition_range_step(rule->interval, current, -rule->retain_count);
	bool rows_expire = rule->expiry != PARTITION_EXPIRY_NEVER;
	const int64_t *lowers_ms = table->waiting_lower_ms;
	size_t considered_count = 0;

	for (size_t i = table->waiting_count; i-- > 0;)
	{
		if (lowers_ms[i] >= current.lower_ms || (rows_expire && lowers_ms[i] < first_kept.lower_ms))
			continue;
		if (considered_count++ < PARTITION_PLAN_EARLIER_COUNT)
			consider_interval(rule, table, partition_range_at(rule->interval, lowers_ms[i]), plan);
		else
			plan->put_off_count++;
	}
}

static int
order_of_steps(const void *left, const void *right)
{
	return order_of_times(&((const struct partition_step *)left)->range.lower_ms,
	                      &((const struct partition_step *)right)->range.lower_ms);
}

static void
consider_expiry(const struct bundle_partition *rule, const struct partitioned_table *table,
                struct partition_range current, struct partition_plan *plan)
{
	struct partition_range first_kept =
		partition_range_step(rule->interval, current, -rule->retain_count);

	for (size_t i = 0; i < table->partition_count; i++)
	{
		const struct live_partition *partition = &table->partitions[i];
		struct partition_step step = {.range = partition->range, .expired = partition};

		if (partition->range.lower_ms == INT64_MIN ||
		    partition->range.upper_ms > first_kept.lower_ms)
			continue;
		partition_name(rule->table, partition->range.lower_ms, step.name);
		if (strcmp(partition->name, step.name) == 0 &&
		    ranges_are_equal(partition->range,
		                     partition_range_at(rule->interval, partition->range.lower_ms)))
			add_step(plan, &step);
	}
}

void
partition_plan_make(const struct bundle_partition *rule, const struct partitioned_table *table,
                    struct partition_plan *plan)
{
	struct partition_range current = partition_range_at(rule->interval, table->now_ms);
	struct partition_plan made = {0};

	consider_waiting(rule, table, current, &made);
	for (int i = 0; i <= rule->ahead_count; i++)
		consider_interval(rule, table, partition_range_step(rule->interval, current, i), &made);
	made.make_count = made.count;
	if (rule->expiry != PARTITION_EXPIRY_NEVER)
		consider_expiry(rule, table, current, &made);
	if (made.make_count > 1)
		qsort(made.steps, made.make_count, sizeof(struct partition_step), order_of_steps);
	if (made.count - made.make_count > 1)
		qsort(made.steps + made.make_count, made.count - made.make_count,
		      sizeof(struct partition_step), order_of_steps);
	*plan = made;
}
