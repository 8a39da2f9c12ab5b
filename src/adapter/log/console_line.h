#ifndef ADAPTER_LOG_CONSOLE_LINE_H
#define ADAPTER_LOG_CONSOLE_LINE_H

/* Log lines as text for people and as JSON, each with its line feed. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/log.h"
#include "base/text.h"

struct console_line
{
	enum log_level level;
	int64_t unix_ms;
	const char *target;            /* the one of many that this process works on; or NULL */
	const char *message;           /* the failure's own if there is one */
	const struct failure *failure; /* or NULL */
};

/* Detail, hint, place and excerpt follow in lines of their own. Control characters are escaped. */
void console_append_text(struct text *text, const struct console_line *line, bool shows_color);

/* One object in one line. */
void console_append_json(struct text *text, const struct console_line *line);

#endif
