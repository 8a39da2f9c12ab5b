"""DDL of the user's own through the chart, on a real cluster: every command works on it, and on nothing else."""

import base64
import gzip

import pytest

from support.chart import EXISTING, PROGRAMS, merged
from support.helm_release import HelmRelease, settings_of
from support.polling import until

both_helms = pytest.mark.parametrize("program", PROGRAMS)
pytestmark = pytest.mark.timeout(400)

INVOICE = "create table if not exists invoice (id bigint primary key);\n"
PAYMENT = "create table if not exists payment (id bigint primary key, invoice bigint references invoice);\n"
TABLES = "select relname from pg_class where relnamespace = 'noetl'::regnamespace and relkind = 'r' order by 1"

SOLD = "create table if not exists sold (id bigint generated always as identity primary key, {0});\n"
COLUMNS = (
    "select attname from pg_attribute"
    " where attrelid = 'noetl.sold'::regclass and attnum > 0 and not attisdropped order by 1"
)
OLD_VERSION = r"insert into noetl.sold (note) values ('of the old version') \watch 0.2"


def packed(text):
    return base64.b64encode(gzip.compress(text.encode())).decode()


def config_map(namespace, name, files):
    """By server-side apply: a client's copy of a large one would not fit into an annotation."""
    each = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": files}
    namespace.apply(each, arguments=("--server-side",))


def sources(postgres):
    return postgres.query("select distinct source from noetl_ledger.run")


@both_helms
def test_ddl__in_values_is_applied_tested_and_changed(namespace, postgres, image, program):
    files = {"010.sql": INVOICE, "020.sql.gz": packed(PAYMENT)}
    release = HelmRelease(namespace, program, merged(settings_of(namespace), {"ddl": {"files": files}}))
    assert 'the DDL "demo"' in release.upgrade().stdout, "the notes"
    assert postgres.query(TABLES) == ["invoice", "payment"], "and nothing of a bundle"
    assert sources(postgres) == ["file:demo"]
    assert set(namespace.status()) == {"noetl.file.demo"}
    release.test()

    more = {"ddl": {"files": {"030.sql": "create table if not exists refund (id bigint);\n"}}}
    release.upgrade(values=more)
    assert postgres.query(TABLES) == ["invoice", "payment", "refund"]
    release.test()

    postgres.query("alter table noetl.payment drop column invoice")
    assert release.test(check=False).returncode != 0, "drift is found"


def test_ddl__of_a_config_map_has_a_check_by_schedule(namespace, postgres, image):
    config_map(namespace, "billing-ddl", {"010.sql": INVOICE})
    ddl = {"ddl": {"existingConfigMap": "billing-ddl", "name": "billing"}}
    HelmRelease(namespace, "helm", merged(EXISTING, ddl, {"mode": "job"}), name="first").upgrade(
        "--wait", "--wait-for-jobs"
    )
    release = HelmRelease(namespace, "helm", merged(EXISTING, ddl, {"mode": "cronjob"}))
    release.upgrade()
    assert [each["metadata"]["name"] for each in namespace.list("cronjobs")] == [
        "demo-noetl-schema-verify"
    ]
    namespace.kubectl("create", "job", "now", "--from=cronjob/demo-noetl-schema-verify")
    namespace.wait_for("job/now", "condition=Complete")
    assert sources(postgres) == ["file:billing"]


@both_helms
def test_ddl__another_charts_replicas_wait_for_it(
    namespace, postgres, image, program, server_chart
):
    postgres.provision()
    config_map(namespace, "billing-ddl", {"010.sql": INVOICE})
    values = {"noetl-schema": {"ddl": {"existingConfigMap": "billing-ddl", "name": "billing"}}}
    release = HelmRelease(namespace, program, values, chart=server_chart)
    release.upgrade("--wait")
    assert postgres.query(TABLES) == ["invoice"]
    release.upgrade("--wait", values={"noetl-schema": {"initContainer": {"apply": False}}})
    assert release.status() == "deployed"


