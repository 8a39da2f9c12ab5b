#include "output.h"

#include <string.h>
#include <unistd.h>

#include "adapter/log/console.h"
#include "base/printable.h"
#include "base/stop_signal.h"
#include "base/write_all.h"

bool
output_is_json(const struct settings *settings)
{
	return strcmp(settings_text(settings, SETTING_OUTPUT), "json") == 0;
}

bool
output_is_sql(const struct settings *settings)
{
	return strcmp(settings_text(settings, SETTING_OUTPUT), "sql") == 0;
}

bool
output_shows_color(void)
{
	struct console_options options = {.descriptor = STDOUT_FILENO};

	console_look_at_terminal(&options);
	return options.shows_color;
}

bool
output_write_exactly(const struct text *text, struct failure *failure)
{
	switch (write_all(STDOUT_FILENO, text_bytes(text), text->length_bytes, 0))
	{
		case WRITE_DONE:
			break;
		case WRITE_FAILED:
			return fail(failure, FAILURE_TRANSIENT, "cannot write to standard output: %m");
		case WRITE_STOPPED:
			return stop_signal_fail(failure, "writing to standard output, which is not read");
	}
	return true;
}

bool
output_write(const struct text *text, struct failure *failure)
{
	cleanup_text struct text shown = TEXT_EMPTY;

	printable_append_tabbed(&shown, text_bytes(text), text->length_bytes);
	return output_write_exactly(&shown, failure);
}
