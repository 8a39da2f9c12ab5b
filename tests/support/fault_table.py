"""The faults in docs/troubleshooting.md; tests/kubernetes/test_faults.py causes them.

`{role}` in SQL is the fault's role, which has the name of its database.
"""

from support.fault import Fault

LOCK_KEY = (
    "('x' || encode(substr(sha256('noetl-schema/{role}/noetl'), 1, 8), 'hex'))::bit(64)::bigint"
)
SHORT = {"NOETL_WAIT_TIMEOUT": "3s", "NOETL_LOGIN_TIMEOUT": "1s", "NOETL_LOCK_WAIT_TIMEOUT": "2s",
         "NOETL_LOCK_TIMEOUT": "300ms", "NOETL_CHANGE_TIMEOUT": "3s"}  # fmt: skip
PATIENT = {"NOETL_WAIT_TIMEOUT": "15s"}  # so that a busy node does not look like the fault
FILE = ("apply", "--file", "/ddl/own.sql")
ENSURE = ("apply", "noetl", "--ensure-role")
PLACE = 'gave up after … attempts in … s: cannot log in to database "…" at … port … as "…": '
WRONG_PASSWORD = "not-this-one"
DEAD_ADDRESS = "192.0.2.1"  # reserved for documentation; no machine has it
LOOK = " (k8s/look, a script of the sources, makes a Job from the last one.)"
CONFIG = f'"k8s/look config" shows every setting and where it comes from.{LOOK}'
CHECK_SERVER = (
    "Check POSTGRES_HOST and POSTGRES_PORT and whether the server runs; "
    "--wait-timeout gives it longer."
)
CHECK_PASSWORD = (
    "Check the user and the password (is the Secret the current one?), or run with --ensure-role "
    "and an administrator's login."
)
CHECK_ADMINISTRATOR = (
    "Check the user and the password (is the Secret the current one?): NOETL_ADMIN_USER and "
    "NOETL_ADMIN_PASSWORD, without them POSTGRES_USER and POSTGRES_PASSWORD."
)


MEND = "Fix the DDL at that position and run apply again."


def own(text):
    return {"own.sql": text}


def pod_of(job):
    return job["spec"]["template"]["spec"]


def without_password(job):
    """Of its environment, so that the Secret's file counts."""
    container = pod_of(job)["containers"][0]
    container["env"] = [each for each in container["env"] if each["name"] != "NOETL_PASSWORD"]


def unreadable(job):
    """Only root can read the Secret's files, and nothing gives them to the program's group."""
    del pod_of(job)["securityContext"]["fsGroup"]
    volume = next(each for each in pod_of(job)["volumes"] if "secret" in each)
    volume["secret"]["defaultMode"] = 0o400
    without_password(job)


def without_key(job):
    """The Secret's volume has everything but NOETL_PASSWORD."""
    volume = next(each for each in pod_of(job)["volumes"] if "secret" in each)
    volume["secret"]["items"] = [{"key": "NOETL_ADMIN_PASSWORD", "path": "NOETL_ADMIN_PASSWORD"}]
    without_password(job)


USAGE = [
    Fault("no-such-bundle", "a bundle that this image does not have", 2,
          'there is no bundle "noetll"', "bundles are: …", ("apply", "noetll")),
    Fault("no-such-option", "an option that this image does not know", 2,
          "unknown option --ensure-rule", "Did you mean --ensure-role?", ("apply", "--ensure-rule"),
          only_pod_knows=True),
    Fault("no-such-command", "a command that this image does not have", 2,
          'unknown command "aply"', 'Did you mean "apply"?', ("aply",), only_pod_knows=True),
]  # fmt: skip

TOLD_ALL_THE_SAME = [
    Fault("api-unreachable", "the Pod cannot reach the API server", 0,
          'Not reported to the API: cannot create events in namespace "…": …',
          "Let the Pod reach the API server (NetworkPolicy, KUBERNETES_SERVICE_HOST, a proxy), or "
          "give --report off. The schema does not wait for it.",
          environment={"KUBERNETES_SERVICE_HOST": DEAD_ADDRESS}, only_pod_knows=True),
    Fault("no-role", "the ServiceAccount has no Role", 0,
          'Not reported to the API: cannot create events in namespace "…": the Kubernetes API answered '
          "403: …",
          'A Role with this rule allows it: {apiGroups: ["events.k8s.io"], resources: ["events"], '
          'verbs: ["create", "patch"]}. cannot patch configmaps in namespace "…": the Kubernetes '
          "API answered 403: … A Role with this rule allows it: {apiGroups: [\"\"], resources: "
          '["configmaps"], resourceNames: ["noetl-schema-status"], verbs: ["create", "patch"]}.',
          account="without-rights", only_pod_knows=True),
]  # fmt: skip

