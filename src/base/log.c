#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct log_sink *installed_sink;

void
log_install(const struct log_sink *sink)
{
	installed_sink = sink;
}

void
log_write(enum log_level level, const char *format, ...)
{
	if (installed_sink == NULL || level < installed_sink->least_level)
		return;

	char *message = NULL;
	va_list arguments;

	va_start(arguments, format);
	int length = vasprintf(&message, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	installed_sink->write(installed_sink->context, level, message);
	free(message);
}

void
log_failure(enum log_level level, const struct failure *failure)
{
	if (installed_sink == NULL || level < installed_sink->least_level)
		return;
	installed_sink->write_failure(installed_sink->context, level, failure);
}
