#ifndef DOMAIN_DEFINITION_H
#define DOMAIN_DEFINITION_H

/*
 * What an object of the catalog is, as far as a later run must notice.
 *
 * identity is qualified and quoted by the server; hash is over everything that
 * defines the object: deparsed text, attributes, owner, privileges, comment.
 */

#include <stdbool.h>
#include <stddef.h>

struct definition
{
	char *kind;     /* "table", "column", "index", ... */
	char *identity; /* "noetl.event_log.timestamp" */
	char *hash;     /* 32 hex digits */
	char *text;     /* what the hash is over, for people; NULL where it is not known */
};

/* Sorted by kind, then identity, in byte order; no two alike. */
struct definition_list
{
	struct definition *items;
	size_t count;
};

void definition_list_free(struct definition_list *list);
#define cleanup_definition_list __attribute__((cleanup(definition_list_free)))

/* Copies its texts. */
void definition_list_append(struct definition_list *list, const struct definition *definition);
void definition_list_sort(struct definition_list *list);

/*
 * Puts the other list's definitions of these kinds (NULL ends them) in place of this
 * one's. True if that made a difference. Both lists are sorted, before and after.
 */
bool definition_list_adopt(struct definition_list *list, const struct definition_list *other,
                           const char *const *kinds);

/* Whether a sorted list has the object, whatever its hash. */
bool definition_list_has(const struct definition_list *list, const struct definition *object);

enum definition_difference_class
{
	DEFINITION_MISSING,  /* promised, not there */
	DEFINITION_CHANGED,  /* there, with another definition */
	DEFINITION_UNMANAGED /* there, not promised */
};

struct definition_difference
{
	enum definition_difference_class class;
	const struct definition *object; /* borrowed from one of the two lists */
};

struct definition_difference_list
{
	struct definition_difference *items;
	size_t count;
};

void definition_difference_list_free(struct definition_difference_list *list);
#define cleanup_definition_difference_list __attribute__((cleanup(definition_difference_list_free)))

/* Compares two sorted lists; the lists must outlive the result. */
void definition_compare(const struct definition_list *expected, const struct definition_list *live,
                        struct definition_difference_list *differences);

/* Number of differences that break a promise (missing or changed). */
size_t definition_difference_broken_count(const struct definition_difference_list *differences);

#endif
