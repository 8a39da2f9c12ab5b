#include "adapter/kubernetes/job_mandate.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "adapter/kubernetes/api_client.h"
#include "adapter/kubernetes/api_path.h"
#include "adapter/kubernetes/pod_owner.h"
#include "base/cleanup.h"
#include "base/log.h"
#include "base/memory.h"

enum
{
	/* For all calls of one question: locks may be held meanwhile. */
	MANDATE_BUDGET_MS = 1000,
	OWNER_QUESTION_MS = 300,
	LEAST_QUESTION_MS = 50,
	HTTP_UNAUTHORIZED = 401,
	HTTP_FORBIDDEN = 403,
	HTTP_NOT_FOUND = 404
};

struct job_mandate
{
	struct mandate port;
	const struct clock *clock;
	struct api_access *access;
	struct api_client *client; /* NULL before the first question */
	struct pod_identity identity;
	struct pod_owner owner;
	int64_t deadline_ms; /* of the question at hand */
};

static int64_t
mandate_left_ms(const struct job_mandate *mandate)
{
	return mandate->deadline_ms - mandate->clock->now_ms(mandate->clock->context);
}

static bool
fail_unwanted_job(const struct pod_identity *identity, const char *state, struct failure *failure)
{
	(void)fail(failure, FAILURE_INTERRUPTED,
	           "the run is no longer wanted: its Job \"%s\" in namespace \"%s\" %s",
	           identity->job_name, identity->pod_namespace, state);
	return fail_hint(failure, "What was not committed by then is rolled back. If the schema is "
	                          "still wanted, deploy again.");
}

static bool
fail_without_account(const struct job_mandate *mandate, struct failure *failure)
{
	(void)fail(failure, FAILURE_UNWANTED,
	           "the run is no longer wanted: the Kubernetes API does not accept the token of its "
	           "Pod in namespace \"%s\" any more (401), as when the ServiceAccount was deleted",
	           mandate->identity.pod_namespace);
	return fail_hint(
		failure, "What was not committed by then is rolled back. A release that was given up or "
				 "uninstalled removes the ServiceAccount; deploy again if it is still wanted.");
}

/* The state that a Job is unwanted in, or NULL. */
static const char *
unwanted_state(const cJSON *job, const char *uid)
{
	const cJSON *metadata = cJSON_GetObjectItemCaseSensitive(job, "metadata");
	const cJSON *spec = cJSON_GetObjectItemCaseSensitive(job, "spec");
	const char *live_uid = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(metadata, "uid"));

	if (live_uid != NULL && strcmp(live_uid, uid) != 0)
		return "is another one of that name by now";
	if (cJSON_GetObjectItemCaseSensitive(metadata, "deletionTimestamp") != NULL)
		return "is being deleted";
	return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(spec, "suspend")) ? "is suspended" : NULL;
}

bool
job_mandate_judge(const struct text *json, const struct pod_identity *identity,
                  struct failure *failure)
{
	cJSON *job = cJSON_ParseWithLength(text_bytes(json), json->length_bytes);
	const char *state = unwanted_state(job, identity->job_uid);

	cJSON_Delete(job);
	return state == NULL || fail_unwanted_job(identity, state, failure);
}

/* The HTTP status; 0 without an answer. */
static long
ask_api(const struct job_mandate *mandate, const char *resource, const char *path,
        struct text *answer, struct failure *failure)
{
	struct api_request request = {
		.method = "GET",
		.path = path,
		.budget_ms = mandate_left_ms(mandate),
		.verb = "get",
		.namespace = mandate->identity.pod_namespace,
		.resource = resource,
		.api_group = "batch",
		.rule = "{apiGroups: [\"batch\"], resources: [\"jobs\"], verbs: [\"get\"]}",
	};
	long status = 0;

	if (request.budget_ms < LEAST_QUESTION_MS)
		return 0;
	if (!api_client_call(mandate->client, &request, &status, answer, failure))
		log_debug("whether the run is still wanted was not told: %s", failure->message);
	return status;
}

static bool
account_is_there(const struct job_mandate *mandate, struct failure *failure)
{
	cleanup_text struct text ignored = TEXT_EMPTY;

	return ask_api(mandate, "version", "/version", &ignored, failure) != HTTP_UNAUTHORIZED ||
	       fail_without_account(mandate, failure);
}

static bool
job_is_wanted(const struct job_mandate *mandate, struct failure *failure)
{
	const struct pod_identity *identity = &mandate->identity;
	cleanup_text struct text answer = TEXT_EMPTY;
	cleanup_memory char *namespace = api_path_segment(identity->pod_namespace);
	cleanup_memory char *name = api_path_segment(identity->job_name);
	cleanup_memory char *path =
		memory_format("/apis/batch/v1/namespaces/%s/jobs/%s", namespace, name);

	switch (ask_api(mandate, "jobs", path, &answer, failure))
	{
		case HTTP_UNAUTHORIZED:
			return fail_without_account(mandate, failure);
		case HTTP_NOT_FOUND:
			return fail_unwanted_job(identity, "is gone", failure);
		case HTTP_FORBIDDEN:
			return account_is_there(mandate, failure);
		default:
			return job_mandate_judge(&answer, identity, failure);
	}
}

static void
learn_job(struct job_mandate *mandate)
{
	struct pod_question question = {
		.namespace = mandate->identity.pod_namespace,
		.budget_ms = OWNER_QUESTION_MS,
	};

	if (mandate->client != NULL)
		return;
	mandate->client = api_client_new(mandate->access, mandate->clock);
	question.client = mandate->client;
	pod_owner_complete(&mandate->owner, &question, &mandate->identity);
}

/* A stop signal that came meanwhile is no answer either, but ends the run. */
static bool
job_mandate_holds(void *context, struct failure *failure)
{
	struct job_mandate *mandate = context;
	struct failure told = {0};

	mandate->deadline_ms = mandate->clock->now_ms(mandate->clock->context) + MANDATE_BUDGET_MS;
	learn_job(mandate);

	bool knows_job = mandate->identity.job_name != NULL && mandate->identity.job_uid != NULL;
	bool is_wanted = knows_job ? job_is_wanted(mandate, &told) : account_is_there(mandate, &told);

	if (is_wanted && told.kind != FAILURE_INTERRUPTED)
		return true;
	*failure = told;
	return false;
}

struct job_mandate *
job_mandate_new(struct api_access *access, const struct clock *clock)
{
	struct job_mandate *mandate = memory_allocate(1, sizeof *mandate);

	mandate->port = (struct mandate){mandate, job_mandate_holds};
	mandate->clock = clock;
	mandate->access = access;
	mandate->identity = pod_identity_from_environment();
	if (mandate->identity.pod_namespace == NULL)
		mandate->identity.pod_namespace = access->namespace;
	return mandate;
}

void
job_mandate_free(struct job_mandate *mandate)
{
	if (mandate == NULL)
		return;
	api_client_free(mandate->client);
	api_access_free(mandate->access);
	free(mandate->access);
	pod_owner_free(&mandate->owner);
	free(mandate);
}

static bool
always_holds(void *context, struct failure *failure)
{
	(void)context;
	(void)failure;
	return true;
}

const struct mandate *
job_mandate_port(struct job_mandate *mandate)
{
	static const struct mandate unasked = {NULL, always_holds};

	return mandate != NULL ? &mandate->port : &unasked;
}
