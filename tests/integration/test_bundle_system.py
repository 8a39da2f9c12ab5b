"""Bundle system, by psql alone: the eight services in one database, or a database for each."""

import psycopg
import pytest

from support import bundle_ddl, conventions, expectation, structure

SERVICES = [target["name"] for target in bundle_ddl.description("system")["schemas"]]
EXPECTED = expectation.read("system")

# The list of seed 004.
TABLES_OF_THE_SEED = {
    "auth_service": {"permissions", "roles", "users"},
    "event_processing_service": {
        *("dead_letter_queue", "event_definitions", "event_instances"),
        *("event_queue_state", "event_sequences"),
    },
    "integration_service": {"integration_definitions", "integration_instances"},
    "observability_service": {
        *("observability_logs", "observability_metrics", "observability_traces"),
    },
    "task_execution_service": {"task_definitions", "task_instances"},
    "testing_framework_service": {"test_case_results", "test_definitions", "test_runs"},
    "web_application_service": {"ui_components"},
    "workflow_orchestrator_service": {
        *("workflow_definitions", "workflow_event_subscriptions"),
        *("workflow_event_triggers", "workflow_instances"),
    },
}


class Services:
    """The roles of the services, which all databases of a server share, and a layout of schemas.

    The names are fixed by the bundle, so there is one of it on a server at a time.
    """

    def __init__(self, server, layout):
        self.server = server
        self.layout = layout
        self.databases = {}
        first = None
        for service in SERVICES:
            if first is None or layout == "databases":
                database = bundle_ddl.Database(server)
                first = first or database
            self.databases[service] = database
            first.create_role(service)
            database.create_schema(service, owner=service)

    def apply(self):
        return [
            message
            for service in SERVICES
            for message in self.databases[service].psql(
                bundle_ddl.scripts("system", service, self.layout), service, role=service
            )
        ]

    def session(self, service, **options):
        return self.databases[service].connect_as(service, service, **options)

    def structure(self):
        return [
            structure.structure(database.connect(), "no mark")
            for database in dict.fromkeys(self.databases.values())
        ]

    def close(self):
        for database in reversed(dict.fromkeys(self.databases.values())):
            database.close()


@pytest.fixture(scope="module", params=["schemas", "databases"])
def services(test_session, postgres_major, request):
    services = Services(test_session.shared_server(postgres_major), request.param)
    services.messages = services.apply()
    yield services
    services.close()


# References between services exist in layout schemas only.
in_one_database = pytest.mark.parametrize("services", ["schemas"], indirect=True, scope="module")


def expected_tables(service, layout):
    """Without references to other services where these are in other databases."""
    tables = expectation.read("system")[service]
    if layout == "databases":
        for table in tables.values():
            table.constraints = {text for text in table.constraints if "_service." not in text}
    return tables


def test_system__is_the_list_of_the_seed():
    assert sum(map(len, TABLES_OF_THE_SEED.values())) == 23
    assert TABLES_OF_THE_SEED.keys() == EXPECTED.keys() == set(SERVICES)
    for service, tables in TABLES_OF_THE_SEED.items():
        assert tables <= EXPECTED[service].keys()


@pytest.mark.parametrize("service", SERVICES)
def test_system__has_what_the_seed_says(services, service):
    session = services.databases[service].connect()
    wanted = expected_tables(service, services.layout)
    assert expectation.differences(session, service, wanted) == []


@pytest.mark.parametrize("service", SERVICES)
def test_system__keeps_the_rules_of_the_house(services, service):
    session = services.databases[service].connect()
    assert conventions.offences(session, service, service) == {}


def test_system__is_at_its_fixed_point_after_one_run(services):
    before = services.structure()
    assert services.messages == []
    assert all("already exists, skipping" in message for message in services.apply())
    assert services.structure() == before


@in_one_database
def test_system__lets_each_service_into_its_own_schema_only(services):
    for service in SERVICES:
        session = services.session(service)
        for other in SERVICES:
            has_usage, has_create = session.execute(
                "select has_schema_privilege(%s, 'usage'), has_schema_privilege(%s, 'create')",
                [other, other],
            ).fetchone()
            refers = (service, other) in {
                ("workflow_orchestrator_service", "event_processing_service"),
                ("task_execution_service", "workflow_orchestrator_service"),
            }
            assert (has_usage, has_create) == (service == other or refers, service == other)
            if service != other and has_usage:
                table = sorted(TABLES_OF_THE_SEED[other])[0]
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(f"select from {other}.{table}")


