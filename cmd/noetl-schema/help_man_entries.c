#include "help_man_entries.h"

#include <stddef.h>

static const struct help_man_entry variables[] = {
	{"PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGREQUIREAUTH",
     "libpq's variables for what POSTGRES_HOST, POSTGRES_PORT, the administrator and NOETL_AUTH "
     "say; they rank just above defaults. Other variables of libpq work as well, except "
     "PGHOSTADDR."},
	{"PGSERVICE, PGSERVICEFILE",
     "a service of a file in libpq's format, ~/.pg_service.conf if no other is given: the owner's "
     "connection, which ranks just above defaults."},
	{"KUBECONFIG, HOME",
     "where the kubeconfig is if NOETL_KUBECONFIG is not given: the files of KUBECONFIG, else "
     ".kube/config in HOME. libpq looks for its own files in HOME, too."},
	{"KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT",
     "address of the Kubernetes API, as Kubernetes sets it in a Pod."},
	{"POD_NAME, POD_NAMESPACE, POD_UID, JOB_NAME, JOB_UID",
     "which Pod and Job this is, for Events and status; by the downward API. Without POD_NAME it "
     "is HOSTNAME."},
	{"TERMINATION_LOG_PATH",
     "file of the termination message, in place of /dev/termination-log; created if it is missing."},
	{"SSL_CERT_FILE", "file of the certificate authorities that PGSSLROOTCERT=system means."},
	{"TERM, NO_COLOR", "with TERM=dumb the log has no line of progress; with NO_COLOR no colours."},
	{NULL, NULL},
};

static const struct help_man_entry files[] = {
	{"/dev/termination-log",
     "gets the termination message, which kubelet shows as the reason of a container's end. It is "
     "written only if it exists."},
	{"/var/run/secrets/kubernetes.io/serviceaccount/",
     "token, certificate authority and namespace of the Pod's ServiceAccount, for --report auto "
     "and --config-from. Read again before each use."},
	{"~/.kube/config",
     "the kubeconfig, for --report kubeconfig, and for --config-from outside of a Pod."},
	{"~/.postgresql/", "certificates that libpq takes if no setting names others."},
	{"~/.pgpass",
     "passwords that libpq uses for a login that has none, if PGPASSFILE names no other file."},
	{"logs/event_log.json", "what export writes without --output-file."},
	{NULL, NULL},
};

static const struct help_man_example examples[] = {
	{"Create the role, the database and the schema on a server, and prove them:",
     "export POSTGRES_HOST=db.example.com NOETL_PASSWORD=...\n"
     "export NOETL_ADMIN_USER=postgres NOETL_ADMIN_PASSWORD=...\n"
     "noetl-schema apply --ensure-role\n"
     "noetl-schema verify"},
	{"Apply a file in a schema, without an administrator:",
     "noetl-schema apply --file changes.sql --noetl-schema app"},
	{"Wait in an init container until the schema is recorded:",
     "noetl-schema wait --config-dir /config --config-dir /secret"},
	{"Find out where each setting comes from:", "noetl-schema config"},
	{"Print the DDL of a bundle for another tool:", "noetl-schema ddl catalog | psql -f - mydb"},
	{NULL, NULL},
};

const struct help_man_entry *
help_man_variables(void)
{
	return variables;
}

const struct help_man_entry *
help_man_files(void)
{
	return files;
}

const struct help_man_example *
help_man_examples(void)
{
	return examples;
}
