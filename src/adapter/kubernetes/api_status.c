#include "adapter/kubernetes/api_status.h"

#include <stddef.h>

#include "base/count_of.h"

struct api_status_rule
{
	long least;
	long greatest;
	struct api_meaning meaning;
};

/* First match wins. */
static const struct api_status_rule rules[] = {
	{200, 299, {API_DONE, FAILURE_NONE, "done"}},
	{300, 399, {API_GIVE_UP, FAILURE_BUG, "it answered with a redirect, which is not followed"}},
	{401, 401, {API_RENEW_TOKEN, FAILURE_DENIED, "it does not accept the credentials"}},
	{403, 403, {API_GIVE_UP, FAILURE_DENIED, "it does not allow this"}},
	{404, 404, {API_GIVE_UP, FAILURE_BUG, "there is no such object"}},
	{409, 409, {API_TRY_AGAIN, FAILURE_TRANSIENT, "another client was changing it"}},
	{413, 413, {API_GIVE_UP, FAILURE_BUG, "the object is too large for it"}},
	{422, 422, {API_GIVE_UP, FAILURE_BUG, "it calls the object invalid"}},
	{429, 429, {API_TRY_AGAIN, FAILURE_TRANSIENT, "it has too many requests"}},
	{500, 500, {API_TRY_AGAIN, FAILURE_TRANSIENT, "it failed"}},
	{501, 501, {API_GIVE_UP, FAILURE_BUG, "it does not support this"}},
	{502, 504, {API_TRY_AGAIN, FAILURE_UNREACHABLE, "something in front of it failed"}},
	{505, 599, {API_GIVE_UP, FAILURE_BUG, "it failed"}},
};

static const struct api_meaning unknown = {API_GIVE_UP, FAILURE_BUG, "it refused"};

const struct api_meaning *
api_meaning_of(long status)
{
	for (size_t index = 0; index < COUNT_OF(rules); index++)
	{
		if (status >= rules[index].least && status <= rules[index].greatest)
			return &rules[index].meaning;
	}
	return &unknown;
}
