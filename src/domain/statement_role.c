#include "domain/statement_role.h"

#include "base/count_of.h"
#include "domain/script.h"

/* The words of a rule mean what they mean in script_classify.c. First match wins. */
struct role_rule
{
	const char *words;
	enum statement_role role;
};

static const struct role_rule role_rules[] = {
	{"create ?global ?local temp", ROLE_CALL_ONCE},
	{"create ?global ?local temporary", ROLE_CALL_ONCE},
	{"create or replace ?temp ?temporary ?recursive . pg_temp .", ROLE_CALL_ONCE},
	{"create or replace temp", ROLE_CALL_ONCE},
	{"create or replace temporary", ROLE_CALL_ONCE},
	{"create . pg_temp .", ROLE_CALL_ONCE},
	/* About what no fact tells of; they do no harm where nothing is left to change. */
	{"alter database . set", ROLE_CALL_ONCE},
	{"alter database . reset", ROLE_CALL_ONCE},
	{"alter role . rename", ROLE_DEFINES},
	{"alter role", ROLE_CALL_ONCE},
	{"alter user mapping", ROLE_DEFINES},
	{"alter user . rename", ROLE_DEFINES},
	{"alter user", ROLE_CALL_ONCE},
	{"comment on database", ROLE_CALL_ONCE},
	{"comment on role", ROLE_CALL_ONCE},
	{"comment on tablespace", ROLE_CALL_ONCE},
	{"comment on large object", ROLE_CALL_ONCE},
	{"grant ... on database", ROLE_CALL_ONCE},
	{"grant ... on tablespace", ROLE_CALL_ONCE},
	{"grant ... on parameter", ROLE_CALL_ONCE},
	{"grant ... on large object", ROLE_CALL_ONCE},
	{"revoke ... on database", ROLE_CALL_ONCE},
	{"revoke ... on tablespace", ROLE_CALL_ONCE},
	{"revoke ... on parameter", ROLE_CALL_ONCE},
	{"revoke ... on large object", ROLE_CALL_ONCE},

	{"create", ROLE_DEFINES},
	{"alter", ROLE_DEFINES},
	{"comment", ROLE_DEFINES},
	{"drop", ROLE_DEFINES},
	{"grant", ROLE_DEFINES},
	{"revoke", ROLE_DEFINES},
	{"security label", ROLE_DEFINES},
	{"import foreign schema", ROLE_DEFINES},
	{"reassign owned", ROLE_DEFINES},
	{"cluster ... using", ROLE_DEFINES}, /* the table keeps by which index */

	{"set ?session ?local transaction", ROLE_TRANSACTION},
	{"set session characteristics", ROLE_TRANSACTION},
	{"set", ROLE_SESSION},
	{"reset", ROLE_SESSION},
	{"load", ROLE_SESSION},
	{"discard", ROLE_SESSION},

	{"insert", ROLE_DATA_NEW_TABLE},
	{"update", ROLE_DATA_NEW_TABLE},
	{"delete", ROLE_DATA_NEW_TABLE},
	{"merge", ROLE_DATA_NEW_TABLE},
	{"truncate", ROLE_DATA_NEW_TABLE},
	{"copy (", ROLE_CALL_ONCE},
	{"copy . () to", ROLE_CALL_ONCE},
	{"copy . . . () to", ROLE_CALL_ONCE},
	{"copy", ROLE_DATA_NEW_TABLE},
	{"do", ROLE_DO},

	{"select", ROLE_CALL_ONCE},
	{"with", ROLE_CALL_ONCE},
	{"(", ROLE_CALL_ONCE},
	{"values", ROLE_CALL_ONCE},
	{"table", ROLE_CALL_ONCE},
	{"call", ROLE_CALL_ONCE},
	{"prepare transaction", ROLE_TRANSACTION},
	{"prepare", ROLE_CALL_ONCE},
	{"execute", ROLE_CALL_ONCE},
	{"deallocate", ROLE_CALL_ONCE},
	{"refresh", ROLE_CALL_ONCE},
	{"analyze", ROLE_CALL_ONCE},
	{"analyse", ROLE_CALL_ONCE},
	{"notify", ROLE_CALL_ONCE},

	{"begin", ROLE_TRANSACTION},
	{"start", ROLE_TRANSACTION},
	{"commit", ROLE_TRANSACTION},
	{"end", ROLE_TRANSACTION},
	{"rollback", ROLE_TRANSACTION},
	{"abort", ROLE_TRANSACTION},
	{"savepoint", ROLE_TRANSACTION},
	{"release", ROLE_TRANSACTION},
};

struct shadow_rule
{
	const char *words;
	enum statement_shadow shadow;
};

/* Subscriptions: two of one name cannot be, and one would connect. */
static const struct shadow_rule shadow_rules[] = {
	{"create extension", SHADOW_EXTENSION},
	{"create role", SHADOW_MAY_EXIST},
	{"create user mapping", SHADOW_RUNS},
	{"create user", SHADOW_MAY_EXIST},
	{"create group", SHADOW_MAY_EXIST},
	{"create ?or ?replace ?trusted ?procedural language", SHADOW_MAY_EXIST},
	{"drop role", SHADOW_MAY_EXIST},
	{"drop user mapping", SHADOW_RUNS},
	{"drop user", SHADOW_MAY_EXIST},
	{"drop group", SHADOW_MAY_EXIST},
	{"drop owned", SHADOW_MAY_EXIST},
	{"create subscription", SHADOW_LEAVES_OUT},
	{"alter subscription", SHADOW_LEAVES_OUT},
	{"drop subscription", SHADOW_LEAVES_OUT},
	{"cluster ... using", SHADOW_RUNS},
	{"cluster", SHADOW_LEAVES_OUT},
	{"reindex", SHADOW_LEAVES_OUT},
	{"analyze", SHADOW_LEAVES_OUT},
	{"analyse", SHADOW_LEAVES_OUT},
	{"checkpoint", SHADOW_LEAVES_OUT},
	{"listen", SHADOW_LEAVES_OUT},
	{"unlisten", SHADOW_LEAVES_OUT},
	{"notify", SHADOW_LEAVES_OUT},
	{"discard", SHADOW_LEAVES_OUT},
};

enum statement_role
statement_role(const char *statement, size_t length_bytes)
{
	for (size_t index = 0; index < COUNT_OF(role_rules); index++)
	{
		if (statement_begins(statement, length_bytes, role_rules[index].words))
			return role_rules[index].role;
	}
	return ROLE_OTHER;
}

enum statement_shadow
statement_shadow(const char *statement, size_t length_bytes)
{
	for (size_t index = 0; index < COUNT_OF(shadow_rules); index++)
	{
		if (statement_begins(statement, length_bytes, shadow_rules[index].words))
			return shadow_rules[index].shadow;
	}
	return SHADOW_RUNS;
}
