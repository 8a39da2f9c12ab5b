#include "adapter/postgres/script_failure.h"

#include "adapter/postgres/sqlstate.h"

void
script_fail(struct failure *failure, const PGresult *result, const struct script *script,
            size_t offset_bytes)
{
	(void)sqlstate_fail(failure, result, NULL);
	script_place(script, offset_bytes, &failure->place);
}
