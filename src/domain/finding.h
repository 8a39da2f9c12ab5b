#ifndef DOMAIN_FINDING_H
#define DOMAIN_FINDING_H

/*
 * What verify has to say: one sentence's worth each.
 *
 * source    "bundle:noetl", or NULL where it is about no schema in particular
 * object    "index noetl.ix_a", "role noetl"
 * promised  NULL where nothing was
 * found     what is there instead
 * hint      NULL if there is nothing to do
 *
 * Borrowed where a finding is made, owned by the list that it was appended to.
 */

#include <stdbool.h>
#include <stddef.h>

enum finding_class
{
	FINDING_BROKEN,    /* promised, and missing or different */
	FINDING_WARNING,   /* not as it ought to be, though nothing that was promised is broken */
	FINDING_UNMANAGED, /* there, and nobody's promise */
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

/* But for the source. */
bool finding_says_the_same(const struct finding *left, const struct finding *right);

/* Copies the texts; NULLs stay NULL. One that is there already, word for word, is left out. */
void finding_list_append(struct finding_list *list, const struct finding *finding);
void finding_list_free(struct finding_list *list);
#define cleanup_finding_list __attribute__((cleanup(finding_list_free)))

size_t finding_list_count(const struct finding_list *list, enum finding_class class);

/* "broken", "warning", "unmanaged", "note" */
const char *finding_class_name(enum finding_class class);

#endif
