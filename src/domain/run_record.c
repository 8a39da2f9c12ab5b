#include "domain/run_record.h"

#include <stdio.h>
#include <stdlib.h>

static void
copy_bounded(char *to, size_t capacity_bytes, const char *from)
{
	(void)snprintf(to, capacity_bytes, "%s", from != NULL ? from : "");
}

void
run_record_identify(struct run_record *record, const char *run, const char *checksum,
                    const char *fingerprint)
{
	copy_bounded(record->run, sizeof record->run, run);
	copy_bounded(record->checksum, sizeof record->checksum, checksum);
	copy_bounded(record->fingerprint, sizeof record->fingerprint, fingerprint);
}

void
run_record_take_options(struct run_record *record, const char *options)
{
	copy_bounded(record->options, sizeof record->options, options);
}

void
run_record_list_free(struct run_record_list *list)
{
	for (size_t index = 0; index < list->count; index++)
	{
		struct run_record *record = &list->items[index];

		free(record->source);
		free(record->schema);
		free(record->outcome);
		free(record->tool_version);
		free(record->session_role);
		free(record->note);
	}
	free(list->items);
	*list = (struct run_record_list){0};
}
