#include <stddef.h>
#include <stdint.h>

#include "adapter/settings/manifest.h"

/* Any bytes as a file of --config. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure;

	manifest_read(settings, "m.yaml", (const char *)bytes, length_bytes);
	(void)settings_check(settings, &failure);
	return 0;
}
