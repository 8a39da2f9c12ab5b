#ifndef ADAPTER_POSTGRES_WIRE_SESSION_FILES_H
#define ADAPTER_POSTGRES_WIRE_SESSION_FILES_H

#include "adapter/postgres/wire/session_parameters.h"
#include "base/failure.h"

/*
 * Checks the files that libpq is about to open by itself: certificates, keys, passwords.
 *
 * libpq and OpenSSL open any file that the path names, and wait there for the writer of a pipe; no
 * signal ends that. FAILURE_SETTINGS for what is not a regular file, or is far too large. What is
 * missing or unreadable is libpq's to report.
 */
bool session_files_check(const struct session_parameters *parameters, struct failure *failure);

#endif
