#ifndef DOMAIN_CONFIG_OBJECT_H
#define DOMAIN_CONFIG_OBJECT_H

/*
 * A ConfigMap or Secret of Kubernetes, as somebody names it: NAMESPACE/NAME is a
 * ConfigMap, NAMESPACE/secret/NAME a Secret; NAMESPACE/configmap/NAME may be written too.
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
 * False unless the names are such as Kubernetes takes, so that they can stand in
 * a URL as they are. object is written on success.
 */
bool config_object_parse(const char *reference, struct config_object *object);

/* "ConfigMap" or "Secret". */
const char *config_object_kind(const struct config_object *object);

#endif
