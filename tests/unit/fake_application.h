#ifndef FAKE_APPLICATION_H
#define FAKE_APPLICATION_H

/*
 * An application whose clock, database, settings reader and progress are fakes.
 *
 * .log gathers every log line, one a line; .settings are real, and empty but for
 * what the test offers. Every bundle has one schema: a schema of its name, version 3,
 * owner "noetl", in database "noetl", that of workspace in "demo".
 */

#include "app/application.h"
#include "base/log.h"
#include "base/text.h"
#include "fake_clock.h"
#include "fake_database.h"

struct fake_application
{
	struct application application;
	struct fake_clock clock;
	struct fake_database database;
	struct settings_reader settings_reader;
	struct cluster cluster;
	struct mandate mandate;
	int mandate_count;   /* how often it was asked whether the run is wanted */
	int mandate_ends_at; /* from that question on it is not; 0: always */
	struct progress progress;
	struct log_sink log_sink;
	struct text log;
	struct text reports; /* phases that the cluster was told, with a space behind */
	int settings_read_count;
	bool settings_reading_fails;
	struct exposure exposure;
	struct leftover_roles leftover_roles;
};

/* The fake must not move afterwards. */
void fake_application_init(struct fake_application *fake);

/* No session may be open any more. */
void fake_application_free(struct fake_application *fake);

/* The tear-down of tests whose set-up leaves nothing but the fake, in *state. */
int fake_application_tear_down(void **state);

/* As if given by a flag. */
void fake_application_set(struct fake_application *fake, enum setting_key key, const char *value);

/* Host "db", and the login of owner "noetl". */
void fake_application_set_owner(struct fake_application *fake);

/* A session in database "noetl"; the caller closes it. */
struct session *fake_application_open(struct fake_application *fake);
void fake_application_close(struct fake_application *fake, struct session *session);

/* How often the text occurs in the log. */
int fake_application_logged(const struct fake_application *fake, const char *text);

#endif
