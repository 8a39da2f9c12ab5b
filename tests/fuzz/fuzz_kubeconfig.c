#include <stddef.h>
#include <stdint.h>

#include "adapter/kubernetes/api_access.h"

/* Any bytes as a kubeconfig. */
int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	struct kubeconfig_text text = {(const char *)bytes, length_bytes, "/home/x/.kube/config"};
	cleanup_api_access struct api_access access = {0};
	struct failure failure = {0};

	(void)api_access_parse_kubeconfig(&text, NULL, &access, &failure);
	return 0;
}
