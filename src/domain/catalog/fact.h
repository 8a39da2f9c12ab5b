#ifndef DOMAIN_CATALOG_FACT_H
#define DOMAIN_CATALOG_FACT_H

/*
 * What the catalog says of objects, with the statements that would make it so.
 *
 * The knowledge of PostgreSQL's statements is in the queries (adapter/postgres/sql/fact/): each
 * row brings the text that creates the object, the one that drops it, and for each attribute the
 * statement that sets it. What is here compares two sides and knows no syntax but that of the four
 * forms of statements that take both sides to write (enum setter_form).
 *
 * All texts belong to the set. Identities are qualified and quoted by the server.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text_arena.h"
#include "domain/catalog/fact_kind.h"

/* An option, a parameter, an attribute of a composite type; value NULL where there is only a name. */
struct fact_pair
{
	const char *name;
	const char *value;
};

struct fact_pairs
{
	struct fact_pair *items;
	size_t count;
};

/* A text, or a list of options or parameters (then text is their JSON, for comparing). */
struct fact_value
{
	const char *text; /* NULL: JSON's null */
	struct fact_pairs pairs;
};

enum setter_form
{
	SETTER_STATEMENT,        /* text sets it; empty: nothing need be done */
	SETTER_NONE,             /* cannot be set: the object is replaced */
	SETTER_PARAMETERS,       /* text + " set (...)" and " reset (...)" */
	SETTER_OPTIONS,          /* text + " options (add ..., set ..., drop ...)" */
	SETTER_FROM,             /* by the live value: alternatives, "*" for all others */
	SETTER_RENAME_CONSTRAINT /* "alter table <text> rename constraint <live> to <desired>" */
};

struct fact_attribute
{
	const char *name; /* "owner", "type", "comment" */
	struct fact_value value;
	struct fact_value fresh; /* what an object has that was just created */
	enum setter_form form;
	const char *text;               /* NULL for SETTER_NONE and SETTER_FROM */
	struct fact_pairs alternatives; /* SETTER_FROM: live value and statement */
};

struct fact_privilege
{
	const char *grantee; /* quoted, or "public" */
	const char *privilege;
	bool is_grantable;
};

struct fact_privilege_list
{
	struct fact_privilege *items;
	size_t count;
};

/* Access privileges. */
struct fact_access
{
	const char *on;     /* "table s.t"; NULL: this object has none */
	const char *column; /* "c", for those of a column; or NULL */
	const char *prefix; /* what stands before REVOKE and GRANT; empty for most */
	const char *owner;
	struct fact_privilege_list items;
	struct fact_privilege_list
		initial; /* of an object that has just been made; of two kinds only */
};

/* What the planner needs to know of some kinds. Texts are NULL and flags false where it is not so. */
struct fact_extra
{
	const char
		*replace_sql; /* replaces the object where the live side's key begins the desired one's */
	const char **replace_key; /* NULL: cannot be replaced so */
	size_t replace_key_count;
	const char *reparsed;    /* the definition of what the deparsed text makes, if it is another */
	const char *expression;  /* of a generated column, where it has to be spelt otherwise */
	struct fact_pairs parts; /* labels of an enum, attributes of a composite type */
	struct fact_pairs composite_columns; /* comments on attributes of a composite type */
	bool is_inherited;                   /* a column that its parent (or a view's query) makes */
	int64_t inherit_count;
	const char *table;             /* of a column or a constraint; quoted */
	const char *name;              /* its own, quoted */
	const char *identity_sequence; /* of an identity column */
	const char *constraint_type;   /* pg_constraint.contype */
	const char *rename;            /* equal for two that differ in their name alone */
	const char *slot;              /* what it takes: "relation s.t", "type s.t" */
	const char **update_from;      /* versions of an extension that there is a way from */
	size_t update_from_count;
	bool is_built_later;    /* an index that the plan leaves alone: it is built after COMMIT */
	bool needs_new_type;    /* an enum whose new labels have to be usable at once */
	bool is_partition;      /* a table that is attached to another */
	const char *loosen_sql; /* of a column that every row has to have: lets it be null */
};

/* Whose an object is that has to go. */
enum fact_claim
{
	CLAIM_OWN,
	CLAIM_CHANGED, /* promised, but not as it is now */
	CLAIM_OTHERS   /* nobody's promise: it needs something that goes */
};

struct fact_set;

/* Places of other facts in the same set. */
struct fact_places
{
	size_t *items; /* sorted, no duplicates */
	size_t count;
};

#define FACT_NOWHERE ((size_t)-1)

struct fact
{
	enum fact_kind kind;
	const char *id;
	size_t parent;          /* place of the fact that it is a part of; FACT_NOWHERE */
	const char *parent_id;  /* NULL for none */
	const char *definition; /* what cannot be altered in place; never NULL */
	const char *create_sql; /* may be empty */
	const char *drop_sql;   /* may be empty */
	struct fact_attribute *attributes;
	size_t attribute_count;
	struct fact_access access;
	struct fact_extra extra;
	size_t attached; /* what it cannot be taken from: the parent's index or check; FACT_NOWHERE */
	size_t owner_column;             /* of a sequence; FACT_NOWHERE */
	struct fact_places dependencies; /* what it cannot be without (pg_depend) */
	struct fact_places order;        /* what only has to be made before it */
	uint32_t classid;                /* 0 for what is no row of a catalog by itself */
	uint32_t objid;
	int32_t objsubid;
	bool is_dropped_by_ddl; /* of the live side: a DROP of the DDL names it */
	bool is_postponed;      /* of the live side: it stays for now (postponement.h) */
	bool is_loosened;       /* of the live side: goes with that, for it would refuse rows */
	enum fact_claim claim;  /* of the live side, of what has to go */
	bool is_borrowed;       /* from the other side: only the places are its own */
	struct fact_attribute *loosened; /* its own array with the other side's texts, or NULL */
};

/*
 * Facts of one side, sorted by kind and identity. Every array of a fact is allocated by itself, and
 * freed with the set.
 */
struct fact_set
{
	struct fact *items;
	size_t count;
	struct text_arena texts;
	int server_version_num; /* of the server that they come from */
	void **lent;            /* arrays that borrowed facts were given; freed with the set */
	size_t lent_count;
};

void fact_set_free(struct fact_set *set);
#define cleanup_fact_set __attribute__((cleanup(fact_set_free)))

/* Places that were told before are wrong afterwards. */
void fact_set_sort(struct fact_set *set);

bool fact_is_foreign_key(const struct fact *fact);

/* FACT_NOWHERE if it is not there. */
size_t fact_set_find(const struct fact_set *set, enum fact_kind kind, const char *id);

/* Their order in sets; 0 for the same object, whatever its definition. */
int fact_compare(const struct fact *left, const struct fact *right);

/* Equal in text, or both null. */
bool fact_value_is_same(const struct fact_value *left, const struct fact_value *right);

/* Null, or a text of no length. */
bool fact_value_is_empty(const struct fact_value *value);

/* The attribute of that name; NULL if there is none. */
const struct fact_attribute *fact_attribute_find(const struct fact *fact, const char *name);

bool fact_pair_is_same(const struct fact_pair *left, const struct fact_pair *right);

/* The same pairs in the same order. */
bool fact_pairs_are_same(const struct fact_pairs *left, const struct fact_pairs *right);

/* The first of that name; NULL if there is none. */
const struct fact_pair *fact_pairs_find(const struct fact_pairs *pairs, const char *name);

/* By name and value. */
bool fact_pairs_contain(const struct fact_pairs *pairs, const struct fact_pair *pair);

#endif
