#include "adapter/kubernetes/end_reason.h"

#include <stddef.h>

#include "base/count_of.h"
#include "domain/run_phase.h"

static const struct
{
	enum failure_kind kind;
	const char *reason;
} reasons[] = {
	{FAILURE_DENIED, "Refused"},
	{FAILURE_DESTRUCTIVE, "Refused"},
	{FAILURE_UNWANTED, "Interrupted"},
	{FAILURE_INTERRUPTED, "Interrupted"},
};

const char *
end_reason(enum failure_kind kind)
{
	for (size_t index = 0; index < COUNT_OF(reasons); index++)
	{
		if (reasons[index].kind == kind)
			return reasons[index].reason;
	}
	return run_phase_name(PHASE_FAILED);
}
