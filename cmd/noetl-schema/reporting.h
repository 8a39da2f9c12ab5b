#ifndef REPORTING_H
#define REPORTING_H

#include <stdbool.h>

#include "base/failure.h"
#include "command.h"
#include "port/cluster.h"
#include "port/mandate.h"

/*
 * Where a run is reported: to the Kubernetes API by this Pod's own account or that of a kubeconfig,
 * or only to kubelet, which reads the termination message.
 */
struct reporting;

/* FAILURE_SETTINGS where a kubeconfig was asked for and cannot be used. */
bool reporting_open(const struct command *command, const struct settings *settings,
                    struct reporting **reporting, struct failure *failure);
void reporting_close(struct reporting *reporting);

/* Whether the run is still wanted, as the API tells a Pod. */
const struct mandate *reporting_mandate(const struct reporting *reporting);
const struct cluster *reporting_cluster(const struct reporting *reporting);

/*
 * The last report: how the program ends. With NULL, or for a command without reports, a failure is
 * left in the termination message anyway.
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
