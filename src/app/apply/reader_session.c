#include "app/apply/reader_session.h"

#include "base/cleanup.h"

bool
reader_session_open(const struct application *application, const struct managed_schema *schema,
                    const struct connect_request *request, struct session **session,
                    struct failure *failure)
{
	struct connect_request own = *request;

	own.login = (struct login_request){
		.as = LOGIN_TO_READ, .role = schema->owner, .database = schema->database};
	return connect_when_ready(application, &own, session, NULL, failure);
}

void
reader_session_close(const struct application *application, struct session **session)
{
	application->database->session->close(take(*session));
}
