#ifndef DOMAIN_ERD_DIAGRAM_H
#define DOMAIN_ERD_DIAGRAM_H

/*
 * The tables of schemas and what they refer to, as an entity relationship diagram shows them.
 *
 * Tables, their columns and references are added as the catalog has them, by name. Then
 * diagram_complete() folds partitions into their tables, and finds both ends of each reference.
 * All texts are the diagram's own copies. What is shown has been made one printable line
 * (base/printable.h) and cut at the limits below; a renderer escapes what its format reads.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/text_arena.h"

enum
{
	DIAGRAM_NAME_CHARACTERS = 128,
	DIAGRAM_TYPE_CHARACTERS = 128,
	DIAGRAM_COMMENT_CHARACTERS = 300
};

/* Null is the same as empty for a comment. */
struct diagram_column
{
	const char *name;
	const char *type;
	const char *comment;
	bool is_required;  /* NOT NULL */
	bool is_primary;   /* part of the primary key */
	bool is_unique;    /* part of another key */
	bool is_reference; /* part of a foreign key */
};

/* By its own names, which are compared and not shown. */
struct diagram_name
{
	const char *database;
	const char *schema;
	const char *table;
};

struct diagram_table
{
	struct diagram_name name;
	struct diagram_name
		root;          /* of a partition: the table that it belongs to; else its table is NULL */
	const char *label; /* how it is shown, unlike every other label of the diagram */
	const char *comment;
	const char *partition_key; /* "RANGE (at)"; NULL if it has no partitions */
	int64_t
		partition_count; /* that were folded; those that have partitions themselves do not count */
	bool is_leaf;        /* has rows of its own */
	bool is_outside;     /* of a schema that is not shown: only referred to */
	struct diagram_column *columns;
	size_t column_count;
};

struct diagram_reference
{
	struct diagram_name from;
	struct diagram_name to;
	const char *columns; /* "path, version" */
	const char *target_columns;
	const char *constraint;
	bool is_optional; /* a row may refer to none */
	bool is_single;   /* no two rows refer to the same one */
	size_t from_place;
	size_t to_place;
};

/* {0} is empty. */
struct diagram
{
	struct diagram_table *tables; /* in the order of database, schema and name */
	size_t table_count;
	struct diagram_reference *references; /* in the order of their tables, columns and targets */
	size_t reference_count;
	bool shows_schemas; /* of more than one schema, or of something outside */
	struct text_arena texts;
};

void diagram_free(struct diagram *diagram);
#define cleanup_diagram __attribute__((cleanup(diagram_free)))

/* Texts are copied. The table moves when another one is added. */
struct diagram_table *diagram_add_table(struct diagram *diagram, const struct diagram_table *table);
void diagram_add_column(struct diagram *diagram, struct diagram_table *table,
                        const struct diagram_column *column);
void diagram_add_reference(struct diagram *diagram, const struct diagram_reference *reference);

/* Takes back what was added after the diagram had so many of each. */
void diagram_shorten(struct diagram *diagram, size_t table_count, size_t reference_count);

/*
 * Once, after everything was added; before it there are no labels and no places.
 *
 * A table that was added twice is shown once. A partition whose table is not shown is a table of its
 * own. What is referred to and was not added is shown by its name alone.
 */
void diagram_complete(struct diagram *diagram);

/* "5 partitions by RANGE (at)"; nothing for a table that has none. */
void diagram_append_partitions(struct text *text, const struct diagram_table *table);

/* Whether two tables are of one schema of one database. */
bool diagram_name_shares_schema(const struct diagram_name *left, const struct diagram_name *right);

#endif
