#include "domain/catalog/fact_access.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "domain/catalog/statement_text.h"
#include "domain/name_list.h"

static int
compare_privileges(const void *left, const void *right)
{
	const struct fact_privilege *one = left;
	const struct fact_privilege *other = right;
	int by_grantee = strcmp(one->grantee, other->grantee);
	int by_privilege = by_grantee != 0 ? by_grantee : strcmp(one->privilege, other->privilege);

	return by_privilege != 0 ? by_privilege : (int)one->is_grantable - (int)other->is_grantable;
}

/* A copy, which the caller frees. */
static struct fact_privilege *
sorted_privileges(const struct fact_privilege_list *list)
{
	struct fact_privilege *items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		*ARRAY_ADD(items, count) = list->items[i];
	if (count > 1)
		qsort(items, count, sizeof *items, compare_privileges);
	return items;
}

bool
fact_privileges_are_same(const struct fact_privilege_list *left,
                         const struct fact_privilege_list *right)
{
	if (left->count != right->count)
		return false;

	cleanup_memory struct fact_privilege *ones = sorted_privileges(left);
	cleanup_memory struct fact_privilege *others = sorted_privileges(right);

	for (size_t i = 0; i < left->count; i++)
	{
		if (compare_privileges(&ones[i], &others[i]) != 0)
			return false;
	}
	return true;
}

bool
fact_privileges_contain(const struct fact_privilege_list *list,
                        const struct fact_privilege *privilege)
{
	for (size_t i = 0; i < list->count; i++)
	{
		if (compare_privileges(&list->items[i], privilege) == 0)
			return true;
	}
	return false;
}

/* The next privilege of that grantee, from a place on; NULL behind the last. */
static const struct fact_privilege *
next_privilege_of(const struct fact_privilege_list *list, const char *grantee, size_t *place)
{
	for (; *place < list->count; (*place)++)
	{
		if (strcmp(list->items[*place].grantee, grantee) == 0)
			return &list->items[(*place)++];
	}
	return NULL;
}

static bool
grantee_keeps_all(const struct fact_privilege_list *live, const struct fact_privilege_list *desired,
                  const char *grantee)
{
	size_t live_place = 0;
	size_t desired_place = 0;

	for (;;)
	{
		const struct fact_privilege *one = next_privilege_of(live, grantee, &live_place);
		const struct fact_privilege *other = next_privilege_of(desired, grantee, &desired_place);

		if (one == NULL || other == NULL)
			return one == other;
		if (compare_privileges(one, other) != 0)
			return false;
	}
}

static bool
list_grants(const struct fact_privilege_list *list, const struct fact_privilege *privilege)
{
	for (size_t i = 0; i < list->count; i++)
	{
		const struct fact_privilege *other = &list->items[i];

		if (strcmp(other->grantee, privilege->grantee) == 0 &&
		    strcmp(other->privilege, privilege->privilege) == 0 &&
		    other->is_grantable >= privilege->is_grantable)
			return true;
	}
	return false;
}

static bool
grantee_loses(const struct fact_privilege_list *live, const struct fact_privilege_list *desired,
              const char *grantee)
{
	for (size_t i = 0; i < live->count; i++)
	{
		if (strcmp(live->items[i].grantee, grantee) == 0 && !list_grants(desired, &live->items[i]))
			return true;
	}
	return false;
}

/* What every statement of one change says. */
struct access_words
{
	const char *prefix;
	const char *column; /* " (c)", or empty */
	const char *on;
	const char *kept; /* a grantee who is left alone; NULL */
};

static bool
keeps_privileges(const struct access_words *words, const char *grantee)
{
	return words->kept != NULL && strcmp(words->kept, grantee) == 0;
}

static void
revoke_all(const struct access_words *words, const struct fact_privilege_list *live,
           const struct fact_privilege_list *desired, struct change_steps *steps)
{
	cleanup_name_list struct name_list done = {0};

	for (size_t i = 0; i < live->count; i++)
	{
		const char *grantee = live->items[i].grantee;

		if (keeps_privileges(words, grantee) || name_list_contains(&done, grantee))
			continue;
		name_list_append(&done, grantee);

		bool is_of_defaults = words->prefix[0] != '\0';
		struct change_step *step = change_steps_format(steps, "%srevoke all%s on %s from %s%s",
		                                               words->prefix, words->column, words->on,
		                                               grantee, is_of_defaults ? "" : " cascade");

		/* Default privileges are of objects that are still to be made: no role has them yet. */
		if (!is_of_defaults && grantee_loses(live, desired, grantee))
			change_step_judge(step,
			                  (struct hazard_verdict){HAZARD_REVOKE, "takes a privilege away"});
	}
}

/* From first on: how many stand together in one GRANT. */
static size_t
count_together(const struct fact_privilege_list *list, size_t first)
{
	size_t count = 1;

	while (first + count < list->count &&
	       strcmp(list->items[first + count].grantee, list->items[first].grantee) == 0 &&
	       list->items[first + count].is_grantable == list->items[first].is_grantable)
		count++;
	return count;
}

static void
grant_together(const struct access_words *words, const struct fact_privilege *items, size_t count,
               struct change_steps *steps)
{
	cleanup_text struct text names = TEXT_EMPTY;

	for (size_t i = 0; i < count; i++)
	{
		statement_append_separator(&names, 0);
		text_append_format(&names, "%s%s", items[i].privilege, words->column);
	}
	(void)change_steps_format(steps, "%sgrant %s on %s to %s%s", words->prefix, text_bytes(&names),
	                          words->on, items[0].grantee,
	                          items[0].is_grantable ? " with grant option" : "");
}

void
fact_access_change(const struct fact_access *on, struct fact_access_side live,
                   const struct fact_privilege_list *desired, struct change_steps *steps)
{
	if (fact_privileges_are_same(live.privileges, desired))
		return;

	const char *prefix = on->prefix != NULL ? on->prefix : "";
	const struct access_words words = {
		.prefix = prefix,
		.column = on->column != NULL ? statement_format(steps->texts, " (%s)", on->column) : "",
		.on = on->on,
		.kept = prefix[0] == '\0' && live.owner != NULL &&
	                    grantee_keeps_all(live.privileges, desired, live.owner)
	                ? live.owner
	                : NULL,
	};

	revoke_all(&words, live.privileges, desired, steps);
	for (size_t first = 0; first < desired->count;)
	{
		size_t count = count_together(desired, first);

		if (!keeps_privileges(&words, desired->items[first].grantee))
			grant_together(&words, &desired->items[first], count, steps);
		first += count;
	}
}
