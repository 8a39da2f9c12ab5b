#include "app/look_session.h"

#include "base/cleanup.h"

static bool
make_login(const void *context, const struct settings *settings, struct login *login,
           struct failure *failure)
{
	const struct target *target = context;

	return login_to_look(settings, target->owner, target->database, login, failure);
}

bool
look_session_open(const struct application *application, const struct target *target,
                  const struct connect_request *request, struct session **session,
                  struct failure *failure)
{
	struct connect_request own = *request;
	struct connect_outcome outcome = {0};

	own.make_login = make_login;
	own.context = target;
	return connect_when_ready(application, &own, session, &outcome, failure);
}

void
look_session_close(const struct application *application, struct session **session)
{
	application->database->session->close(take(*session));
}
