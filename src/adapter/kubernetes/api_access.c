#include "adapter/kubernetes/api_access.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adapter/kubernetes/pod_variable.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/server_address.h"
#include "base/text.h"

/* Where kubelet mounts a ServiceAccount (Kubernetes documentation, "Service Accounts"). */
#define SERVICE_ACCOUNT "/var/run/secrets/kubernetes.io/serviceaccount/"

enum
{
	NAMESPACE_LIMIT_BYTES = 1024 /* a name has at most 63 */
};

static void
material_free(struct api_material *material)
{
	free(material->path);
	memory_wipe_and_free(material->content);
}

void
api_access_free(struct api_access *access)
{
	free(access->url);
	free(access->namespace);
	free(access->tls_server_name);
	memory_wipe_and_free(access->proxy_url);
	material_free(&access->token);
	material_free(&access->certificate_authority);
	material_free(&access->client_certificate);
	material_free(&access->client_key);
	*access = (struct api_access){0};
}

bool
api_access_is_in_cluster(void)
{
	const char *host = pod_variable("KUBERNETES_SERVICE_HOST");

	return host != NULL && server_address_is_host(host) &&
	       access(SERVICE_ACCOUNT "token", R_OK) == 0;
}

static char *
read_namespace(void)
{
	cleanup_text struct text name = TEXT_EMPTY;

	if (bounded_file_read_regular(SERVICE_ACCOUNT "namespace", NAMESPACE_LIMIT_BYTES, &name) ==
	    FILE_READ)
		name.bytes[strcspn(name.bytes, " \r\n")] = '\0';
	return memory_copy_text(text_bytes(&name)[0] != '\0' ? name.bytes : "default");
}

void
api_access_in_cluster(struct api_access *access)
{
	const char *host = pod_variable("KUBERNETES_SERVICE_HOST");
	const char *port = pod_variable("KUBERNETES_SERVICE_PORT");

	*access = (struct api_access){
		/* An IPv6 address goes into brackets (RFC 3986, section 3.2.2). */
		.url = memory_format(strchr(host, ':') != NULL ? "https://[%s]:%s" : "https://%s:%s", host,
	                         port != NULL ? port : "443"),
		.namespace = read_namespace(),
		.token = {.path = memory_copy_text(SERVICE_ACCOUNT "token")},
		.certificate_authority = {.path = memory_copy_text(SERVICE_ACCOUNT "ca.crt")},
	};
}
