#include "app/provision/provision_race.h"

#include "base/cleanup.h"
#include "base/log.h"

static const struct patience_rule race_patience = {
	.what = "waiting for another session",
	.least_pause_ms = 20,
	.most_pause_ms = 1000,
	.counts_from_failure = true,
};

struct patience
provision_race_patience(const struct application *application)
{
	return patience_start(application, &race_patience);
}

bool
provision_race_pause(struct patience *patience, struct failure *failure)
{
	log_info("another session changed the same object, or is changing it: %s", failure->message);
	return patience_pause(patience, failure->message, failure);
}

struct provision_race
provision_race_start(struct provision_run *run, struct administrator_session *administrator)
{
	return (struct provision_race){
		.run = run,
		.administrator = administrator,
		.patience = provision_race_patience(run->application),
	};
}

static bool
was_lost(const struct failure *failure)
{
	if (failure->connection_lost)
		return false;
	switch (failure->reason)
	{
		case REASON_ALREADY_EXISTS:
		case REASON_CATALOG_RACE:
		case REASON_DEADLOCK:
		case REASON_SERIALIZATION:
		case REASON_LOCK_TIMEOUT:
		case REASON_NO_DATABASE: /* dropped after the comparison */
			return true;
		default:
			return false;
	}
}

void
provision_race_name_writers(const struct application *application,
                            struct administrator_session *administrator, struct failure *failure)
{
	const struct lock_operations *lock = application->database->lock;
	const struct lock_login login = {.administrator = administrator};
	cleanup_memory char *writers = NULL;
	struct failure ignored = {0};

	if (failure->reason != REASON_LOCK_TIMEOUT ||
	    !lock->describe_writers(&login, &writers, &ignored) || writers[0] == '\0')
		return;
	(void)fail_hint(failure,
	                "Let these end their transactions, or end them with pg_terminate_backend(): %s",
	                writers);
}

static bool
fail_out_of_time(const struct provision_race *race, struct failure *failure)
{
	failure->kind = FAILURE_TRANSIENT;
	provision_race_name_writers(race->run->application, race->administrator, failure);
	return false;
}

bool
provision_race_again(struct provision_race *race, struct failure *failure)
{
	const struct settings *settings = race->run->application->settings;

	if (!was_lost(failure))
		return false;
	if (!patience_has_time(&race->patience, settings_integer(settings, SETTING_CHANGE_TIMEOUT)))
		return fail_out_of_time(race, failure);
	return provision_race_pause(&race->patience, failure);
}