SETTINGS = [
    Fault("missing-key", "a key is missing in the Secret", 3,
          "NOETL_PASSWORD is missing: password of NOETL_USER", CONFIG, change=without_key),
    Fault("bad-settings", "settings that mean nothing", 3,
          "2 settings are missing or malformed", CONFIG,
          environment={"NOETL_WAIT_TIMEOUT": "soon", "POSTGRES_PORT": "99999"},
          detail="…POSTGRES_PORT…"),
    Fault("unreadable-secret", "the Secret's files are not the Pod's to read (no fsGroup)", 3,
          "… settings are missing or malformed",
          CONFIG, change=unreadable,
          detail="…/etc/noetl/secret/NOETL_PASSWORD: cannot be opened: Permission denied"),
    Fault("no-such-file", "the file with the DDL is not mounted", 3,
          "cannot open /ddl/nothing.sql: No such file or directory",
          "--file takes a path that this program can read, or - for standard input",
          ("apply", "--file", "/ddl/nothing.sql"), files=own("select 1;")),
    Fault("backslash", "the DDL was made for psql", 3,
          "\\copy is a command of psql, which reads or writes files where psql runs "
          "(/ddl/own.sql:2:1)",
          "For data, write COPY ... FROM stdin with the data behind it; for a query, end it with a "
          "semicolon.", FILE,
          files=own("create table a (id int);\n\\copy a from rows.csv\n")),
    Fault("open-quote", "the DDL ends in the middle of something", 3,
          "the script ends inside a quoted string (/ddl/own.sql:…)",
          "Close it in the statement that begins there, unless the end of the file is missing.",
          FILE,
          files=own("create table if not exists a (\n\tid int default 'x\n);\n")),
    Fault("no-tls", "PGSSLMODE wants TLS, the server has none", 3,
          'cannot log in to database "…" at … port 5432 as "…": …does not support SSL…',
          "the server offers no TLS: switch it on there, or lower PGSSLMODE",
          environment={"PGSSLMODE": "require"}),
    Fault("other-authority", "the server's certificate is of an authority that is not trusted", 3,
          'cannot log in to …certificate verify failed…',
          "give the certificate authority of the server in PGSSLROOTCERT",
          environment={"PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/ddl/other.crt"},
          needs_tls=True),
    Fault("other-name", "the server's certificate is of another name", 3,
          "cannot log in to …does not match host name…",
          "use the host name that is in the server's certificate, or PGSSLMODE=verify-ca",
          environment={"PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/ddl/ca.crt"},
          needs_tls=True),
    Fault("no-authority", "the file of PGSSLROOTCERT is not mounted", 3,
          'cannot log in to …root certificate file "/ddl/nothing.crt" does not exist…',
          "give the certificate authority of the server in PGSSLROOTCERT",
          environment={"PGSSLMODE": "verify-ca", "PGSSLROOTCERT": "/ddl/nothing.crt"},
          needs_tls=True),
]  # fmt: skip

