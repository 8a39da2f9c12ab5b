/*
 * Any bytes as what the Kubernetes API answers: a ConfigMap, a Secret, a Pod, a
 * Status, an object that was made, a header.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/kubernetes/api_answer.h"
#include "adapter/kubernetes/config_document.h"
#include "adapter/kubernetes/pod_owner.h"
#include "base/cleanup.h"
#include "base/utf8.h"

#define REQUIRE(condition) ((condition) ? (void)0 : abort())

enum
{
	MESSAGE_BYTES = 100, /* few, so that the cut is met */
	DAY_MS = 24 * 60 * 60 * 1000
};

static void
check_settings(const struct text *answer, bool is_secret)
{
	static const char place[] = "n/o";
	const struct config_object object = {is_secret, "n", "o"};
	cleanup_settings struct settings *settings = settings_new();
	struct failure failure = {.kind = FAILURE_NONE};

	if (!config_document_offer(settings, &object, answer, &failure))
	{
		REQUIRE(failure.kind == FAILURE_SETTINGS && strstr(failure.message, place) != NULL);
		return;
	}
	for (enum setting_key key = 0; key < SETTING_COUNT; key++)
	{
		if (settings_source(settings, key) != SETTING_FROM_CLUSTER)
			continue;

		const char *value = settings_text(settings, key);

		REQUIRE(value == NULL || utf8_is_valid(value));
		REQUIRE(strstr(settings_origin(settings, key), place) != NULL);
	}
	(void)settings_check(settings, &failure);
}

static void
check_message(const struct text *answer)
{
	char message[MESSAGE_BYTES];

	api_answer_message(answer, message, sizeof message);
	REQUIRE(strlen(message) < sizeof message);
	REQUIRE(utf8_is_valid(message) && strchr(message, '\n') == NULL);
}

static void
check_owner(const struct text *answer)
{
	struct pod_owner owner = {NULL, NULL, NULL};
	bool is_pod = pod_owner_parse(answer, &owner);

	REQUIRE(is_pod == (owner.pod_uid != NULL));
	REQUIRE((owner.job_name != NULL) == (owner.job_uid != NULL));
	pod_owner_free(&owner);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length_bytes)
{
	cleanup_text struct text answer = TEXT_EMPTY;
	int64_t retry_after_ms = api_answer_retry_after_ms((const char *)bytes, length_bytes);

	REQUIRE(retry_after_ms >= 0 && retry_after_ms <= DAY_MS);
	text_append_bytes(&answer, (const char *)bytes, length_bytes);
	check_settings(&answer, false);
	check_settings(&answer, true);
	check_message(&answer);
	check_owner(&answer);

	cleanup_memory char *name = api_answer_name(&answer);

	REQUIRE(name == NULL || name[0] != '\0');
	return 0;
}
