#ifndef DOMAIN_DESTRUCTION_H
#define DOMAIN_DESTRUCTION_H

/*
 * What a run destroys, told by what was there before it and what is there after it.
 *
 * Destroyed is a table, column, partition or materialized view that is dropped with rows in it, and
 * a table whose rows are all truncated or deleted. A rewrite, an UPDATE of every row, and a DELETE
 * that leaves a row destroy nothing; tables made by the run itself are in no mark before it, and so
 * do not count.
 *
 * Pure. What it cannot know (whether a dropped table had rows) is a suspicion: whoever holds the
 * session goes back to where the run began and asks there.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* A table, partitioned table or materialized view as it is at one moment of a transaction. */
struct table_mark
{
	int64_t relation;      /* oid */
	int64_t file;          /* relfilenode: another one after TRUNCATE and after a rewrite */
	char kind;             /* relkind: r, p or m */
	char *dropped_columns; /* their numbers, "3,7"; NULL: none */
	int64_t inserted;      /* rows, by the counters of this transaction */
	int64_t deleted;
};

/* In the order of relation. */
struct table_mark_list
{
	struct table_mark *items;
	size_t count;
	bool is_counted; /* track_counts is on */
};

void table_mark_list_append(struct table_mark_list *marks, const struct table_mark *mark);
void table_mark_list_free(struct table_mark_list *marks);
#define cleanup_table_mark_list __attribute__((cleanup(table_mark_list_free)))

/* Why something may be destroyed: the words that sql/destruction_losses.sql knows. */
#define SUSPECT_GONE "gone"       /* the relation is not there any more */
#define SUSPECT_COLUMN "column"   /* columns of it are not */
#define SUSPECT_EMPTIED "emptied" /* no row of before is in it */

struct suspect
{
	char *relation; /* oid, in digits */
	const char *cause;
	char *columns; /* "3,7", or empty */
};

struct suspect_list
{
	struct suspect *items;
	size_t count;
};

/* Copies the suspect, unless there is the same already. */
void suspect_list_add(struct suspect_list *suspects, const struct suspect *suspect);
/* Takes out those that are in the other list too. */
void suspect_list_remove_all(struct suspect_list *suspects, const struct suspect_list *known);
void suspect_list_free(struct suspect_list *suspects);
#define cleanup_suspect_list __attribute__((cleanup(suspect_list_free)))

/* A table whose rows have changed in a way that may have left none of before. */
struct touched_table
{
	int64_t relation;
	int64_t inserted; /* by the run alone */
	int64_t deleted;
	bool is_refiled; /* truncated or rewritten */
};

struct touched_table_list
{
	struct touched_table *items;
	size_t count;
	bool is_counted;  /* before and after */
	bool has_suspect; /* one of them has lost rows; the others have only got some */
};

void touched_table_list_free(struct touched_table_list *touched);
#define cleanup_touched_table_list __attribute__((cleanup(touched_table_list_free)))

/* Adds what the two marks show. Without counters every table counts as touched. */
void destruction_compare(const struct table_mark_list *before, const struct table_mark_list *after,
                         struct suspect_list *suspects, struct touched_table_list *touched);

enum
{
	LOSS_WITHOUT_ROWS = -1
};

/* Something that would be lost. */
struct loss
{
	char *kind; /* "table", "column", "partition", "materialized view"; or any that holds no rows */
	char *name; /* qualified, as PostgreSQL prints it */
	int64_t row_count; /* or LOSS_WITHOUT_ROWS */
	bool is_estimate;  /* more rows than are counted one by one */
	int64_t size_bytes;
};

struct loss_list
{
	struct loss *items;
	size_t count;
};

void loss_list_append(struct loss_list *losses, const struct loss *loss); /* copies */
/* The loss of that name; NULL if there is none. */
const struct loss *loss_list_find(const struct loss_list *losses, const char *name);
/* Leaves out what has no rows, and what --allow names; allowances may be NULL. */
void loss_list_keep_refused(struct loss_list *losses, const char *allowances);
void loss_list_free(struct loss_list *losses);
#define cleanup_loss_list __attribute__((cleanup(loss_list_free)))

/* "~14,230 rows" and "1.2 MB". */
void loss_append_rows(struct text *words, int64_t row_count, bool is_estimate);
void loss_append_size(struct text *words, int64_t size_bytes);

/* "table shop.a (14,230 rows, 1.2 MB), column shop.b.c (~2,000,000 rows, 31 MB) and 3 more" */
void loss_list_describe(const struct loss_list *losses, size_t room_bytes, struct text *words);

/* "--allow 'table:shop.a' --allow 'column:shop.b.c'", as many as there is room for. */
void loss_list_describe_flags(const struct loss_list *losses, size_t room_bytes,
                              struct text *words);

#endif
