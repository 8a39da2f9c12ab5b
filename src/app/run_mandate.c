#include "app/run_mandate.h"

bool
run_mandate_holds(const struct application *application, struct failure *failure)
{
	const struct mandate *mandate = application->mandate;

	return mandate->holds(mandate->context, failure);
}
