#include "app/verify/isolation.h"

#include <string.h>

#include "app/wait/connect.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "port/inspection.h"

/* A role and a database that it must not enter. */
struct crossing
{
	const struct application *application;
	const char *role;
	const char *database;
	struct entrance entrance; /* according to the catalog */
	bool is_open_to_public;
	struct finding_list *findings;
};

enum trial
{
	TRIAL_ENTERED,
	TRIAL_REFUSED,
	TRIAL_NOT_POSSIBLE /* the password is missing or wrong */
};

/* A refusal by the server concerns either the password or the access to the database. */
static bool
try_login(const struct crossing *crossing, enum trial *trial, struct failure *failure)
{
	const struct session_operations *operations = crossing->application->database->session;
	struct connect_request request = {
		.login = {.as = LOGIN_OF_OWNER, .role = crossing->role, .database = crossing->database},
		.refusal_ends_waiting = true,
		.only_reads = true,
	};
	struct session *session = NULL;

	if (connect_when_ready(crossing->application, &request, &session, NULL, failure))
	{
		operations->close(session);
		*trial = TRIAL_ENTERED;
		return true;
	}
	/*
	 * Here this program refused the method, so it is unknown whether the server would accept the
	 * login.
	 */
	if (failure->reason == REASON_AUTHENTICATION_METHOD)
		return false;
	if (failure->kind == FAILURE_SETTINGS || failure->reason == REASON_WRONG_PASSWORD)
		*trial = TRIAL_NOT_POSSIBLE;
	else if (failure->kind == FAILURE_DENIED)
		*trial = TRIAL_REFUSED;
	else
		return false;
	return true;
}

static void
add(const struct crossing *crossing, enum finding_class class, const char *found, const char *hint)
{
	cleanup_memory char *object = memory_format("isolation of database \"%s\"", crossing->database);
	cleanup_memory char *expected = memory_format("role \"%s\" cannot connect", crossing->role);

	finding_list_append(
		crossing->findings,
		&(struct finding){
			.class = class, .object = object, .expected = expected, .found = found, .hint = hint});
}

static enum finding_class
class_of_breach(const struct crossing *crossing)
{
	bool is_required = settings_flag(crossing->application->settings, SETTING_REQUIRE_ISOLATION);
	bool was_expected = !crossing->entrance.role_is_superuser && !crossing->is_open_to_public;

	return is_required || was_expected ? FINDING_BROKEN : FINDING_WARNING;
}

static void
add_breach(const struct crossing *crossing, const char *how)
{
	const char *hint = "Run apply --ensure-role, or revoke CONNECT on the database.";
	const char *why = "";

	if (crossing->entrance.role_is_superuser)
	{
		why = ", as a superuser";
		hint =
			"A superuser can connect everywhere: isolation needs a POSTGRES_USER that is none, and "
			"a separate administrator (NOETL_ADMIN_USER).";
	}
	else if (crossing->is_open_to_public)
		why = ", as PUBLIC can";

	cleanup_memory char *found = memory_format("%s%s", how, why);

	add(crossing, class_of_breach(crossing), found, hint);
}

/* The server's answer, without the attempt before it and the detail behind it. */
static char *
answer_of(const struct failure *failure)
{
	const char *found = strstr(failure->message, "\": ");
	const char *answer = found != NULL ? found + strlen("\": ") : failure->message;
	const char *detail = strstr(answer, ". DETAIL: ");

	return memory_copy_bytes(answer, detail != NULL ? (size_t)(detail - answer) : strlen(answer));
}

static void
add_refusal(const struct crossing *crossing, const struct failure *refusal)
{
	cleanup_memory char *answer = answer_of(refusal);
	cleanup_memory char *found =
		memory_format("role \"%s\" cannot connect (tried: %s)", crossing->role, answer);

	if (crossing->entrance.is_permitted)
		add(crossing, FINDING_WARNING,
		    "only pg_hba.conf refuses it (tried): the role has the CONNECT privilege",
		    "Run apply --ensure-role, or revoke CONNECT on the database.");
	else
		add(crossing, FINDING_NOTE, found, NULL);
}

static void
add_absence(const struct crossing *crossing)
{
	cleanup_memory char *found = crossing->entrance.role_exists
	                                 ? memory_copy_text("the database does not exist")
	                                 : memory_format("role \"%s\" does not exist", crossing->role);

	add(crossing, FINDING_NOTE, found, NULL);
}

