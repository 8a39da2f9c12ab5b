#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/printable.h"
#include "base/text.h"
#include "domain/settings_state.h"
#include "domain/settings_table.h"

void
settings_forget_remarks(struct settings *settings)
{
	problem_list_free(&settings->problems);
	for (size_t index = 0; index < settings->note_count; index++)
		free(settings->notes[index].text);
	free(settings->notes);
	free(settings->unread);
	settings->unread = NULL;
	settings->notes = NULL;
	settings->note_count = 0;
}

void
settings_add_problem(struct settings *settings, const char *format, ...)
{
	cleanup_text struct text problem = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&problem, format, arguments);
	va_end(arguments);
	problem_list_add(&settings->problems, &problem);
}

void
settings_set_typo(struct settings *settings, enum setting_key key, const char *typo)
{
	free(settings->values[key].typo);
	settings->values[key].typo = memory_copy_text(typo);
}

const char *
settings_typo(const struct settings *settings, enum setting_key key)
{
	const struct setting_value *value = &settings->values[key];

	return value->source < SETTING_FROM_DEFAULT ? NULL : value->typo;
}

void
settings_set_unread(struct settings *settings, const struct failure *failure)
{
	free(settings->unread);
	settings->unread = memory_allocate(1, sizeof *settings->unread);
	*settings->unread = *failure;
}

bool
settings_are_read(const struct settings *settings)
{
	return settings->unread == NULL;
}

void
settings_add_note(struct settings *settings, bool is_warning, const char *format, ...)
{
	cleanup_text struct text note = TEXT_EMPTY;
	va_list arguments;

	va_start(arguments, format);
	text_append_arguments(&note, format, arguments);
	va_end(arguments);
	*ARRAY_ADD(settings->notes, settings->note_count) =
		(struct settings_note){.is_warning = is_warning, .text = text_steal(&note)};
}

const struct settings_note *
settings_notes(const struct settings *settings, size_t *count)
{
	*count = settings->note_count;
	return settings->notes;
}

/* One problem a line, problems of values first, in the order of the table. */
static size_t
settings_list_problems(const struct settings *settings, struct text *list)
{
	size_t count = 0;

	for (size_t key = 0; key < SETTING_COUNT; key++)
	{
		const struct setting_value *value = &settings->values[key];

		if (value->problem == NULL)
			continue;

		cleanup_memory char *problem =
			memory_format("%s (%s): %s", settings_table[key].name, value->origin, value->problem);

		text_append(list, count > 0 ? "\n" : "");
		printable_append(list, problem);
		count++;
	}
	problem_list_write(&settings->problems, count > 0, list);
	count += settings->problems.count;
	if (count > 0 && settings->unread != NULL)
	{
		text_append_char(list, '\n');
		printable_append(list, settings->unread->message);
		count++;
	}
	return count;
}

bool
settings_check(const struct settings *settings, struct failure *failure)
{
	cleanup_text struct text list = TEXT_EMPTY;
	bool was_stopped = settings->unread != NULL && settings->unread->kind == FAILURE_INTERRUPTED;
	/* Settings whose reading was interrupted are incomplete, so missing ones are no problem. */
	size_t count = was_stopped ? 0 : settings_list_problems(settings, &list);

	if (count == 0 && settings->unread != NULL)
		*failure = *settings->unread;
	if (count == 0)
		return settings->unread == NULL;
	if (count == 1)
		return fail(failure, FAILURE_SETTINGS, "%s", text_bytes(&list));
	(void)fail(failure, FAILURE_SETTINGS, "%zu settings are missing or malformed", count);
	(void)snprintf(failure->detail, sizeof failure->detail, "%s", text_bytes(&list));
	return false;
}
