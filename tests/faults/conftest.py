"""What the fault tests share: trials on a server, and the ends of undisturbed runs."""

import os
import pathlib

import pytest

from support.mutated_runs import mutated_runs, pytest_terminal_summary, sanitized_binary
from support.program import ROOT
from support.scenarios import SCENARIOS, Trial, undisturbed

__all__ = ["mutated_runs", "pytest_terminal_summary", "sanitized_binary"]


@pytest.fixture(params=SCENARIOS, ids=lambda scenario: scenario.name.replace(" ", "_"))
def scenario(request):
    return request.param


@pytest.fixture(scope="session")
def references():
    """(server, scenario name) -> the structure and duration of an undisturbed run."""
    return {}


@pytest.fixture
def reference_of(references, binary, tmp_path):
    def find(scenario, server):
        key = (server.port, server.major, scenario.name)
        if key not in references:
            references[key] = undisturbed(scenario, server, tmp_path, binary)
        return references[key]

    return find


@pytest.fixture
def new_trial(tmp_path, binary):
    made = []

    def make(scenario, server, **options):
        made.append(Trial(scenario, server, tmp_path, options.pop("binary", binary), **options))
        return made[-1]

    yield make
    for trial in made:
        trial.close()


@pytest.fixture(scope="session")
def crashing_binary():
    """A build with -DNOETL_SCHEMA_FAULT_INJECTION=ON, which `make test-faults` makes."""
    path = pathlib.Path(
        os.environ.get("NOETL_SCHEMA_CRASHING_BINARY") or ROOT / "build/faults/noetl-schema"
    )
    if not path.exists():
        pytest.fail(f"{path} is missing: make test-faults builds it", pytrace=False)
    return path
