#ifndef DOMAIN_CONFIG_OBJECT_H
#define DOMAIN_CONFIG_OBJECT_H

/*
 * A reference to a ConfigMap or Secret of Kubernetes: NAMESPACE/NAME is a ConfigMap,
 * NAMESPACE/secret/NAME a Secret. NAMESPACE/configmap/NAME is accepted too.
 */

#include <stdbool.h>
#include <stddef.h>

enum
{
	CONFIG_OBJECT_NAMESPACE_BYTES = 63, /* a DNS label (RFC 1123) */
	CONFIG_OBJECT_NAME_BYTES = 253      /* a DNS subdomain */
};

struct config_object
{
	bool is_secret;
	char namespace[CONFIG_OBJECT_NAMESPACE_BYTES + 1];
	char name[CONFIG_OBJECT_NAME_BYTES + 1];
};

/*
 * False unless Kubernetes accepts the names, so that they can stand in a URL unescaped. object is
 * written on success.
 */
bool config_object_parse(const char *reference, struct config_object *object);

/* "ConfigMap" or "Secret". */
const char *config_object_kind(const struct config_object *object);

#endif
