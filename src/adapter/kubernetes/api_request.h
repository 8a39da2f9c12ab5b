#ifndef ADAPTER_KUBERNETES_API_REQUEST_H
#define ADAPTER_KUBERNETES_API_REQUEST_H

/*
 * One call of the Kubernetes API, and how much of an answer is read.
 */

#include <stdbool.h>
#include <stdint.h>

enum
{
	API_ANSWER_LIMIT_BYTES = 1 << 20
};

struct api_request
{
	const char *method;       /* "GET", "POST", "PATCH" */
	const char *path;         /* "/api/v1/namespaces/...", with its query */
	const char *content_type; /* NULL without a body */
	const char *body;
	int64_t budget_ms; /* for all tries together */
	/*
	 * The caller reads only the status of a success: the call asks for metadata only and keeps
	 * nothing.
	 */
	bool answer_is_unread;
	/* What the call is about, for messages and the hint: "create", "events" of "events.k8s.io". */
	const char *verb;
	const char *namespace;
	const char *resource;
	const char *api_group; /* "" for the core group */
	const char *rule;      /* the Role's rule for everything done with the resource, as YAML */
};

#endif
