#ifndef DOMAIN_STATEMENT_ROLE_H
#define DOMAIN_STATEMENT_ROLE_H

/*
 * What a statement of a script is for, told from its first words, when a schema that exists is
 * brought to what the script says. The command tag would not do: CREATE TABLE AS answers SELECT.
 */

#include <stddef.h>

enum statement_role
{
	ROLE_NONE,              /* left out everywhere: what psql reads itself, encodings */
	ROLE_DEFINES,           /* makes or changes objects: in the shadow only */
	ROLE_SESSION,           /* SET and its like: repeated before what follows */
	ROLE_DATA_ALWAYS,       /* INSERT ... ON CONFLICT: may run again and again */
	ROLE_DATA_NEW_TABLE,    /* other writing: only where the run made the tables itself */
	ROLE_DATA_NEW_SEQUENCE, /* setval, nextval: only where the run made the sequence itself */
	ROLE_DO,
	/* SELECT, CALL, what makes temporary objects, settings of a database, ...: once, at the end */
	ROLE_CALL_ONCE,
	ROLE_TRANSACTION,
	ROLE_OUTSIDE, /* cannot run in a transaction block */
	ROLE_OTHER    /* changes nothing that lasts: EXPLAIN, LOCK, FETCH, ... */
};

/* How a shadow deals with a statement. */
enum statement_shadow
{
	SHADOW_RUNS,
	SHADOW_MAY_EXIST, /* roles and languages: under a savepoint, because one may be there already */
	SHADOW_EXTENSION, /* not run where the extension is there */
	SHADOW_LEAVES_OUT /* cannot run in its transaction, or is seen outside of it */
};

/* By a statement's first words; that of SELECT, WITH and their like is in statement_reading.h. */
enum statement_role statement_role(const char *statement, size_t length_bytes);

enum statement_shadow statement_shadow(const char *statement, size_t length_bytes);

#endif
