#include "domain/run_record.h"

#include <stdlib.h>

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
