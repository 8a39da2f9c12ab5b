#ifndef REPORTING_H
#define REPORTING_H

#include <stdbool.h>

#include "base/failure.h"
#include "command.h"
#include "port/cluster.h"

/*
 * Whom a run is reported to: the Kubernetes API by this Pod's own account, that of
 * a kubeconfig, or nobody but kubelet, who reads the termination message.
 */
struct reporting;

/* FAILURE_SETTINGS where a kubeconfig was asked for and cannot be used. */
bool reporting_open(const struct command *command, const struct settings *settings,
                    struct reporting **reporting, struct failure *failure);
void reporting_close(struct reporting *reporting);

const struct cluster *reporting_cluster(const struct reporting *reporting);

/*
 * The last report: how the program ends. With NULL, or of a command that nobody is told of, a
 * failure is left in the termination message all the same.
 */
void reporting_end(const struct reporting *reporting, const struct failure *failure,
                   bool was_exposed);

static inline void
cleanup_reporting_pointer(struct reporting **reporting)
{
	reporting_close(*reporting);
}

#define cleanup_reporting __attribute__((cleanup(cleanup_reporting_pointer)))

#endif
