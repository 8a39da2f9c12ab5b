#include "adapter/kubernetes/config_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/kubernetes/api_account.h"
#include "adapter/kubernetes/api_client.h"
#include "adapter/kubernetes/config_document.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "domain/config_object.h"

enum
{
	/* For one object; a caller that can wait longer asks again. */
	READ_BUDGET_MS = 2000,
	HTTP_NOT_FOUND = 404
};

struct config_reader
{
	struct settings_source source;
	const struct clock *clock;
	struct api_access access;
	struct api_client *client; /* NULL: not open */
};

static void
close_client(struct config_reader *reader)
{
	api_client_free(take(reader->client));
	api_access_free(&reader->access);
}

static bool
open_account(const struct settings *settings, struct api_access *access, struct failure *failure)
{
	if (api_account_access(api_account_for_settings(settings), settings, access, failure))
		return true;
	if (api_account_is_named(settings) || failure->kind == FAILURE_INTERRUPTED)
		return false;
	return fail_hint(failure,
	                 "--config-from asks the Kubernetes API: a Pod needs a ServiceAccount "
	                 "and automountServiceAccountToken: true; elsewhere give --kubeconfig.");
}

static bool
open_client(struct config_reader *reader, const struct settings *settings, struct failure *failure)
{
	if (reader->client != NULL)
		return true;
	if (!open_account(settings, &reader->access, failure))
		return fail_context(failure, "cannot read settings from the Kubernetes API");
	reader->client = api_client_new(&reader->access, reader->clock);
	return true;
}

/* What a failed call means to a wait for settings: whether a later call may succeed. */
static bool
judge(long status, struct failure *failure)
{
	if (failure->kind == FAILURE_TRANSIENT || status == HTTP_NOT_FOUND)
		failure->kind = FAILURE_UNREACHABLE;
	if (failure->kind == FAILURE_BUG)
		failure->kind = FAILURE_SETTINGS;
	if (status == HTTP_NOT_FOUND)
		return fail_hint(failure, "Create it, or correct the name in --config-from; "
		                          "--wait-timeout waits longer.");
	if (failure->kind == FAILURE_UNREACHABLE && failure->hint[0] == '\0')
		return fail_hint(failure, "Check that the API server runs and that no NetworkPolicy keeps "
		                          "this away from it; --wait-timeout waits longer.");
	return false;
}

static bool
read_config_object(struct config_reader *reader, const struct config_object *object,
                   struct settings *settings, struct failure *failure)
{
	const char *resources = object->is_secret ? "secrets" : "configmaps";
	cleanup_memory char *path =
		memory_format("/api/v1/namespaces/%s/%s/%s", object->namespace, resources, object->name);
	cleanup_memory char *shown = memory_format("%s \"%s\"", resources, object->name);
	cleanup_memory char *rule = memory_format(
		"{apiGroups: [\"\"], resources: [\"%s\"], resourceNames: [\"%s\"], verbs: [\"get\"]}",
		resources, object->name);
	cleanup_secret_text struct text answer = TEXT_EMPTY;
	long status = 0;
	struct api_request request = {
		.method = "GET",
		.path = path,
		.budget_ms = READ_BUDGET_MS,
		.verb = "get",
		.namespace = object->namespace,
		.resource = shown,
		.api_group = "",
		.rule = rule,
	};

	if (!api_client_call(reader->client, &request, &status, &answer, failure))
		return judge(status, failure);
	return config_document_offer(settings, object, &answer, failure);
}

/*
 * All refusals at once, so that one change of the Role can allow them: the first is the failure,
 * the others are its detail.
 */
static void
join_refusal(struct failure *all, const struct failure *next)
{
	size_t length = strlen(all->detail);

	if (all->kind == FAILURE_NONE)
	{
		*all = *next;
		return;
	}
	(void)snprintf(all->detail + length, sizeof all->detail - length, "%s%s%s%s",
	               length > 0 ? "\n" : "", next->message, next->hint[0] != '\0' ? ". " : "",
	               next->hint);
}

static bool
read_objects(struct config_reader *reader, char *references, struct settings *settings,
             struct failure *failure)
{
	struct failure all = {.kind = FAILURE_NONE};
	char *rest = NULL;

	for (char *reference = strtok_r(references, ":", &rest); reference != NULL;
	     reference = strtok_r(NULL, ":", &rest))
	{
		struct config_object object;
		struct failure next = {.kind = FAILURE_NONE};

		if (!config_object_parse(reference, &object) ||
		    read_config_object(reader, &object, settings, &next))
			continue;
		join_refusal(&all, &next);
		if (next.kind != FAILURE_DENIED)
			break;
	}
	if (all.kind == FAILURE_NONE)
		return true;
	*failure = all;
	return false;
}

static bool
offer(void *context, struct settings *settings, struct failure *failure)
{
	struct config_reader *reader = context;
	const char *list = settings_text(settings, SETTING_CONFIG_FROM);

	if (list == NULL)
		return true;

	/* A stop signal that came earlier does not interrupt a call. */
	if (stop_signal_was_received())
		return stop_signal_fail(failure, "reading settings from the Kubernetes API");

	cleanup_memory char *references = memory_copy_text(list);

	if (open_client(reader, settings, failure) &&
	    read_objects(reader, references, settings, failure))
		return true;
	/* The kubeconfig may have changed before the next call. */
	close_client(reader);
	return false;
}

struct config_reader *
config_reader_new(const struct clock *clock)
{
	struct config_reader *reader = memory_allocate(1, sizeof *reader);

	reader->source = (struct settings_source){reader, offer};
	reader->clock = clock;
	return reader;
}

void
config_reader_free(struct config_reader *reader)
{
	if (reader == NULL)
		return;
	close_client(reader);
	free(reader);
}

const struct settings_source *
config_reader_source(const struct config_reader *reader)
{
	return &reader->source;
}
