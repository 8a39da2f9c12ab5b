"""The Pod's termination message, of runs that end before there is anybody else to tell."""

import pytest


@pytest.mark.parametrize(
    ("arguments", "settings", "exit_status", "says"),
    [
        (["apply", "--ensure-rule"], {}, 2,
         "unknown option --ensure-rule. Hint: Did you mean --ensure-role?"),
        (["aply"], {}, 2, 'unknown command "aply". Hint: Did you mean "apply"?'),
        ([], {}, 2, "no command is given. Hint: "),
        (["apply"], {}, 3, "POSTGRES_HOST"),
        (["status"], {}, 3, "POSTGRES_HOST"),
        (["export", "execution-logs", "--id", "1"], {}, 3, "POSTGRES_HOST"),
        (["ddl", "nope"], {}, 2, 'there is no bundle "nope"'),
        (["apply", "--report", "kubeconfig"], {"KUBECONFIG": "/nowhere"}, 3,
         "cannot open kubeconfig /nowhere: No such file"),
    ],
)  # fmt: skip
def test_last_words__are_left_by_whatever_fails(
    run, tmp_path, arguments, settings, exit_status, says
):
    file = tmp_path / "termination-log"
    settings = {"HOME": str(tmp_path), "TERMINATION_LOG_PATH": str(file)} | settings
    run(*arguments, settings=settings).expect(exit_status)
    assert file.exists(), "nothing was left"
    assert says in file.read_text()


def test_last_words__of_a_success_without_a_report_are_none(run, tmp_path):
    file = tmp_path / "termination-log"
    run("version", settings={"TERMINATION_LOG_PATH": str(file)}).expect(0)
    assert not file.exists()