static void
add_untried(const struct crossing *crossing)
{
	cleanup_memory char *found = memory_format(
		"role \"%s\" has no CONNECT privilege (not tried: no valid password)", crossing->role);

	add(crossing, FINDING_NOTE, found, NULL);
}

static bool
judge_entrance(struct crossing *crossing, struct failure *failure)
{
	enum trial trial = TRIAL_REFUSED;
	struct failure answer = {0};

	if (!crossing->entrance.role_exists || !crossing->entrance.database_exists)
	{
		add_absence(crossing);
		return true;
	}
	if (!try_login(crossing, &trial, &answer))
	{
		*failure = answer;
		return false;
	}
	if (trial == TRIAL_ENTERED)
		add_breach(crossing, "it can (tried)");
	else if (trial == TRIAL_REFUSED)
		add_refusal(crossing, &answer);
	else if (crossing->entrance.is_permitted)
		add_breach(crossing, "it has the CONNECT privilege (not tried: no valid password)");
	else
		add_untried(crossing);
	return true;
}

static bool
verify_crossing(const struct application *application, struct session *session,
                struct crossing *crossing, struct failure *failure)
{
	return application->database->inspection->entrance(session, crossing->role, crossing->database,
	                                                   &crossing->entrance, failure) &&
	       judge_entrance(crossing, failure);
}

static bool
is_same_role(const struct application *application, struct finding_list *findings)
{
	const char *platform = settings_text(application->settings, SETTING_NOETL_USER);
	const char *workspace = settings_text(application->settings, SETTING_POSTGRES_USER);
	bool is_required = settings_flag(application->settings, SETTING_REQUIRE_ISOLATION);

	if (strcmp(platform, workspace) != 0)
		return false;

	cleanup_memory char *object = memory_format("role \"%s\"", platform);

	finding_list_append(findings,
	                    &(struct finding){.class = is_required ? FINDING_BROKEN : FINDING_WARNING,
	                                      .object = object,
	                                      .expected = "platform and workspace are isolated",
	                                      .found = "NOETL_USER and POSTGRES_USER are the same role",
	                                      .hint = "Give them different names."});
	return true;
}

/* An isolated role still sees what PUBLIC sees in these databases. */
static void
note_open_databases(const struct application *application, const struct name_list *open,
                    struct finding_list *findings)
{
	const char *platform = settings_text(application->settings, SETTING_NOETL_POSTGRES_DB);
	const char *workspace = settings_text(application->settings, SETTING_POSTGRES_DB);

	for (size_t index = 0; index < open->count; index++)
	{
		cleanup_memory char *object = memory_format("database \"%s\"", open->items[index]);

		if (strcmp(open->items[index], platform) == 0 || strcmp(open->items[index], workspace) == 0)
			continue;
		finding_list_append(findings, &(struct finding){.class = FINDING_NOTE,
		                                                .object = object,
		                                                .found = "PUBLIC can connect"});
	}
}

bool
isolation_verify(const struct application *application, struct session *session,
                 struct finding_list *findings, struct failure *failure)
{
	const struct settings *settings = application->settings;
	cleanup_name_list struct name_list open = {0};

	if (!application->database->inspection->open_databases(session, &open, failure))
		return false;
	note_open_databases(application, &open, findings);
	if (is_same_role(application, findings))
		return true;

	/* Names are copied, because settings may be read again between the two. */
	const enum setting_key crossings[][2] = {
		{SETTING_NOETL_USER, SETTING_POSTGRES_DB},
		{SETTING_POSTGRES_USER, SETTING_NOETL_POSTGRES_DB},
	};

	for (size_t index = 0; index < COUNT_OF(crossings); index++)
	{
		cleanup_memory char *role = memory_copy_text(settings_text(settings, crossings[index][0]));
		cleanup_memory char *database =
			memory_copy_text(settings_text(settings, crossings[index][1]));
		struct crossing crossing = {
			.application = application,
			.role = role,
			.database = database,
			.is_open_to_public = name_list_contains(&open, database),
			.findings = findings,
		};

		if (!verify_crossing(application, session, &crossing, failure))
			return false;
	}
	return true;
}
