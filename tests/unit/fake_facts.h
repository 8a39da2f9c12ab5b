#ifndef FAKE_FACTS_H
#define FAKE_FACTS_H

/*
 * Facts made by hand, in any order, and plans as text.
 *
 * Statements are made up: "create index s.i", "drop index s.i", "set s.t.c type integer". Objects
 * refer to each other by kind and identity; places are told when the set is used.
 */

#include "domain/catalog/change_plan.h"
#include "domain/catalog/fact.h"

struct fake_link;

/* {0} is empty. */
struct fake_facts
{
	struct fact_set set;
	struct fake_link *links;
	size_t link_count;
};

/* Pointers are good until the next fact is made. */
struct fact *fake_fact(struct fake_facts *facts, enum fact_kind kind, const char *id,
                       const char *definition);

/* "create table s.t" and so on. */
struct fact *fake_table(struct fake_facts *facts, const char *id);
struct fact *fake_column(struct fake_facts *facts, const char *table, const char *name,
                         const char *type);

/* An index, a constraint, a trigger, ... of a table. */
struct fact *fake_part(struct fake_facts *facts, enum fact_kind kind, const char *id,
                       const char *table);

/* A sequence of a column; what makes it its own is a fact too. */
struct fact *fake_owned_sequence(struct fake_facts *facts, const char *id, const char *column);

/* "relation s.t": what tables, views, sequences and indexes of that name take. */
const char *fake_slot(struct fake_facts *facts, const char *id);

/* "set s.t owner noetl" sets it. name, value and fresh outlive the facts. */
void fake_attribute(struct fake_facts *facts, struct fact *fact, const char *name,
                    const char *value, const char *fresh);
void fake_comment(struct fake_facts *facts, struct fact *fact, const char *comment);

/* Adds an item to parameters, options, parts. */
void fake_pair(struct fact_pairs *pairs, const char *name, const char *value);

/* on is what GRANT calls the object: "table s.t". */
void fake_privilege(struct fact *fact, const char *on, const char *grantee, const char *privilege);

void fake_parent(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind,
                 const char *id);
void fake_dependency(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind,
                     const char *id);
void fake_order(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind,
                const char *id);
void fake_attached(struct fake_facts *facts, const struct fact *fact, enum fact_kind kind,
                   const char *id);

/* The set, sorted, with places. Nothing may be added afterwards. */
const struct fact_set *fake_set(struct fake_facts *facts);

/* The same set by itself, which the caller frees. */
struct fact_set fake_set_take(struct fake_facts *facts);

void fake_facts_free(struct fake_facts *facts);

/*
 * One line a step, with its hazard in front ("rewrite: ", "revoke: ", "destructive: ") and
 * alternatives after " | ". Fails the test where the plan is another. Frees both sides.
 */
void assert_plan(struct fake_facts *live, struct fake_facts *desired, const char *expected);

/* The same text of steps. The caller frees it. */
char *fake_steps_text(const struct change_step *steps, size_t count);

#endif
