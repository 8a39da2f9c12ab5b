"""Tests of the command line: no server is needed, and none is looked for."""

import json

import pytest


@pytest.fixture
def run(bare_program):
    """A function that runs the program with nothing set but what the test says."""

    def call(*arguments, **options):
        return bare_program.run(*arguments, **options)

    return call


@pytest.fixture
def config(run):
    """A function: settings as `config` sees them, {name: {"value": ..., "origin": ...}}."""

    def call(*arguments, exit_code=0, **options):
        result = run("config", "--output", "json", *arguments, **options).expect(exit_code)
        return {entry["name"]: entry for entry in json.loads(result.stdout)["settings"]}

    return call
