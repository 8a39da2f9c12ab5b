#ifndef ADAPTER_KUBERNETES_API_ACCESS_H
#define ADAPTER_KUBERNETES_API_ACCESS_H

/*
 * Where the Kubernetes API is, and the account to use there.
 *
 * In a Pod: the service environment and the ServiceAccount's volume (Kubernetes documentation,
 * "Accessing the Kubernetes API from a Pod"). Elsewhere: a kubeconfig file. Tokens and certificates
 * given by path are read again for each call, because kubelet and cert-manager replace them while a
 * program runs.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/failure.h"

/* A token, key or certificate, given as a file or as its content; both NULL: none. */
struct api_material
{
	char *path;
	char *content; /* wiped when freed */
};

struct api_access
{
	char *url;             /* https://host:port/prefix, without a trailing slash */
	char *namespace;       /* the Pod's own, or the context's */
	char *tls_server_name; /* NULL: the URL's host */
	char *proxy_url;       /* NULL: none, even if the environment names one */
	struct api_material token;
	struct api_material certificate_authority; /* none: the system's */
	struct api_material client_certificate;
	struct api_material client_key;
	bool skips_verification; /* only as a kubeconfig says */
};

void api_access_free(struct api_access *access);
#define cleanup_api_access __attribute__((cleanup(api_access_free)))

/* True where kubelet has mounted a ServiceAccount's token and named the API server. */
bool api_access_is_in_cluster(void);

/* Call only if api_access_is_in_cluster(). */
void api_access_in_cluster(struct api_access *access);

/*
 * path     NULL: those files of the list in KUBECONFIG that exist; or ~/.kube/config
 * context  NULL: the first current-context
 * wait_ms  for a pipe's writer (struct file_bounds)
 * Failures: FAILURE_SETTINGS, with a sentence for what is not supported: exec and auth-provider
 * plugins, user names with passwords; FAILURE_INTERRUPTED.
 */
bool api_access_from_kubeconfig(const char *path, const char *context, int64_t wait_ms,
                                struct api_access *access, struct failure *failure);

/* A kubeconfig's text; all borrowed. */
struct kubeconfig_text
{
	const char *bytes;
	size_t length_bytes;
	const char *path; /* for messages, and what relative file names start from */
};

/* The same, from texts: they are merged, and the first value of a key counts (as in kubectl). */
bool api_access_parse_kubeconfig(const struct kubeconfig_text *texts, size_t count,
                                 const char *context, struct api_access *access,
                                 struct failure *failure);

#endif
