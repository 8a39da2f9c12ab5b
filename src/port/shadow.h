#ifndef PORT_SHADOW_H
#define PORT_SHADOW_H

/*
 * The desired state, read from a shadow: what the DDL makes where nothing is, in a part of the
 * transaction that is rolled back.
 */

#include <stdbool.h>

#include "base/failure.h"
#include "domain/catalog/fact.h"
#include "domain/definition.h"
#include "domain/managed_schema.h"
#include "domain/name_list.h"
#include "domain/object_rename.h"

struct session;

struct strangers
{
	struct name_list unreachable; /* the session is not and cannot become them */
	/* Where all goes that the DDL does not make: others that answer for their own, in a ledger. */
	struct name_list with_ledger;
};

/* What there is of a rename before it is done. */
struct rename_names
{
	char *owner; /* of what has the old name, quoted; NULL where it is not known */
	bool has_old;
	bool has_new;
	bool is_own;        /* the session is the owner, or can become it */
	char *old_identity; /* as definitions and facts name it, without a function's arguments */
	char *new_identity;
};

void rename_names_free(struct rename_names *names);
#define cleanup_rename_names __attribute__((cleanup(rename_names_free)))

/* What a desired state is held against; borrowed. */
struct live_side
{
	const struct fact_set *facts; /* NULL: not known yet; then both definitions are */
	const struct definitions *definitions;
	const struct definitions *desired; /* the other side's */
};

struct shadow_operations
{
	/*
	 * Puts every managed schema aside under another name, with an empty one in the place of each
	 * that the DDL is not expected to make. With all of the database, global objects too: those
	 * that can be renamed are, the others are dropped; and where nothing but the DDL is desired,
	 * all extensions but those that it names. Takes no lock on what is in a schema.
	 *
	 * FAILURE_DENIED where a schema may not be renamed.
	 */
	bool (*make_room)(struct session *session, const struct managed_schema *schema,
	                  const struct name_list *extensions, struct failure *failure);
	/*
	 * For each desired object whose definition differs from the live one: what its deparsed text
	 * makes, if that reads back otherwise (fact_extra.reparsed).
	 */
	bool (*reparse)(struct session *session, const struct managed_schema *schema,
	                const struct live_side *live, struct fact_set *desired,
	                struct failure *failure);
	/*
	 * Facts of what is managed: of the live side, or of the shadow that is open.
	 *
	 * relations  of relations only those with these names, and what is theirs; NULL: all
	 */
	bool (*facts)(struct session *session, const struct managed_schema *schema,
	              const struct name_list *relations, struct fact_set *facts,
	              struct failure *failure);
	/*
	 * Appends the names of the relations that are changed, or that hang on something that is, on
	 * either side of the shadow that is open.
	 *
	 * changed  of changed_names_collect()
	 */
	bool (*find_changed)(struct session *session, const struct managed_schema *schema,
	                     const struct name_list *changed, struct name_list *relations,
	                     struct failure *failure);
	/* Of these roles, quoted, those whose objects the session may not change. */
	bool (*find_strangers)(struct session *session, const struct managed_schema *schema,
	                       const struct name_list *roles, struct strangers *strangers,
	                       struct failure *failure);
	/*
	 * The schemas of a database managed whole that are left out where all else goes: "shop of
	 * postgres". Nothing for others.
	 */
	bool (*find_skipped)(struct session *session, const struct managed_schema *schema,
	                     struct name_list *skipped, struct failure *failure);
	/*
	 * The routines that these names mean ("s.f(int)", or "s.f" for the only one): a row of pg_proc for
	 * each, 0 for none. Types without a schema are looked for in the managed schema. oids has room for
	 * all of them.
	 */
	bool (*find_routines)(struct session *session, const struct managed_schema *schema,
	                      const struct name_list *names, uint32_t *oids, struct failure *failure);
	/*
	 * Of a qualified rename. Of a function it is not told whether the new name is there: that is
	 * another's where the arguments are others. The caller frees the names.
	 */
	bool (*rename_names)(struct session *session, const struct object_rename *rename,
	                     struct rename_names *names, struct failure *failure);
	/* Sends what waits, and takes its answers. */
	bool (*settle)(struct session *session, struct failure *failure);
};

#endif
