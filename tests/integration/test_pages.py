"""Runs the blocks of shell in the pages that need a server and no cluster, in their order."""

import os
import re

import pytest

from support import pages

pytestmark = pytest.mark.one_major

BLOCKS = pages.run_in(pages.SERVER)
SERVICES = [
    "event_processing_service", "workflow_orchestrator_service", "task_execution_service",
    "integration_service", "auth_service", "testing_framework_service", "web_application_service",
    "observability_service",
]  # fmt: skip


class Reader:
    """Somebody with a server, the program in the PATH and a copy of the tree."""

    def __init__(self, server, binary, folder):
        self.server = server
        self.folder = folder
        self.values = {}
        bin_folder = folder / "bin"
        bin_folder.mkdir()
        (bin_folder / "noetl-schema").symlink_to(binary)
        (folder / "ddl").symlink_to(pages.TREE / "ddl")
        psql = str(server.release.program("psql"))
        path = f"{bin_folder}:{os.path.dirname(psql)}:{os.environ['PATH']}"
        self.environment = {
            "PATH": path, "HOME": str(folder), "PGHOST": server.host, "PGPORT": str(server.port),
            "PGSSLMODE": "disable",
        }  # fmt: skip

    def settings(self, **settings):
        self.environment |= {
            "POSTGRES_HOST": self.server.host, "POSTGRES_PORT": str(self.server.port),
            "NOETL_ADMIN_USER": self.server.user, "NOETL_ADMIN_PASSWORD": self.server.password,
            "POSTGRES_PASSWORD": "workspace", "NOETL_PASSWORD": "platform",
        } | settings  # fmt: skip

    def run(self, block):
        pages.run(pages.filled_in(block.text, self.values), self.folder, self.environment)


def prepare_readme(reader):
    quoted = reader.server.password.replace("'", "'\\''")
    reader.values = {
        "db.example.com": reader.server.host, "POSTGRES_PASSWORD": "workspace",
        "NOETL_PASSWORD": "platform", "NOETL_ADMIN_PASSWORD": quoted,
    }  # fmt: skip
    reader.environment["POSTGRES_PORT"] = str(reader.server.port)


def prepare_operations(reader):
    reader.settings()
    reader.server.execute("create role noetl login password 'platform'")
    reader.server.execute("create database noetl owner noetl")
    (reader.folder / "mounted").mkdir()
    for name in ("billing.sql", "more.sql"):
        table = re.sub(r"\W", "_", name)
        text = f"create table if not exists {table} (id bigint primary key);\n"
        (reader.folder / name).write_text(text)
    whole = [(reader.folder / name).read_text() for name in ("billing.sql", "more.sql")]
    (reader.folder / "mounted/schema.sql").write_text("".join(whole))
    reader.values = {"/ddl/": "mounted/"}


def prepare_schema(reader):
    """As an administrator, what the page says of an administrator."""
    server = reader.server
    server.execute("create role noetl login password 'platform'")
    server.execute("create database noetl owner noetl")
    with server.connect("noetl") as session:
        for service in SERVICES:
            session.execute(f"create role {service} login password 'platform'")
            session.execute(f"create schema {service} authorization {service}")
    reader.environment |= {"PGPASSWORD": "platform", "PGDATABASE": "noetl"}


def prepare_targets(reader):
    reader.settings()
    page = (pages.TREE / "docs/targets.md").read_text()
    (targets,) = re.findall(r"```yaml\n(# targets\.yaml\n.*?)```", page, re.S)
    own = reader.folder / "globex"
    own.mkdir()
    (own / "NOETL_USER").write_text("globex")
    (own / "NOETL_PASSWORD").write_text("globex")
    text = targets.replace("db.example.com", reader.server.host)
    (reader.folder / "targets.yaml").write_text(text.replace("/etc/noetl/globex", str(own)))


PREPARE = {
    "README.md": prepare_readme,
    "docs/operations.md": prepare_operations,
    "docs/schema.md": prepare_schema,
    "docs/targets.md": prepare_targets,
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", BLOCKS)
def test_page__its_blocks_run(page, fresh_server, binary, tmp_path):
    reader = Reader(fresh_server, binary, tmp_path)
    PREPARE[page](reader)
    for block in BLOCKS[page]:
        reader.run(block)
