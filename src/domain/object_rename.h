#ifndef DOMAIN_OBJECT_RENAME_H
#define DOMAIN_OBJECT_RENAME_H

/* A rename that is asked for, and the statement that does it. */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"
#include "domain/renamable.h"

/* Names are those of the catalog, without quotes. */
struct object_rename
{
	enum renamable_kind kind;
	char *schema;    /* of the object or of what has it; NULL: the search path says which */
	char *relation;  /* that has the column, constraint, attribute or label; else NULL */
	char *arguments; /* of a function, with their parentheses; else NULL */
	char *old_name;
	char *new_name;
	char *statement; /* that renames it, without a semicolon */
	struct failure_place place;
	bool is_done;       /* in this run */
	char *old_identity; /* of what was renamed, as definitions name it; else NULL */
	char *new_identity;
};

struct object_rename_list
{
	struct object_rename *items;
	size_t count;
};

/*
 * Appends the rename of what has a new name from what is written as its old one, without a place.
 * NULL, or why there can be none, as the rest of a sentence that begins with the annotation.
 */
const char *object_rename_append(const struct renamable *renamable, struct script_cursor old,
                                 struct object_rename_list *list);

/* Says the schema where the search path would; the statement is written anew with it. */
void object_rename_qualify(struct object_rename *rename, const char *schema);

/* Of a function: writes the statement anew with these, which stand between parentheses. */
void object_rename_set_arguments(struct object_rename *rename, const char *arguments);

/* What is to have the name that this takes away; NULL if nothing is. */
const struct object_rename *object_rename_successor(const struct object_rename_list *list,
                                                    const struct object_rename *rename);

/* "noetl"."accounts": what has the old name, or has the part that has it. The caller frees it. */
char *object_rename_whole(const struct object_rename *rename);

/*
 * Schemas first, and what is renamed before its columns; what takes a name away before what is to
 * have it; else as they were.
 */
void object_rename_sort(struct object_rename_list *list);

/* "table", "column", ... */
const char *object_rename_kind(const struct object_rename *rename);

void object_rename_list_free(struct object_rename_list *list);
#define cleanup_object_rename_list __attribute__((cleanup(object_rename_list_free)))

#endif
