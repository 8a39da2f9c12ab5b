#ifndef DOMAIN_FINDING_H
#define DOMAIN_FINDING_H

/*
 * One result of verify.
 *
 * source    "bundle:noetl", or NULL if it is about no schema in particular
 * object    "index noetl.ix_a", "role noetl"
 * expected  NULL if nothing was expected
 * found     what is live instead
 * hint      NULL if there is nothing to do
 *
 * Borrowed where a finding is made, owned by the list that it was appended to.
 */

#include <stdbool.h>
#include <stddef.h>

enum finding_class
{
	FINDING_BROKEN,    /* expected, and missing or different */
	FINDING_WARNING,   /* not as it should be, although nothing expected is broken */
	FINDING_UNMANAGED, /* live, but managed by no source */
	FINDING_NOTE
};

struct finding
{
	enum finding_class class;
	const char *source;
	const char *object;
	const char *expected;
	const char *found;
	const char *hint;
};

struct finding_list
{
	struct finding *items;
	size_t count;
};

/* Compares everything except the source. */
bool finding_says_the_same(const struct finding *left, const struct finding *right);

/*
 * Copies the texts; NULL stays NULL. Leaves out a finding that the list has already, word for
 * word.
 */
void finding_list_append(struct finding_list *list, const struct finding *finding);
void finding_list_free(struct finding_list *list);
#define cleanup_finding_list __attribute__((cleanup(finding_list_free)))

size_t finding_list_count(const struct finding_list *list, enum finding_class class);

/* "broken", "warning", "unmanaged", "note" */
const char *finding_class_name(enum finding_class class);

#endif
