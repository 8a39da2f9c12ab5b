/*
 * Any bytes as a kubeconfig: it is taken with all that a call needs, or refused with
 * a sentence that has no secret.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/kubernetes/api_access.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

static void
check(const struct kubeconfig_text *texts, size_t count, const char *context)
{
	struct failure failure = {.kind = FAILURE_NONE};
	cleanup_api_access struct api_access access = {0};

	if (api_access_parse_kubeconfig(texts, count, context, &access, &failure))
	{
		REQUIRE(access.url != NULL && access.namespace != NULL);
		REQUIRE(access.url[0] == '\0' || access.url[strlen(access.url) - 1] != '/');
		REQUIRE(access.token.path == NULL || access.token.content == NULL);
		return;
	}
	REQUIRE(failure.kind == FAILURE_SETTINGS && failure.message[0] != '\0');
	REQUIRE(access.url == NULL && access.token.content == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	size_t half_bytes = length_bytes / 2;
	struct kubeconfig_text whole = {(const char *)bytes, length_bytes, "/home/x/.kube/config"};
	struct kubeconfig_text halves[] = {
		{(const char *)bytes, half_bytes, "/home/x/.kube/config"},
		{(const char *)bytes + half_bytes, length_bytes - half_bytes, "other"},
	};

	check(&whole, 1, NULL);
	check(&whole, 1, "one");
	check(halves, 2, NULL);
	return 0;
}
