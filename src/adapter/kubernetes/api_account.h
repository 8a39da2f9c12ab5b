#ifndef ADAPTER_KUBERNETES_API_ACCOUNT_H
#define ADAPTER_KUBERNETES_API_ACCOUNT_H

/*
 * Which account the program uses at the Kubernetes API. Settings are read from the API only if
 * --config-from asks for that, so there is always one for them. Reports are sent only if --report
 * says so, or if the program runs in a Pod.
 */

#include "adapter/kubernetes/api_access.h"
#include "domain/settings.h"

enum api_account
{
	API_ACCOUNT_NONE, /* the API is not used */
	API_ACCOUNT_OF_POD,
	API_ACCOUNT_OF_KUBECONFIG
};

/* Whether the settings name a kubeconfig or a context of one. */
bool api_account_is_named(const struct settings *settings);

/* Follows --report. */
enum api_account api_account_for_reports(const struct settings *settings);

/* The Pod's own, unless a kubeconfig is named. Never API_ACCOUNT_NONE. */
enum api_account api_account_for_settings(const struct settings *settings);

/* Not for API_ACCOUNT_NONE. Fails as api_access_from_kubeconfig(). */
bool api_account_access(enum api_account account, const struct settings *settings,
                        struct api_access *access, struct failure *failure);

#endif
