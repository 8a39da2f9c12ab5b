#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/settings/target_record.h"
#include "adapter/settings/targets_file.h"
#include "base/cleanup.h"

static const char path[] = "t.yaml";

static bool
is_same(const char *left, const char *right)
{
	return left == right || (left != NULL && right != NULL && strcmp(left, right) == 0);
}

/* The process that works on a target must get what a reader of the file gets. */
static void
compare(const struct text *bytes, const char *name, const char *record)
{
	cleanup_settings struct settings *read = settings_new();
	cleanup_settings struct settings *received = settings_new();

	targets_file_offer_text(read, path, bytes, name);
	target_record_offer(received, strchr(record, '=') + 1);
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (!is_same(settings_text(read, key), settings_text(received, key)) ||
		    !is_same(settings_origin(read, key), settings_origin(received, key)))
			abort();
	}
}

/* Any bytes as a file of --targets. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	cleanup_text struct text text = TEXT_EMPTY;
	cleanup_targets_content struct targets_content content = {0};
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	text_append_bytes(&text, (const char *)bytes, length_bytes);
	targets_file_offer_text(settings, path, &text, "acme");
	(void)settings_check(settings, &failure);
	if (targets_file_read_text(path, &text, &content, &failure))
		compare(&text, content.names.items[0], content.records[0]);
	return 0;
}
