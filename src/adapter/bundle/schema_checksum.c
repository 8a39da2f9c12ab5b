#include "adapter/bundle/schema_checksum.h"

#include "base/sha256.h"

static void
add_script(struct sha256 *sha256, const struct script *script, const char *known_sum)
{
	struct sha256 script_sha256;
	char sum[SHA256_HEX_BYTES];

	if (known_sum == NULL)
	{
		sha256_begin(&script_sha256);
		sha256_add(&script_sha256, script->text, script->length_bytes);
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
