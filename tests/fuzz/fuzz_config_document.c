#include <stddef.h>
#include <stdint.h>

#include "adapter/kubernetes/config_document.h"

/* Any bytes as what the Kubernetes API answers when it is asked for a ConfigMap, or a Secret. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	static const struct config_object objects[] = {{false, "n", "c"}, {true, "n", "s"}};
	cleanup_settings struct settings *settings = settings_new();
	cleanup_text struct text document = TEXT_EMPTY;
	struct failure failure = {0};

	text_append_bytes(&document, (const char *)bytes, length_bytes);
	for (size_t index = 0; index < sizeof objects / sizeof objects[0]; index++)
		(void)config_document_offer(settings, &objects[index], &document, &failure);
	(void)settings_check(settings, &failure);
	return 0;
}
