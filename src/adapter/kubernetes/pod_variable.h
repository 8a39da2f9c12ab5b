#ifndef ADAPTER_KUBERNETES_POD_VARIABLE_H
#define ADAPTER_KUBERNETES_POD_VARIABLE_H

/*
 * What Kubernetes, or the manifest of the Pod, has put into the environment. NULL for a variable
 * that is not set or empty, as one is whose field the Pod does not have. Borrowed.
 */
const char *pod_variable(const char *name);

#endif
