#include "adapter/bundle/target_checksum.h"

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
target_checksum(struct target *target, const char *const *script_sums)
{
	struct sha256 sha256;

	sha256_begin(&sha256);
	for (size_t index = 0; index < target->script_count; index++)
		add_script(&sha256, &target->scripts[index],
		           script_sums != NULL ? script_sums[index] : NULL);
	for (size_t index = 0; index < target->fact_count; index++)
	{
		sha256_add_text(&sha256, "fact");
		sha256_add_text(&sha256, target->facts[index].column);
		sha256_add_text(&sha256, target->facts[index].not_null ? "not null" : "");
		sha256_add_text(&sha256, target->facts[index].has_default ? "default" : "");
	}
	for (size_t index = 0; index < target->extension_count; index++)
	{
		sha256_add_text(&sha256, "extension");
		sha256_add_text(&sha256, target->extensions[index].name);
	}
	sha256_finish(&sha256, target->checksum);
}
