#ifndef DOMAIN_RENAMABLE_H
#define DOMAIN_RENAMABLE_H

/* What a statement makes that can have had another name, and where in its text that stands. */

#include <stdbool.h>
#include <stddef.h>

#include "domain/script_name.h"

enum renamable_kind
{
	RENAMABLE_NONE, /* takes the place of one without being any: a constraint without a name */
	RENAMABLE_SCHEMA,
	RENAMABLE_TABLE,
	RENAMABLE_FOREIGN_TABLE,
	RENAMABLE_VIEW,
	RENAMABLE_MATERIALIZED_VIEW,
	RENAMABLE_SEQUENCE,
	RENAMABLE_TYPE,
	RENAMABLE_DOMAIN,
	RENAMABLE_FUNCTION,
	RENAMABLE_PROCEDURE,
	RENAMABLE_AGGREGATE,
	RENAMABLE_INDEX,
	RENAMABLE_COLUMN,
	RENAMABLE_CONSTRAINT,
	RENAMABLE_ATTRIBUTE, /* of a composite type */
	RENAMABLE_LABEL,     /* of an enum */
	RENAMABLE_DOMAIN_CONSTRAINT
};

/* A function, procedure or aggregate. */
bool renamable_is_routine(enum renamable_kind kind);

struct renamable
{
	enum renamable_kind kind;
	const char *at;          /* where it begins; borrowed from the statement */
	struct script_name name; /* of a part and of an index with the schema of what has it */
	char *relation;          /* that has the part; NULL for what stands for itself */
	char *arguments;         /* of a function, as ALTER takes them, with their parentheses */
	bool is_inside_column;   /* a constraint in a column's own definition */
	bool is_annotated;       /* for the reader of annotations */
};

struct renamable_list
{
	struct renamable *items;
	size_t count;
	bool has_whole;       /* the first is what the statement makes; the others are its parts */
	const char *body;     /* from where on parts stand; NULL: there are none */
	const char *body_end; /* behind it; NULL: a comment behind the statement is about a part, too */
	const char *end;      /* of the statement */
};

/* Takes the name over; it may be NULL for RENAMABLE_NONE. */
void renamable_list_append(struct renamable_list *list, enum renamable_kind kind, const char *at,
                           char *name);

/*
 * The one that a comment in or around the statement is about, or NULL.
 *
 * comment  where it begins: before the statement, in it, or behind it on its last line
 * next     what stands behind the comment, if the comment has a line of its own; else NULL
 */
struct renamable *renamable_list_find(const struct renamable_list *list, const char *comment,
                                      const char *next);

void renamable_list_free(struct renamable_list *list);

#endif
