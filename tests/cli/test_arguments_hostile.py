"""Arguments and environments as large as the kernel takes them: one error, or it works; soon."""

import pytest

SERVER = {"POSTGRES_HOST": "127.0.0.1", "POSTGRES_PORT": "1", "NOETL_PASSWORD": "x",
          "NOETL_WAIT_TIMEOUT": "0"}  # fmt: skip
BIG = "x" * 130_000  # execve(2): 128 kB for one string

CASES = {
    "command": (["x" + BIG], {}, 2),
    "option": (["--" + BIG], {}, 2),
    "a megabyte": (["apply"] + [BIG] * 8, {}, 2),
    "ten thousand files": (["apply"] + ["--file", "/dev/null"] * 10_000, {}, 10),
    "ten thousand files that are not there": (["apply"] + ["--file", "/no"] * 10_000, {}, 3),
    "many bundles": (["apply"] + ["noetl"] * 50_000, {}, 2),
    "bundles": (["apply"], {"NOETL_BUNDLES": "x " * 60_000}, 2),
    "many manifests": (["config"] + ["--config", "/no"] * 50_000, {}, 3),
    "a list of manifests": (["config", "--config", "/no:" * 30_000], {}, 3),
    "a list of folders": (["config", "--config-dir", "/tmp:" * 25_000], {}, 3),
    "a list of objects": (["config", "--config-from", "a/b:" * 30_000 + "a/b"], {}, 3),
    "a list of kubeconfigs": (["apply", "--report", "kubeconfig"],
                              {"KUBECONFIG": "/dev/null:" * 12_000}, 3),
    "hosts": (["apply", "--host", "h," * 30_000 + "h"], {}, 3),
    "ports": (["apply", "--port", "1," * 60_000 + "1"], {}, 3),
    "target": (["apply", "--targets", "/no", "--target", BIG], {}, 3),
    "duration": (["config", "--wait-timeout", "1h" * 60_000], {}, 3),
    "schema": (["config"], {"NOETL_SCHEMA": BIG}, 3),
    "url": (["apply"], {"DATABASE_URL": "postgresql://" + BIG}, 10),
    "variables": (["config"], {f"NOETL_X{number}": "x" for number in range(20_000)}, 0),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_arguments__of_any_size_are_one_error_or_work(run, case):
    arguments, settings, exit_status = case
    result = run(*arguments, settings=SERVER | settings, limit_s=20).expect(exit_status)
    assert len(result.stderr) < 10_000
    assert sum(" error  " in line for line in result.stderr.splitlines()) == (exit_status != 0)
