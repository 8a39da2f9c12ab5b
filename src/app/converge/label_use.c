#include "app/converge/label_use.h"

#include <stdlib.h>

#include "app/converge/policy.h"
#include "domain/catalog/new_label.h"
#include "port/destruction.h"

enum
{
	/* They are written anew, and nobody reads them for as long. */
	SMALL_BYTES = 100 << 20
};

static bool
measure_tables(const struct schema_run *run, const struct fact_set *live,
               const struct fact_places *tables, int64_t *size_bytes, struct failure *failure)
{
	const struct destruction_operations *operations = run->application->database->destruction;
	cleanup_suspect_list struct suspect_list suspects = {0};
	cleanup_loss_list struct loss_list sizes = {0};

	for (size_t index = 0; index < tables->count; index++)
		policy_suspect_whole(&live->items[tables->items[index]], &suspects);
	if (suspects.count > 0 &&
	    !operations->read_losses(run->connection->session, &suspects, &sizes, failure))
		return false;
	*size_bytes = 0;
	for (size_t index = 0; index < sizes.count; index++)
		*size_bytes += sizes.items[index].size_bytes;
	return true;
}

bool
label_use_may_replace(const struct schema_run *run, const struct fact_set *live,
                      const struct fact_set *desired, bool *may_replace, struct failure *failure)
{
	struct fact_places tables = new_label_tables(live, desired);
	int64_t size_bytes = 0;
	bool is_measured = measure_tables(run, live, &tables, &size_bytes, failure);

	free(tables.items);
	*may_replace = is_measured && size_bytes < SMALL_BYTES;
	return is_measured;
}
