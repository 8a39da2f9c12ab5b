#include "help_prose.h"

#include <stddef.h>

static const struct help_section sections[] = {
	{"Where settings come from",
     "Every setting has one name, which is its environment variable, its file in a mounted directory "
     "and its key in a ConfigMap or Secret. Most have a flag as well. In falling rank: flags, the "
     "environment, mounted directories, manifests, the Kubernetes API (--config-from), libpq's own "
     "variables and DATABASE_URL, defaults. Among several of a kind the last wins. An empty value counts as not given.\n\n"
     "\"noetl-schema config\" prints every setting, its value and where it comes from. Malformed "
     "and missing settings are listed all at once, with where they come from and what is allowed.\n\n"
     "Kubernetes sets POSTGRES_PORT=tcp://... in the pods of a namespace with a Service of the name "
     "postgres. Such a value is known and counts as not given."},
	{"Mounted directories",
     "A directory of --config-dir (or NOETL_CONFIG_DIR, several separated by colons) has one file a "
     "setting, as kubelet mounts a ConfigMap or Secret. One line feed at the end of a file (or "
     "carriage return and line feed) is not part of the value; everything else is. The files are "
     "read again before every login, so that a password that was rotated while the program waits is "
     "picked up; all files of a mount are read from the same version of it."},
	{"Manifests",
     "A file of --config (or NOETL_CONFIG, several separated by colons) is YAML with ConfigMaps and "
     "Secrets, one or many documents, so that the manifests of a cluster serve a laptop. Other kinds "
     "are passed over. Secrets may have data (base64) and stringData, which wins. Values must be "
     "strings, as for Kubernetes: numbers and words like true or yes need quotes. One line feed at the "
     "end is not part of a value, as in a mounted directory. A file has at most 4 MB, 100 anchors, 100 "
     "levels and 100000 values, each key once, and no %TAG. Errors name file and line. A pipe is read "
     "once, a file before every login."},
	{"Pipes",
     "--file, --config and --kubeconfig take pipes, as --file <(generate) makes them, and --file - is "
     "standard input. Their writer is waited for as long as NOETL_WAIT_TIMEOUT says, 10 seconds at "
     "least, or until SIGTERM. A kubeconfig from a pipe serves --config-from or --report, not both. What is read again before each use has to be a regular file, or a link "
     "to one: files of targets and of settings, tokens, certificates, keys, a PGPASSFILE. Files of "
     "--file have at most 64 MB together."},
	{"Keys that are no setting",
     "They are passed over, in every source, for they may be of other programs. A key that is a slip "
     "away from a setting that nobody gave (POSTGRES_HSOT, postgres_host) is named in a warning, and "
     "in the error if that setting has to be there. A file of targets must have nothing else."},
	{"The environment",
     "A variable's value is taken byte for byte. White space at either end is kept, with a warning: a "
     "line feed at the end of a password mostly comes from echo before base64."},
	{"Who logs in",
     "Each database is changed in a login of its owner: NOETL_USER with NOETL_PASSWORD, POSTGRES_USER "
     "with POSTGRES_PASSWORD, a service's role with the password of its name. The administrator is "
     "needed with --ensure-role only: NOETL_ADMIN_USER with NOETL_ADMIN_PASSWORD, else POSTGRES_USER "
     "with POSTGRES_PASSWORD where POSTGRES_USER is given.\n\n"
     "POSTGRES_HOST is never guessed. A password may be missing where a client certificate "
     "(PGSSLCERT) or a local socket proves who one is, where NOETL_AUTH names \"none\", and the "
     "administrator's where there is a PGPASSFILE.\n\n"
     "A password is given only to a server that asks for it by SCRAM. NOETL_AUTH names other ways, in "
     "the syntax of libpq's require_auth; \"password\", clear text, goes over TLS whose certificate "
     "was checked, loopback or a local socket only. What else the server asks for ends the run with 4."},
	{"libpq's variables and DATABASE_URL",
     "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE and DATABASE_URL rank just above defaults; of "
     "DATABASE_URL and the others, DATABASE_URL wins. User, password and database of theirs are the "
     "administrator's, never an owner's. PGREQUIREAUTH means NOETL_AUTH. Other parameters of DATABASE_URL, such as sslmode, hold for "
     "every login unless a setting says otherwise; those that are not served are refused. A password "
     "in it has one place, between user and host, with @ written %40, / %2F, ? %3F and % %25. "
     "PGSSLMODE, PGSSLROOTCERT, PGSSLCERT and PGSSLKEY are settings like any other. Whatever else "
     "libpq reads from its environment keeps working, but PGHOSTADDR, PGSERVICE and PGSERVICEFILE."},
	{"Who may weaken what",
     "PGSSLMODE, PGSSLROOTCERT, PGCHANNELBINDING and NOETL_AUTH decide whom a password reaches. What "
     "flags and the environment say of them, and the defaults where these are silent, may be "
     "strengthened by every other source, a file of targets included, and weakened by none: exit "
     "status 3. An authority's file that is found through a folder of settings is refused. Where "
     "NOETL_AUTH allows \"password\", POSTGRES_HOST and POSTGRES_PORT come from flags, the environment "
     "or a file of targets."},
	{"Secrets",
     "Passwords have no flags, since every process of a machine may read a command line. They are not "
     "written to any log or error, nor is a malformed value that may hold one. In the environment they "
     "are overwritten when the program starts; in memory a command keeps those that it uses, and a "
     "process for one target those of its target. The program makes its memory private: no core file, "
     "no look into it by other processes of the same user."},
	{"Log and output",
     "Log lines go to standard error: time (RFC 3339, UTC), level, message; with --log-format json one "
     "object a line with time, level, message and, for a failure, kind, exit_status, sqlstate, detail, "
     "hint, file, line, column and excerpt. On a terminal one more "
     "line shows what goes on; a TERM of dumb, --quiet and --log-format json switch it off, NO_COLOR "
     "switches colours off.\n\n"
     "What a command is asked for goes to standard output. When it cannot be written there, the exit "
     "status is 13.\n\n"
     "Whatever a name or a message holds, no terminal is moved by it and no line is forged: control "
     "characters, those that turn the direction of writing or are invisible, and bytes that are no "
     "UTF-8 are shown as \\n, \\t, \\x1b and \\u{202e}, in text and in what JSON decodes to, in Events, "
     "the status and the termination message. Only DDL that ddl prints and rows that export writes "
     "stay as they are."},
	{NULL, NULL},
};

const struct help_section *
help_sections(void)
{
	return sections;
}
