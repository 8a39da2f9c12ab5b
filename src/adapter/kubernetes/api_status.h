#ifndef ADAPTER_KUBERNETES_API_STATUS_H
#define ADAPTER_KUBERNETES_API_STATUS_H

/*
 * What an HTTP status of the Kubernetes API means for a call (Kubernetes API
 * conventions, "HTTP status codes").
 */

#include <stdbool.h>

#include "base/failure.h"

enum api_remedy
{
	API_DONE,        /* 2xx */
	API_RENEW_TOKEN, /* 401: the token file may have been replaced; once */
	API_TRY_AGAIN,   /* 409, 429, 5xx */
	API_GIVE_UP
};

struct api_meaning
{
	enum api_remedy remedy;
	enum failure_kind kind;
	const char *words;
};

const struct api_meaning *api_meaning_of(long status);

#endif