def test_ddl__of_three_megabytes_comes_in_several_config_maps(namespace, postgres, image):
    """One holds 1 MiB."""
    megabyte = "".join(f"-- {number:060}\n" for number in range(15_000))
    names = []
    for number in range(4):
        names.append(f"large-{number}")
        table = f"create table if not exists large_{number} (id bigint);\n"
        config_map(namespace, names[-1], {f"{number:03}.sql": megabyte + table})
    assert 4 * len(megabyte) > 3_000_000
    ddl = {"ddl": {"existingConfigMap": names, "name": "large"}}
    release = HelmRelease(namespace, "helm", merged(EXISTING, ddl))
    release.upgrade()
    assert postgres.query(TABLES) == [f"large_{number}" for number in range(4)]
    release.test()
    release.upgrade()
    assert namespace.status()["noetl.file.large"]["phase"] == "Unchanged"


def test_ddl__goes_with_bundles_if_it_is_said(namespace, postgres, image):
    view = "create or replace view event_count as select count(*) from event_log;\n"
    ddl = {"bundles": ["noetl"], "ddl": {"files": {"v.sql": view}, "withBundles": True}}
    release = HelmRelease(namespace, "helm", merged(EXISTING, ddl))
    assert 'schemas of noetl and the DDL "demo"' in release.upgrade().stdout
    assert set(namespace.status()) == {"noetl.noetl", "noetl.file.demo"}
    release.test()


def old_version(namespace):
    """A Deployment that writes all the while by the old schema; refused once, it ends and is restarted."""
    pod = namespace.get("statefulset/postgres")["spec"]["template"]["spec"]
    server = pod["containers"][0]
    password = {"secretKeyRef": {"name": "postgres-secret", "key": "NOETL_PASSWORD"}}
    container = {
        "name": "shop",
        "image": server["image"],
        "securityContext": server["securityContext"],
        "command": ["sh", "-c", 'echo "$WORK" | psql --no-psqlrc --set=ON_ERROR_STOP=1'],
        "env": [
            {"name": "WORK", "value": OLD_VERSION},
            *({"name": name, "value": value} for name, value in
              {"PGHOST": "postgres", "PGUSER": "noetl", "PGDATABASE": "noetl"}.items()),
            {"name": "PGPASSWORD", "valueFrom": password},
        ],
    }  # fmt: skip
    labels = {"app": "old-version"}
    template = {
        "metadata": {"labels": labels},
        "spec": {
            "terminationGracePeriodSeconds": 1,
            "securityContext": pod["securityContext"],
            "containers": [container],
        },
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "old-version"},
        "spec": {"selector": {"matchLabels": labels}, "template": template},
    }


def rows_of_the_old_version(postgres, more_than=0):
    """Waits until there are more of them; how many there are."""
    count = "select count(*) from noetl.sold where note is not null"
    return int(until(lambda: postgres.query(f"{count} having count(*) > {more_than}"))[0])


def test_ddl__an_upgrade_keeps_what_the_old_version_still_writes(namespace, postgres, image):
    def files(column):
        return {"ddl": {"files": {"010.sql": SOLD.format(column)}}}

    release = HelmRelease(
        namespace, "helm", merged(settings_of(namespace), files("note text not null"))
    )
    release.upgrade()
    namespace.apply([old_version(namespace)])
    written = rows_of_the_old_version(postgres)

    new = files("total numeric not null default 0")
    assert release.upgrade(values=new, check=False).returncode != 0, "refused without a word on it"
    assert postgres.query(COLUMNS) == ["id", "note"]
    release.upgrade(values=merged(new, {"destructive": "postpone"}))
    assert postgres.query(COLUMNS) == ["id", "note", "total"]
    assert namespace.status()["noetl.file.demo"]["postponed"] == ["column noetl.sold.note"]
    postgres.query("insert into noetl.sold (total) values (7)")
    rows_of_the_old_version(postgres, more_than=written)
    (pod,) = namespace.list("pods", "--selector=app=old-version")
    assert pod["status"]["containerStatuses"][0]["restartCount"] == 0, "it was never refused"
    release.test()

    namespace.kubectl("delete", "deployment/old-version", "--wait")
    release.upgrade(values=merged(new, {"destructive": "allow"}))
    assert postgres.query(COLUMNS) == ["id", "total"]
    assert not namespace.status()["noetl.file.demo"]["postponed"]
