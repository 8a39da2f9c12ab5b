#include "app/provision/provision_race.h"

#include "base/cleanup.h"
#include "base/log.h"
#include "base/stop_signal.h"

enum
{
	RACE_BACKOFF_BASE_MS = 20,
	RACE_BACKOFF_CAP_MS = 1000
};

struct provision_race
provision_race_start(struct provision_run *run, struct administrator_session *administrator)
{
	return (struct provision_race){
		.run = run,
		.administrator = administrator,
		.backoff = {.base_ms = RACE_BACKOFF_BASE_MS, .cap_ms = RACE_BACKOFF_CAP_MS},
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
		case REASON_NO_DATABASE: /* dropped since it was looked at */
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
	const struct application *application = race->run->application;
	const struct clock *clock = application->clock;
	int64_t now_ms = clock->now_ms(clock->context);

	if (!was_lost(failure))
		return false;
	if (race->deadline_ms == 0)
		race->deadline_ms =
			now_ms + settings_integer(application->settings, SETTING_CHANGE_TIMEOUT);
	if (now_ms >= race->deadline_ms)
		return fail_out_of_time(race, failure);
	log_info("another session was faster, or is at it: %s", failure->message);

	int64_t pause_ms = backoff_next_ms(&race->backoff, clock->random_unit(clock->context));
	int64_t left_ms = race->deadline_ms - now_ms;

	if (!clock->sleep_ms(clock->context, pause_ms < left_ms ? pause_ms : left_ms))
		return stop_signal_fail_waiting(failure, "waiting for another session", failure->message);
	failure_clear(failure);
	return true;
}
