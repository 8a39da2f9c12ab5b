#include "domain/ledger.h"

#include <string.h>

#include "base/count_of.h"
#include "base/memory.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "domain/name_list.h"

enum
{
	NAME_BYTES = 63,  /* NAMEDATALEN - 1: PostgreSQL manual, "Lexical structure", identifiers */
	HASH_DIGITS = 16, /* 64 bits: another role with the same digits cannot be found */
};

const char *
database_owner(const struct settings *settings, const char *database, const char *schema_owner)
{
	static const enum setting_key owners[][2] = {
		{SETTING_NOETL_POSTGRES_DB, SETTING_NOETL_USER},
		{SETTING_POSTGRES_DB, SETTING_POSTGRES_USER},
	};

	for (size_t index = 0; index < COUNT_OF(owners); index++)
	{
		if (name_is(database, settings_text(settings, owners[index][0])))
			return settings_text(settings, owners[index][1]);
	}
	return schema_owner;
}

static void
cut_and_hash(char *name)
{
	struct sha256 sum;
	char hash[SHA256_HEX_BYTES];

	sha256_begin(&sum);
	sha256_add(&sum, name, strlen(name));
	sha256_finish(&sum, hash);
	name[NAME_BYTES - HASH_DIGITS - 1] = '\0';
	utf8_drop_cut_end(name);

	size_t length_bytes = strlen(name);

	name[length_bytes] = '_';
	memcpy(name + length_bytes + 1, hash, HASH_DIGITS);
	name[length_bytes + 1 + HASH_DIGITS] = '\0';
}

char *
ledger_schema_of(const struct settings *settings, const char *database, const char *owner)
{
	const char *ledger = settings_text(settings, SETTING_NOETL_LEDGER_SCHEMA);

	if (name_is(owner, database_owner(settings, database, owner)))
		return memory_copy_text(ledger);

	char *name = memory_format("%s_%s", ledger, owner);

	if (strlen(name) > NAME_BYTES)
		cut_and_hash(name);
	return name;
}

bool
ledger_schema_is_reserved(const struct settings *settings, const char *schema)
{
	const char *ledger = settings_text(settings, SETTING_NOETL_LEDGER_SCHEMA);
	size_t length_bytes = strlen(ledger);

	return strncmp(schema, ledger, length_bytes) == 0 &&
	       (schema[length_bytes] == '\0' || schema[length_bytes] == '_');
}
