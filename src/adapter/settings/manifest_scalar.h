#ifndef ADAPTER_SETTINGS_MANIFEST_SCALAR_H
#define ADAPTER_SETTINGS_MANIFEST_SCALAR_H

/*
 * What Kubernetes would take an unquoted YAML value for, if not for a string:
 * "a number", "true or false", "nothing"; NULL if it is a string. Kubernetes
 * reads YAML 1.1 (sigs.k8s.io/yaml), where yes and on are true as well.
 */
const char *manifest_scalar_misread(const char *plain);

#endif
