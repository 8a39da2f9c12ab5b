#ifndef BASE_LOG_H
#define BASE_LOG_H

/*
 * Log lines.
 *
 * The sink is the second and last global of the program (the first is the stop
 * flag). Until one is installed, lines go nowhere. Only cmd and app log at
 * LOG_WARNING and above: everything below them returns a failure instead.
 * No line ever carries a secret.
 */

#include "base/failure.h"

enum log_level
{
	LOG_DEBUG,
	LOG_INFO,
	LOG_WARNING,
	LOG_ERROR
};

struct log_sink
{
	void *context;
	enum log_level least_level;
	void (*write)(void *context, enum log_level level, const char *message);
	/* Message, detail, hint, place and excerpt, each in its own line or JSON member. */
	void (*write_failure)(void *context, enum log_level level, const struct failure *failure);
};

/* Borrowed until the end of the program; NULL silences. */
void log_install(const struct log_sink *sink);

void log_write(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));
void log_failure(enum log_level level, const struct failure *failure);

#define log_debug(...) log_write(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_write(LOG_INFO, __VA_ARGS__)
#define log_warning(...) log_write(LOG_WARNING, __VA_ARGS__)
#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)

#endif