DENIED = [
    Fault("wrong-password", "the password is not the server's", 4,
          PLACE + 'password authentication failed for user "…"', CHECK_PASSWORD,
          environment={"NOETL_PASSWORD": WRONG_PASSWORD}),
    Fault("wrong-administrator", "the administrator's password is not the server's", 4,
          PLACE + 'password authentication failed for user "postgres"', CHECK_ADMINISTRATOR, ENSURE,
          environment={"NOETL_PASSWORD": WRONG_PASSWORD, "NOETL_ADMIN_PASSWORD": WRONG_PASSWORD}),
    Fault("no-database", "the database does not exist", 4,
          PLACE + 'database "…" does not exist',
          "Create the database, or run with --ensure-role and an administrator's login.",
          environment={"NOETL_POSTGRES_DB": "nowhere"}),
    Fault("no-login", "the role may not log in", 4,
          PLACE + 'role "…" is not permitted to log in',
          "Check that the role may log in and that pg_hba.conf lets this address in.",
          server_sql=("alter role {role} nologin",)),
    Fault("not-in-hba", "pg_hba.conf keeps the role out", 4,
          PLACE + "pg_hba.conf rejects connection for host …",
          "Check that the role may log in and that pg_hba.conf lets this address in without TLS; "
          "PGSSLMODE=require asks for TLS.",
          hba="host all {role} all reject"),
    Fault("tls-demanded", "the server wants TLS, PGSSLMODE keeps it off", 4,
          PLACE + "pg_hba.conf rejects connection for host …, no encryption",
          "Check that the role may log in and that pg_hba.conf lets this address in without TLS; "
          "PGSSLMODE=require asks for TLS.",
          environment={"PGSSLMODE": "disable"}, hba="hostnossl all {role} all reject"),
    Fault("no-connect", "the role may not enter the database", 4,
          PLACE + 'permission denied for database "…"', "Grant the role CONNECT on the database.",
          server_sql=("alter database {role} owner to postgres",
                      "revoke connect on database {role} from public")),
    Fault("no-create", "the role may not make a schema in the database", 4,
          "cannot create the schema: permission denied for database …",
          "Let an administrator grant this privilege to the role, or run with --ensure-role and an "
          "administrator's login.",
          server_sql=("alter database {role} owner to postgres",)),
    Fault("foreign-schema", "another role owns the schema", 4,
          "cannot set the search path: permission denied for schema noetl",
          "Let an administrator grant this privilege to the role, or run with --ensure-role and an "
          "administrator's login.",
          database_sql=("create schema noetl authorization postgres",)),
    Fault("ddl-privilege", "the DDL does what only a superuser may", 4,
          'permission denied to create extension "file_fdw" (/ddl/own.sql:1:1)',
          "Must be superuser to create this extension.", FILE,
          files=own("create extension if not exists file_fdw;\n")),
    Fault("weak-administrator", "the administrator may not make roles", 4,
          'administrator "…" cannot provision role …: expected LOGIN; found absent',
          "A superuser may run: ALTER ROLE … CREATEROLE", ENSURE,
          environment={"NOETL_ADMIN_USER": "weak_administrator", "NOETL_ADMIN_PASSWORD": "fault",
                       "NOETL_USER": "yet_to_be_made", "NOETL_POSTGRES_DB": "yet_to_be_made"}),
]  # fmt: skip

DDL = [
    Fault("type-unknown", "the DDL has an error", 5,
          'type "intt" does not exist (/ddl/own.sql:3:7)', MEND, FILE,
          files=own("create table if not exists a (\n\tid int,\n\tsize intt\n);\n")),
    Fault("syntax", "the DDL has a syntax error", 5,
          'syntax error at or near "exist" (/ddl/own.sql:2:21)', MEND, FILE,
          files=own("select 1;\ncreate table if not exist a (id int);\n")),
    Fault("no-extension", "the server lacks an extension", 5,
          'extension "postgis" is not available (/ddl/own.sql:1:1)',
          "The extension must first be installed on the system where PostgreSQL is running.", FILE,
          files=own("create extension if not exists postgis;\n")),
    Fault("never-done", "the DDL changes something in every run", 5,
          "file:own in schema … still changes definitions in run 3, …",
          "Make the statements that define these objects say the same whenever they run.", FILE,
          files=own("create table if not exists a (id int);\ndo $$ begin execute format("
                    "'alter table a add column c%s int', (select count(*) from pg_attribute"
                    " where attrelid = 'a'::regclass)); end $$;\n")),
]  # fmt: skip

STATE = [
    Fault("column-dropped", "a column was dropped from a table that now belongs to another role", 4,
          "table noetl.a in database … has to be changed for file:own, and belongs to role …, which role "
          "… is not and cannot become; nothing was changed",
          "As an administrator: GRANT … TO …, or make … its owner.",
          FILE, runs_before=True,
          files=own("create table if not exists a (id int, size int);\n"),
          fault_sql=("alter table noetl.a drop column size", "alter table noetl.a owner to current_user")),
    Fault("table-dropped", "verify finds a table missing", 6,
          "… differences from what is expected, first in …: expected …; found …",
          f"Run k8s/look apply.{LOOK}",
          ("verify", "noetl"), runs_before=True,
          fault_sql=("drop table noetl.event_log cascade",)),
    Fault("rows-dropped", "the DDL drops a table that has rows", 7,
          'applying file:own to database "…" would destroy rows: table noetl.a (1 row, …); everything was '
          "rolled back",
          "To allow just that: --allow 'table:noetl.a' (or NOETL_ALLOW); to allow everything: "
          "--destructive allow.",
          FILE, runs_before=True,
          files=own("drop table if exists a;\ncreate table a (id int);\n"),
          fault_sql=("insert into noetl.a values (1)", "alter table noetl.a alter column id set not null")),
    Fault("reset-unsaid", "reset without --yes", 7,
          "a reset drops what is in the schemas, and was not confirmed; nothing was changed",
          "If that is what you want, run it again with --yes.", ("reset", "noetl"),
          database_sql=("create schema noetl authorization {role}",
                        "create table noetl.precious (id int)")),
]  # fmt: skip