@in_one_database
def test_system__refers_to_rows_of_other_services(services):
    workflows = services.session("workflow_orchestrator_service")
    tasks = services.session("task_execution_service")
    event = services.session("event_processing_service").execute(
        "insert into event_instances (event_id, pattern, version, source, timestamp)"
        " values ('evt_1', 'a.b', '1.0.0', '{\"type\": \"system\"}', now()) returning id"
    ).fetchone()[0]
    definition = workflows.execute(
        "insert into workflow_definitions (workflow_id, name, version, steps)"
        " values ('w', 'w', '1.0.0', '[]') returning id"
    ).fetchone()[0]
    instance = (
        "insert into workflow_instances (workflow_definition_id, status, trigger_event_id)"
        " values (%s, 'CREATED', %s) returning id"
    )
    workflow = workflows.execute(instance, [definition, event]).fetchone()[0]
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        workflows.execute(instance, [definition, definition])
    task = tasks.execute(
        "insert into task_definitions (task_id, name, type, version, input_schema, output_schema,"
        " execution_config) values ('t', 't', 'MANUAL', '1.0.0', '{}', '{}', '{}') returning id"
    ).fetchone()[0]
    run = (
        "insert into task_instances (task_definition_id, workflow_instance_id,"
        " workflow_definition_id, step_id, status, type, input, executor_id, execution_metadata)"
        " values (%s, %s, %s, 's', 'PENDING', 'MANUAL', '{}', 'e', '{}')"
    )
    tasks.execute(run, [task, workflow, definition])
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        tasks.execute(run, [task, task, definition])


def test_task__keeps_the_time_of_its_last_change(services):
    session = services.session("task_execution_service")
    session.execute("begin")
    session.execute(
        "insert into task_definitions (task_id, name, type, version, input_schema, output_schema,"
        " execution_config, updated_at)"
        " values ('u', 'u', 'MANUAL', '1.0.0', '{}', '{}', '{}', '2000-01-01')"
    )
    session.execute("update task_definitions set name = 'v' where task_id = 'u'")
    assert session.execute(
        "select updated_at = now() from task_definitions where task_id = 'u'"
    ).fetchone() == (True,)
    session.execute("rollback")


INTEGRATION = (
    "with definition as (insert into integration_definitions (integration_id, name, version, type,"
    " methods, auth_type) values ('x', 'x', '1.0.0', 'ai', '[]', 'oauth2') returning id)"
    " insert into integration_instances (instance_id, integration_definition_id, name, status,"
    " context_type, context_id) select 'i', id, 'i', '{\"state\": \"active\"}', {context}"
    " from definition"
)
EVENT = (
    "insert into event_definitions (event_id, name, pattern, version, status, source_types)"
    " values ('e', 'e', 'e', '1.0.0', 'draft', '{sources}')"
)
OCCURRENCE = (
    "insert into event_instances (event_id, pattern, version, source, timestamp, metadata)"
    " values ('e', 'e', '1.0.0', '{{\"type\": \"{source}\"}}', now(),"
    " '{{\"context\": {{\"type\": \"{context}\"}}}}')"
)


def integration(context):
    return INTEGRATION.replace("{context}", context)


@pytest.mark.parametrize(
    "service, statement, is_allowed",
    [
        ("integration_service", integration("'global', null"), True),
        ("integration_service", integration("'user', 'usr_1'"), True),
        ("integration_service", integration("'global', 'usr_1'"), False),
        ("integration_service", integration("'client', null"), False),
        ("integration_service", integration("'nobody', 'n'"), False),
        ("event_processing_service", EVENT.format(sources='["task", "system"]'), True),
        ("event_processing_service", EVENT.format(sources='["task", "martian"]'), False),
        ("event_processing_service", EVENT.format(sources='"task"'), False),
        ("event_processing_service", OCCURRENCE.format(source="task", context="user"), True),
        ("event_processing_service", OCCURRENCE.format(source="martian", context="user"), False),
        ("event_processing_service", OCCURRENCE.format(source="task", context="nobody"), False),
    ],
)
def test_check__looks_into_documents(services, service, statement, is_allowed):
    session = services.session(service)
    session.execute("begin")
    if is_allowed:
        session.execute(statement)
    else:
        with pytest.raises(psycopg.errors.CheckViolation):
            session.execute(statement)
    session.execute("rollback")


def test_system__runs_in_a_single_schema_too(test_session, postgres_major):
    """No table of one service bears the name of another's."""
    database = bundle_ddl.Database(test_session.shared_server(postgres_major))
    try:
        database.create_schema("all_services")
        paths = bundle_ddl.scripts("system", layout="databases")
        assert database.psql(paths, "all_services", single_transaction=True) == []
        tables = {name: table for each in EXPECTED.values() for name, table in each.items()}
        assert len(tables) == sum(map(len, EXPECTED.values()))
    finally:
        database.close()


def test_system__runs_under_one_owner_too(test_session, postgres_major):
    """Without a role for each service, the references are there all the same."""
    database = bundle_ddl.Database(test_session.shared_server(postgres_major))
    try:
        for service in SERVICES:
            database.create_schema(service)
            assert database.psql(bundle_ddl.scripts("system", service), service) == []
        for service in SERVICES:
            wanted = expected_tables(service, "schemas")
            assert expectation.differences(database.connect(), service, wanted) == []
    finally:
        database.close()
