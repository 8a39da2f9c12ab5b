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

#include "base/text_arena.h"
#include "domain/catalog/object_kind.h"

/* All texts belong to the list that it is in. */
struct definition
{
	enum object_kind kind;
	const char *kind_name; /* "table", "column", ...; also of KIND_OTHER */
	const char *identity;  /* "noetl.event_log.timestamp" */
	const char *hash;      /* 32 hex digits */
	const char *text;      /* what the hash is over, for people; NULL where it is not known */
};

/* A definition as a server or a ledger words it; borrowed. */
struct definition_words
{
	const char *kind;
	const char *identity;
	const char *hash;
	const char *text; /* NULL where it is not known */
};

/* Sorted by kind, then identity, in byte order; no two alike. */
struct definition_list
{
	struct definition *items;
	size_t count;
	struct text_arena texts;
};

/* All that a run answers for: what its scripts make, and what provisioning makes. */
struct definitions
{
	struct definition_list access;  /* role, database, extensions: object_kind_is_access() */
	struct definition_list objects; /* the schema and what is in it */
};

void definitions_free(struct definitions *definitions);
#define cleanup_definitions __attribute__((cleanup(definitions_free)))

/* Copies the texts, into the list that the kind belongs to. */
void definitions_append(struct definitions *definitions, const struct definition_words *words);

/* After all were appended. */
void definitions_sort(struct definitions *definitions);

size_t definitions_count(const struct definitions *definitions);

/*
 * Those of both lists in the order of one: borrowed pointers in an array that the caller frees;
 * NULL if there are none.
 */
const struct definition **definitions_in_order(const struct definitions *definitions);

/* Whether the object is among sorted ones, whatever its hash. */
bool definitions_have(const struct definitions *definitions, const struct definition *object);

/* Whether it is a definition of this object. kind is not KIND_OTHER. */
bool definition_is_of(const struct definition *definition, enum object_kind kind,
                      const char *identity);

/*
 * Takes over what the other list has, unless it says the same; then the other list is empty.
 * True if it did. Both lists are sorted.
 */
bool definition_list_adopt(struct definition_list *list, struct definition_list *other);

enum definition_difference_class
{
	DEFINITION_MISSING,  /* expected, not there */
	DEFINITION_CHANGED,  /* there, with another definition */
	DEFINITION_UNMANAGED /* there, not expected */
};

struct definition_difference
{
	enum definition_difference_class class;
	const struct definition *object; /* borrowed from one of the two sides */
};

/* Sorted like the definitions, access and objects together. */
struct definition_difference_list
{
	struct definition_difference *items;
	size_t count;
};

void definition_difference_list_free(struct definition_difference_list *list);
#define cleanup_definition_difference_list __attribute__((cleanup(definition_difference_list_free)))

/* Compares two sorted sides, which must outlive the result. */
void definitions_compare(const struct definitions *expected, const struct definitions *live,
                         struct definition_difference_list *differences);

/* Number of differences that are missing or changed. */
size_t definition_difference_broken_count(const struct definition_difference_list *differences);

#endif
