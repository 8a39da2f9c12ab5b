#ifndef DOMAIN_DEFINITION_H
#define DOMAIN_DEFINITION_H

/*
 * The definition of an object of the catalog, as far as a later run must notice a change.
 *
 * identity is qualified and quoted by the server. hash covers everything that defines the object:
 * deparsed text, attributes, owner, privileges, comment.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/text_arena.h"
#include "domain/catalog/object_kind.h"

/* The list that contains the definition owns all texts. */
struct definition
{
	enum object_kind kind;
	const char *kind_name; /* "table", "column", ...; also of KIND_OTHER */
	const char *identity;  /* "noetl.event_log.timestamp" */
	const char *hash;      /* 32 hex digits */
	const char *text;      /* what the hash is over, for people; NULL if unknown */
	bool is_postponed;     /* of a promise: the DDL no longer makes it, and it stays for now */
};

/* A definition as a server or a ledger words it; borrowed. */
struct definition_words
{
	const char *kind;
	const char *identity;
	const char *hash;
	const char *text; /* NULL if unknown */
	bool is_postponed;
};

/* Sorted by kind, then identity, in byte order; no duplicates. */
struct definition_list
{
	struct definition *items;
	size_t count;
	struct text_arena texts;
};

/* Everything that a run is responsible for: what its scripts and what provisioning make. */
struct definitions
{
	struct definition_list access;  /* role, database, extensions: object_kind_is_access() */
	struct definition_list objects; /* the schema and what is in it */
};

/*
 * Of an object and of what is a part of it, after the object was renamed. Routines have names of
 * their own, whatever their arguments: a table may be called the same.
 */
void definitions_rename(struct definitions *definitions, const char *from, const char *to,
                        bool is_routine);

void definitions_free(struct definitions *definitions);
#define cleanup_definitions __attribute__((cleanup(definitions_free)))

/* Copies the texts into the list that the kind belongs to. */
void definitions_append(struct definitions *definitions, const struct definition_words *words);

/* Required after the last append. */
void definitions_sort(struct definitions *definitions);

size_t definitions_count(const struct definitions *definitions);

/*
 * The definitions of both lists, merged in order: borrowed pointers in an array that the caller
 * frees; NULL if there are none.
 */
const struct definition **definitions_in_order(const struct definitions *definitions);

/* The object of that kind and identity among sorted ones, whatever its hash; NULL if it is not. */
const struct definition *definitions_find(const struct definitions *definitions,
                                          const struct definition *object);

/* Their order in lists, by kind and identity; 0 for the same object, whatever its hash. */
int definition_compare(const struct definition *left, const struct definition *right);

/* True if sorted definitions contain the object, whatever its hash. */
bool definitions_have(const struct definitions *definitions, const struct definition *object);

/* Takes out those that are postponed. Sorted lists stay sorted. */
void definitions_leave_out_postponed(struct definitions *definitions);

bool definitions_have_postponed(const struct definitions *definitions);

/* True if the definition is about this object. kind is not KIND_OTHER. */
bool definition_is_of(const struct definition *definition, enum object_kind kind,
                      const char *identity);

/*
 * Of KIND_PRIVILEGES and KIND_SCHEMA_PRIVILEGES, "s.t to reader": how long the identity is of the
 * object that they are on.
 */
size_t definition_object_bytes(const struct definition *privileges);

/*
 * Moves the content of the other list into this one unless both are equal. True if it did; the
 * other list is empty then. Both lists are sorted.
 */
bool definition_list_adopt(struct definition_list *list, struct definition_list *other);

enum definition_difference_class
{
	DEFINITION_MISSING, /* expected, but absent */
	/* Present, with another definition; or privileges of a grantee who is expected to have others. */
	DEFINITION_CHANGED,
	DEFINITION_UNMANAGED /* present, but not expected */
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
