#include <stddef.h>
#include <stdint.h>

#include "adapter/settings/targets_file.h"
#include "base/cleanup.h"

/* Any bytes as a file of --targets. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	cleanup_text struct text content = TEXT_EMPTY;
	cleanup_name_list struct name_list names = {0};
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	text_append_bytes(&content, (const char *)bytes, length_bytes);
	(void)targets_file_names_of_text("t.yaml", &content, &names, &failure);
	targets_file_offer_text(settings, "t.yaml", &content, "acme");
	(void)settings_check(settings, &failure);
	return 0;
}
