#include "adapter/kubernetes/api_account.h"

#include <string.h>

bool
api_account_is_named(const struct settings *settings)
{
	return settings_text(settings, SETTING_KUBECONFIG) != NULL ||
	       settings_text(settings, SETTING_KUBE_CONTEXT) != NULL;
}

enum api_account
api_account_for_reports(const struct settings *settings)
{
	const char *choice = settings_text(settings, SETTING_REPORT);

	if (strcmp(choice, "kubeconfig") == 0)
		return API_ACCOUNT_OF_KUBECONFIG;
	return strcmp(choice, "auto") == 0 && api_access_is_in_cluster() ? API_ACCOUNT_OF_POD
	                                                                 : API_ACCOUNT_NONE;
}

enum api_account
api_account_for_settings(const struct settings *settings)
{
	return !api_account_is_named(settings) && api_access_is_in_cluster()
	           ? API_ACCOUNT_OF_POD
	           : API_ACCOUNT_OF_KUBECONFIG;
}

bool
api_account_access(enum api_account account, const struct settings *settings,
                   struct api_access *access, struct failure *failure)
{
	if (account == API_ACCOUNT_OF_POD)
	{
		api_access_in_cluster(access);
		return true;
	}
	return api_access_from_kubeconfig(
		settings_text(settings, SETTING_KUBECONFIG), settings_text(settings, SETTING_KUBE_CONTEXT),
		settings_integer(settings, SETTING_WAIT_TIMEOUT), access, failure);
}
