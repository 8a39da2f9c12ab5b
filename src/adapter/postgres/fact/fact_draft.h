#ifndef ADAPTER_POSTGRES_FACT_FACT_DRAFT_H
#define ADAPTER_POSTGRES_FACT_FACT_DRAFT_H

/*
 * Facts that have been read and are not joined yet: what they say of each other is still names and
 * numbers.
 */

#include <stddef.h>
#include <stdint.h>

#include "adapter/postgres/fact/fact_cleaner.h"
#include "domain/catalog/fact.h"

struct fact_name
{
	enum fact_kind kind;
	const char *id;
};

struct fact_links
{
	struct fact_name *needs; /* what a query says that it depends on, beside pg_depend */
	size_t need_count;
	uint32_t *relations; /* the same, by pg_class.oid */
	size_t relation_count;
	uint32_t index;           /* of a constraint; 0: it has none */
	const char *attached;     /* the parent's index, by name; NULL */
	const char *owner_column; /* of a sequence; NULL */
};

struct fact_draft
{
	struct fact fact;
	struct fact_links links;
	size_t place; /* in the order of reading */
};

struct fact_drafts
{
	struct fact_draft *items;
	size_t count;
	struct text_arena texts; /* of all of them */
	const struct fact_cleaner *cleaner;
};

/* A new one, empty, that takes part in nothing yet. */
struct fact_draft *fact_drafts_add(struct fact_drafts *drafts);

/* Copies a text into the arena, cleaned; NULL for NULL. */
const char *fact_drafts_text(struct fact_drafts *drafts, const char *text);

/* By kind and identity. Of those that are the same object the one that was read last stays. */
void fact_drafts_sort(struct fact_drafts *drafts);

/*
 * Moves the facts and their texts into an empty set; their links stay, at the same places. The
 * drafts must be sorted.
 */
void fact_drafts_hand_over(struct fact_drafts *drafts, struct fact_set *set);

void fact_drafts_free(struct fact_drafts *drafts);
#define cleanup_fact_drafts __attribute__((cleanup(fact_drafts_free)))

#endif
