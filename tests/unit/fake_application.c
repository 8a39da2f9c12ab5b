#include "unit_test.h"

#include "fake_application.h"

#include <string.h>

#include "base/array.h"
#include "base/memory.h"

static void
fake_log_write(void *context, enum log_level level, const char *message)
{
	struct fake_application *fake = context;

	text_append_format(&fake->log, "%d %s\n", (int)level, message);
}

static void
fake_log_write_failure(void *context, enum log_level level, const struct failure *failure)
{
	fake_log_write(context, level, failure->message);
}

static bool
fake_settings_read(void *context, struct settings *settings, struct failure *failure)
{
	struct fake_application *fake = context;

	(void)settings;
	fake->settings_read_count++;
	return !fake->settings_reading_fails ||
	       fail(failure, FAILURE_SETTINGS, "the settings cannot be read");
}

static void
fake_begin(void *context, const struct run_report *report)
{
	(void)context;
	(void)report;
}

static void
fake_report(void *context, const struct run_report *report, struct cluster_failures *failures)
{
	struct fake_application *fake = context;

	(void)failures;
	text_append_format(&fake->reports, "%s ", run_phase_name(report->phase));
}

static void
fake_verified(void *context, const struct run_verdict *verdict, struct cluster_failures *failures)
{
	struct fake_application *fake = context;

	(void)failures;
	text_append_format(&fake->reports, "%s:%s ", verdict->report.source,
	                   verdict->drift != NULL ? "drifted" : "verified");
}

static void
fake_end(void *context, const struct run_end *end, struct cluster_failures *failures)
{
	struct fake_application *fake = context;

	(void)failures;
	text_append_format(&fake->reports, "end:%d ", end->exit_status);
}

static bool
fake_holds(void *context, struct failure *failure)
{
	struct fake_application *fake = context;

	fake->mandate_count++;
	return fake->mandate_ends_at == 0 || fake->mandate_count < fake->mandate_ends_at ||
	       fail(failure, FAILURE_UNWANTED, "nobody wants it");
}

static void
fake_phase(void *context, const char *what)
{
	(void)context;
	(void)what;
}

static void
fake_count(void *context, const char *unit, size_t done_count, size_t total_count)
{
	(void)context;
	(void)unit;
	(void)done_count;
	(void)total_count;
}

static void
fake_tick(void *context)
{
	(void)context;
}

static bool
fake_resolve(void *context, const char *bundle, const struct settings *settings,
             struct managed_schema_list *schemas, struct failure *failure)
{
	(void)context;
	(void)settings;
	(void)failure;
	*ARRAY_ADD(schemas->items, schemas->count) = (struct managed_schema){
		.bundle = memory_copy_text(bundle),
		.source = memory_format("bundle:%s", bundle),
		.database = memory_copy_text(strcmp(bundle, "workspace") == 0 ? "demo" : "noetl"),
		.name = memory_copy_text(bundle),
		.owner = memory_copy_text("noetl"),
		.ledger_schema = memory_copy_text("noetl_ledger"),
		.version = 3,
	};
	return true;
}

static const struct bundle_source fake_bundles = {.resolve = fake_resolve};

void
fake_application_init(struct fake_application *fake)
{
	*fake = (struct fake_application){0};
	fake_clock_init(&fake->clock);
	fake_database_init(&fake->database);
	fake->database.clock = &fake->clock;
	fake->settings_reader = (struct settings_reader){fake, fake_settings_read};
	fake->cluster = (struct cluster){fake,        fake_begin,    fake_report, fake_report,
	                                 fake_report, fake_verified, fake_end};
	fake->mandate = (struct mandate){fake, fake_holds};
	fake->progress = (struct progress){
		.context = fake,
		.phase = fake_phase,
		.count = fake_count,
		.tick = fake_tick,
		.finish = fake_tick,
	};
	fake->log_sink = (struct log_sink){fake, LOG_DEBUG, fake_log_write, fake_log_write_failure};
	log_install(&fake->log_sink);
	fake->application = (struct application){
		.settings = settings_new(),
		.settings_reader = &fake->settings_reader,
		.bundles = &fake_bundles,
		.database = &fake->database.database,
		.clock = &fake->clock.clock,
		.cluster = &fake->cluster,
		.mandate = &fake->mandate,
		.progress = &fake->progress,
		.tool_version = "0.0.0",
		.exposure = &fake->exposure,
		.leftover_roles = &fake->leftover_roles,
	};
}

void
fake_application_free(struct fake_application *fake)
{
	assert_int_equal(fake->database.open_session_count, 0);
	log_install(NULL);
	settings_free(fake->application.settings);
	fake_database_free(&fake->database);
	text_free(&fake->log);
	text_free(&fake->reports);
}

int
fake_application_tear_down(void **state)
{
	fake_application_free(*state);
	return 0;
}

void
fake_application_set(struct fake_application *fake, enum setting_key key, const char *value)
{
	settings_offer(fake->application.settings, key, SETTING_FROM_FLAG, "test", value);
}

void
fake_application_set_owner(struct fake_application *fake)
{
	fake_application_set(fake, SETTING_POSTGRES_HOST, "db");
	fake_application_set(fake, SETTING_NOETL_USER, "noetl");
	fake_application_set(fake, SETTING_NOETL_PASSWORD, "secret");
}

struct session *
fake_application_open(struct fake_application *fake)
{
	const struct login login = {.database = "noetl"};
	struct session *session = NULL;
	struct failure failure = {0};

	assert_true(
		fake->database.session.open(fake->database.database.context, &login, &session, &failure));
	return session;
}

void
fake_application_close(struct fake_application *fake, struct session *session)
{
	fake->database.session.close(session);
	assert_int_equal(fake->database.open_session_count, 0);
}

int
fake_application_logged(const struct fake_application *fake, const char *text)
{
	int count = 0;

	for (const char *at = strstr(text_bytes(&fake->log), text); at != NULL;
	     at = strstr(at + 1, text))
		count++;
	return count;
}
