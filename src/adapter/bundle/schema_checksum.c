#include "adapter/bundle/schema_checksum.h"

#include "base/mapped_file.h"
#include "base/sha256.h"

enum
{
	PART_BYTES = 1 << 20
};

/* Part by part, since a file may be larger than what should be in memory. */
static void
add_text(struct sha256 *sha256, const struct script *script)
{
	for (size_t start = 0; start < script->length_bytes; start += PART_BYTES)
	{
		size_t left = script->length_bytes - start;
		size_t part_bytes = left < PART_BYTES ? left : PART_BYTES;

		sha256_add(sha256, script->text + start, part_bytes);
		mapped_file_let_go(script->mapping, start, start + part_bytes);
	}
}

static void
add_script(struct sha256 *sha256, const struct script *script, const char *known_sum)
{
	struct sha256 script_sha256;
	char sum[SHA256_HEX_BYTES];

	if (known_sum == NULL)
	{
		sha256_begin(&script_sha256);
		add_text(&script_sha256, script);
		sha256_finish(&script_sha256, sum);
		known_sum = sum;
	}
	sha256_add_text(sha256, "script");
	sha256_add_text(sha256, known_sum);
}

void
schema_checksum(struct managed_schema *schema, const char *const *script_sums)
{
	struct sha256 sha256;

	sha256_begin(&sha256);
	for (size_t index = 0; index < schema->script_count; index++)
		add_script(&sha256, &schema->scripts[index],
		           script_sums != NULL ? script_sums[index] : NULL);
	for (size_t index = 0; index < schema->required_column_count; index++)
	{
		sha256_add_text(&sha256, "fact");
		sha256_add_text(&sha256, schema->required_columns[index].column);
		sha256_add_text(&sha256, schema->required_columns[index].not_null ? "not null" : "");
		sha256_add_text(&sha256, schema->required_columns[index].has_default ? "default" : "");
	}
	for (size_t index = 0; index < schema->extension_count; index++)
	{
		sha256_add_text(&sha256, "extension");
		sha256_add_text(&sha256, schema->extensions[index].name);
	}
	sha256_finish(&sha256, schema->checksum);
}
