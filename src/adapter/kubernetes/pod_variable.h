#ifndef ADAPTER_KUBERNETES_POD_VARIABLE_H
#define ADAPTER_KUBERNETES_POD_VARIABLE_H

/*
 * A variable that Kubernetes, or the Pod's manifest, has put into the environment. NULL if it is
 * not set or empty, as it is for a field that the Pod does not have. Borrowed.
 */
const char *pod_variable(const char *name);

#endif