UNREACHABLE = [
    Fault("no-host", "the server's name is not known", 10,
          'gave up after … attempts in … s: cannot resolve host "nowhere": …', CHECK_SERVER,
          environment={"POSTGRES_HOST": "nowhere"}),
    Fault("port-closed", "no server listens at the port", 10,
          PLACE + "Connection refused", CHECK_SERVER,
          environment={"POSTGRES_HOST": "localhost", "POSTGRES_PORT": "1"}),
    Fault("not-postgres", "something else listens at the port", 10,
          PLACE + "server closed the connection unexpectedly. This probably means the server "
          "terminated abnormally before or while processing the request.", CHECK_SERVER,
          environment={"POSTGRES_HOST": "kubernetes.default.svc.cluster.local", "POSTGRES_PORT": "443"}),
    Fault("standby-only", "only a standby is there, and it was not promoted", 10,
          "gave up after … attempts in … s: the server at standby port 5432 takes logins, but is in "
          "recovery (a standby, or not yet promoted)", "Point POSTGRES_HOST at the primary.",
          environment={"POSTGRES_HOST": "standby"}, waits=True),
    Fault("read-only", "the database is read-only", 10,
          "gave up after … attempts in … s: the server at … port 5432 takes logins, but is "
          "read-only (default_transaction_read_only is on)",
          "It is set for database …. Reset it (a managed service sets it when the disk is full: "
          "free space first): ALTER DATABASE … RESET default_transaction_read_only",
          server_sql=("alter database {role} set default_transaction_read_only = on",), waits=True),
    Fault("too-many", "other clients hold all connections", 10,
          PLACE + 'too many connections for role "…"',
          "The role has a connection limit. Let other sessions of it end, or run: ALTER ROLE … "
          "CONNECTION LIMIT -1",
          server_sql=("alter role {role} connection limit 0",)),
    Fault("not-recorded", "an init container waits for a schema that no Job applies", 10,
          'schema "noetl" in database "…" is not recorded as applied from bundle:noetl after … s',
          '"k8s/look status noetl" shows the last runs; look at the log of the Job that '
          f"applies it.{LOOK}", ("wait", "noetl")),
]  # fmt: skip

BUSY = [
    Fault("schema-locked", "another run holds the schema's lock", 11,
          "another run still holds the schema lock … of … after 2 s: …",
          "Let the other run end, or end it with pg_terminate_backend(); its work is rolled back "
          "and the lock is free at once.",
          held=f"select pg_advisory_lock({LOCK_KEY})"),
    Fault("table-locked", "another session holds locks on a table", 13,
          "gave up after … attempts: canceling statement due to lock timeout (/ddl/own.sql:1:1)",
          "Let the sessions that the detail names end, or give NOETL_CHANGE_TIMEOUT more time.", FILE,
          files=own("alter table a add column if not exists b int;\n"),
          database_sql=("create schema noetl authorization {role}",
                        "create table noetl.a (id int)", "alter table noetl.a owner to {role}"),
          held="begin; lock table noetl.a"),
    Fault("cut", "the connection is cut again and again", 13,
          "gave up after … attempts: terminating connection due to administrator command "
          "(/ddl/own.sql:2:1)",
          "The server's log says why the connection ended; run it again afterwards.", FILE,
          files=own("create table if not exists a (id int);\n"
                    "select pg_terminate_backend(pg_backend_pid());\n")),
    Fault("disk-full", "the server's disk is full", 13,
          "could not extend file …: No space left on device (/ddl/own.sql:1:1)",
          "Check free disk space.", FILE,
          files=own("create table a as select i, repeat(md5(i::text), 30) as t "
                    "from generate_series(1, 100000) i;\n"),
          database_sql=("alter database {role} set default_tablespace = small",)),
]  # fmt: skip

FAULTS = TOLD_ALL_THE_SAME + USAGE + SETTINGS + DENIED + DDL + STATE + UNREACHABLE + BUSY
for _fault in FAULTS:
    _patience = {} if _fault.exit_status == 10 and not _fault.waits else PATIENT
    _fault.environment = SHORT | _patience | {
        "NOETL_USER": _fault.role, "NOETL_PASSWORD": "fault", "NOETL_POSTGRES_DB": _fault.role,
    } | _fault.environment  # fmt: skip
