#include "help_prose.h"

#include <stddef.h>

static const struct help_section sections[] = {
	{"Where settings come from",
     "Every setting has one name. It is the name of its environment variable, of its file in a "
     "mounted directory and of its key in a ConfigMap or Secret. Most settings also have a flag. "
     "In falling rank, values come from: the entry of a target (--targets), flags, the defaults "
     "of the file of targets, the environment, mounted directories, manifests, the Kubernetes API "
     "(--config-from), libpq's own variables and DATABASE_URL, defaults. Among several sources of "
     "one rank the last one wins. An empty value counts as not given.\n\n\"noetl-schema config\" "
     "prints every setting, its value and where it comes from. Malformed and missing settings are "
     "listed together, with where they come from and what is allowed.\n\nKubernetes sets "
     "POSTGRES_PORT=tcp://... in the Pods of a namespace with a Service named postgres. Such a "
     "value is recognised and counts as not given."},
	{"Mounted directories",
     "A directory of --config-dir (or NOETL_CONFIG_DIR, several separated by colons) has one file "
     "for each setting, as kubelet mounts a ConfigMap or Secret. One line feed at the end of a "
     "file (or carriage return and line feed) is not part of the value; everything else is. The "
     "files are read again before every login, so that a password that is rotated while the "
     "program waits is used. All files of a mount are read from the same version of it."},
	{"Manifests",
     "A file of --config (or NOETL_CONFIG, several separated by colons) is YAML with ConfigMaps "
     "and Secrets, in one document or several, so that the manifests of a cluster can be used on "
     "a laptop. Other kinds are ignored. Secrets may have data (base64) and stringData; "
     "stringData wins. Values must be strings, as in Kubernetes: numbers and words like true or "
     "yes need quotes. One line feed at the end is not part of a value, as in a mounted "
     "directory. A file has at most 4 MB, 100 anchors, 100 levels and 100000 values, each key "
     "once, and no %TAG. Errors name file and line. A pipe is read once, a file before every "
     "login."},
	{"Pipes",
     "--file, --config and --kubeconfig take pipes, as --file <(generate) makes them, and --file "
     "- is standard input. The program waits for their writer for NOETL_WAIT_TIMEOUT, but at "
     "least 10 seconds, or until SIGTERM. A kubeconfig from a pipe serves --config-from or "
     "--report, not both. Files that are read again before each use have to be regular files or "
     "links to one: files of targets and of settings, tokens, certificates, keys, a PGPASSFILE. "
     "The files of --file have at most 64 MB together."},
	{"Keys that are no setting",
     "They are ignored, in every source, since they may belong to other programs. If a key looks "
     "like a typing error of a setting that is not given (POSTGRES_HSOT, postgres_host), a "
     "warning names it, and so does the error if that setting is required. A file of targets must "
     "have no other keys."},
	{"The environment",
     "The value of a variable is taken byte for byte. White space at either end is kept, with a "
     "warning: a line feed at the end of a password usually comes from echo before base64."},
	{"Who logs in",
     "Each database is changed in a login of its owner: NOETL_USER with NOETL_PASSWORD, "
     "POSTGRES_USER with POSTGRES_PASSWORD, the role of a service with the password of its name. "
     "The administrator is needed only with --ensure-role: NOETL_ADMIN_USER with "
     "NOETL_ADMIN_PASSWORD, or POSTGRES_USER with POSTGRES_PASSWORD where POSTGRES_USER is "
     "given.\n\nPOSTGRES_HOST has no default. A password may be missing where a client "
     "certificate (PGSSLCERT) or a local socket authenticates the role, or where NOETL_AUTH names "
     "\"none\". The administrator's may also be missing where there is a PGPASSFILE.\n\n"
     "NOETL_DATABASE_URL says host, port, user, password and database of the owner in one; it "
     "ranks where it stands, and a setting of that rank or a better one that says otherwise is an "
     "error.\n\nA "
     "password is given only to a server that asks for it by SCRAM. NOETL_AUTH names other "
     "methods, in the syntax of libpq's require_auth; \"password\", clear text, is sent only over "
     "TLS with a verified certificate, over loopback or over a local socket. If the server asks "
     "for another method, the run exits with 4."},
	{"libpq's variables and DATABASE_URL",
     "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE and DATABASE_URL rank just above defaults; "
     "DATABASE_URL wins over the others. Their user, password and database are the "
     "administrator's, never an owner's. PGREQUIREAUTH means NOETL_AUTH. Other parameters of "
     "DATABASE_URL, such as sslmode, apply to every login unless a setting says otherwise; "
     "unsupported parameters are refused. A password in it stands between user and host, with @ "
     "written %40, / %2F, ? %3F and % %25. PGSSLMODE, PGSSLROOTCERT, PGSSLCERT and PGSSLKEY are "
     "settings like any other. PGSERVICE names a service of PGSERVICEFILE, else of "
     "~/.pg_service.conf: the owner's connection. Everything else that libpq reads from its "
     "environment still works, except PGHOSTADDR."},
	{"Who may weaken what",
     "PGSSLMODE, PGSSLROOTCERT, PGCHANNELBINDING and NOETL_AUTH decide which server gets a "
     "password. What flags and the environment say of them, or the defaults where these say "
     "nothing, can be strengthened by every other source, a file of targets included, and "
     "weakened by none: exit status 3. A file of authorities that is found through a folder of "
     "settings is refused. Where NOETL_AUTH allows \"password\", POSTGRES_HOST and POSTGRES_PORT "
     "come from flags, the environment or a file of targets."},
	{"Secrets",
     "Passwords have no flags, since every process of a machine can read a command line. They are "
     "not written to any log or error, and neither is a malformed value that may hold one. In the "
     "environment they are overwritten when the program starts. In memory, a command keeps only "
     "those that it uses, and a process for one target only those of its target. The program "
     "makes its memory private: no core file, and no access by other processes of the same user."},
	{"Log and output",
     "Log lines go to standard error: time (RFC 3339, UTC), level, message. With --log-format "
     "json each line is one object with time, level, message and, for a failure, kind, "
     "exit_status, sqlstate, detail, hint, file, line, column and excerpt. On a terminal one more "
     "line shows the progress; TERM=dumb, --quiet and --log-format json switch it off, NO_COLOR "
     "switches colours off.\n\nWhat a command prints goes to standard output. If it cannot be "
     "written there, the exit status is 13.\n\nNo name or message can control a terminal or forge "
     "a line: control characters, characters that change the direction of writing or are "
     "invisible, and bytes that are not UTF-8 are shown as \\n, \\t, \\x1b and \\u{202e}, in "
     "text, in what JSON decodes to, in Events, in the status and in the termination message. "
     "Only the DDL that ddl prints and the rows that export writes stay as they are."},
	{NULL, NULL},
};

const struct help_section *
help_sections(void)
{
	return sections;
}
