"""The scripts that guard the tree's shape: each is seen to refuse what it must refuse."""

import pathlib
import shutil
import subprocess

import pytest

CHECKS = pathlib.Path(__file__).resolve().parents[2] / ".ci"

CLEAN = {
    "src/base/text.h": "#include <stddef.h>\n",
    "src/domain/plan.h": '#include "base/text.h"\n',
    "src/domain/run_phase.c": 'x = "Applied";\n',
    "src/domain/run_outcome.c": 'x = "created";\n',
    "src/port/clock.h": '#include "domain/plan.h"\n',
    "src/app/apply/apply.c": '#include "port/clock.h"\n#include <unistd.h>\n',
    "src/adapter/postgres/wire/session.c": '#include "port/clock.h"\n#include <libpq-fe.h>\n',
    "cmd/noetl-schema/main.c": '#include "build_version.h"\n#include "base/text.h"\n',
}


@pytest.fixture
def check(tmp_path):
    """Writes a small tree and runs one check over it."""

    def run(name, files):
        (tmp_path / ".ci").mkdir()
        shutil.copy(CHECKS / name, tmp_path / ".ci")
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
        return subprocess.run([tmp_path / ".ci" / name], capture_output=True, text=True, timeout=30)

    return run


def test_layers__a_clean_tree_passes_in_silence(check):
    answer = check("check_layers", CLEAN)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "path, text, complaint",
    [
        ("src/base/log.c", '#include "domain/plan.h"', "layer base must not include"),
        ("src/domain/plan.c", '#include "port/clock.h"', "layer domain must not include"),
        ("src/domain/plan.c", "#include <unistd.h>", "is not for layer domain"),
        ("src/domain/plan.c", 'x = getenv("HOME");', "getenv() is not for the domain"),
        ("src/app/apply/apply.c", '#include "adapter/postgres/wire/session.h"', "must not include"),
        ("src/app/apply/apply.c", "#include <libpq-fe.h>", "is not for layer app"),
        ("src/app/apply/apply.c", '#include "nowhere.h"', "is not in the tree"),
        ("src/adapter/log/log.c", '#include "adapter/postgres/wire/session.h"', "must not know another"),
        ("src/adapter/postgres/wire/cancel.c", '#include "app/apply/apply.h"', "must not include"),
        ("src/app/apply/apply.c", '(void)printf("%s", name);', "printf() is not for this file"),
        ("cmd/noetl-schema/main.c", "(void)write(2, name, 1);", "write() is not for this file"),
        ("src/adapter/log/log.c", "setvbuf(stderr, NULL, 0, 0);", "stderr is not for this file"),
        ("src/app/apply/apply.c", "x = strcmp(report->phase, name) == 0;", "compares words of an enum"),
        ("src/app/apply/apply.c", "x = strncmp(name, run.outcome, 3);", "compares words of an enum"),
        ("src/app/apply/apply.c", "x = strcasecmp(*kinds,\n\tname);", "compares words of an enum"),
        ("cmd/noetl-schema/main.c", 'x = strcmp(name, "Applied");', "compares words of an enum"),
        ("src/domain/catalog/object_kind.c", "x = strcmp(left_kind, name);", None),
        ("src/adapter/settings/manifest.c", 'x = strcmp(kind, "Secret");', None),
        ("src/app/apply/apply.c", "x = strcmp(failure->message, name) || run.phase == 0;", None),
        ("src/app/apply/apply.c", "x = strcmp(failure->message, mankind) || run.kind == 0;", None),
        ("src/base/write_all.c", "x = STDOUT_FILENO;", None),
        ("src/app/apply/apply.c", 'output->write(file, "printf(");', None),
        ("src/app/apply/apply.c", 'x = is(failure, "57P01");', "SQLSTATE 57P01 is for adapters"),
        ("src/domain/plan.c", 'x = "XX000";', "SQLSTATE XX000 is for adapters"),
        ("src/app/apply/apply.c", 'x = "65535"; /* not "57P01" */', None),
        ("src/adapter/postgres/wire/cancel.c", 'x = "57014";', None),
    ],
)
def test_layers__what_is_not_for_a_layer_is_named(check, path, text, complaint):
    headers = {"src/adapter/postgres/wire/session.h": "", "src/app/apply/apply.h": ""}
    answer = check("check_layers", CLEAN | headers | {path: text + "\n"})
    if complaint is None:
        assert (answer.returncode, answer.stderr) == (0, "")
        return
    assert answer.returncode == 1
    assert answer.stderr.startswith(path + ": ") and complaint in answer.stderr


@pytest.mark.parametrize("one, other", [("apply/change", "wait/lock"), ("wait/connect", "wait/connect_state")])
def test_layers__modules_that_include_each_other_are_named(check, one, other):
    circle = {
        f"src/app/{one}.h": "",
        f"src/app/{one}.c": f'#include "app/{other}.h"\n',
        f"src/app/{other}.h": "",
        f"src/app/{other}.c": f'#include "app/{one}.h"\n',
    }
    answer = check("check_layers", CLEAN | circle)
    assert answer.returncode == 1
    assert f"src/app/{one} -> src/app/{other} -> src/app/{one}" in answer.stderr


def test_layers__postgres_fe_stays_in_one_file(check):
    twice = {f"src/adapter/postgres/{name}.c": '#include "postgres_fe.h"\n' for name in "ab"}
    answer = check("check_layers", CLEAN | twice)
    assert answer.returncode == 1
    assert "postgres_fe.h is in more than one file" in answer.stderr


STATIC = "static int\nwork(void)\n{\n}\n"
# What check_names itself has lines about is not in these small trees.
LISTED = ".ci/check_names: "


def complaints_of(answer):
    return [line for line in answer.stderr.splitlines() if not line.startswith(LISTED)]


@pytest.mark.parametrize(
    "files, complaint",
    [
        ({"src/base/a.c": STATIC, "src/domain/b.c": STATIC, "tests/unit/domain/test_b.c": ""}, None),
        ({"src/base/a.c": "#if 1\n" + STATIC + "#else\n" + STATIC + "#endif\n"}, None),
        ({"src/adapter/x/a.c": STATIC, "src/adapter/y/b.c": STATIC.replace("int\n", "struct a *\n")},
         "work() is a static function of several files"),
        ({"cmd/noetl-schema/a.c": STATIC, "cmd/noetl-schema/b.c": STATIC}, "work() is a static function"),
        ({"src/base/a.c": "", "tests/unit/base/test_a.c": "", "tests/unit/base/test_a_of_one_kind.c": ""}, None),
        ({"src/base/a.h": "", "tests/unit/base/test_a.c": ""}, None),
        ({"src/base/a.c": "", "tests/unit/domain/test_a.c": ""}, "there is no such module"),
        ({"src/base/a.c": "", "tests/unit/base/test_ab.c": ""}, "there is no such module"),
        ({"src/domain/a.c": ""}, "src/domain/a.c: no unit test"),
        ({"src/app/x/a.c": "", "src/app/x/a_part.c": "", "tests/unit/app/x/test_a_part.c": ""}, "a.c: no unit test"),
        ({"src/base/a.c": "", "src/adapter/x/b.c": "", "cmd/noetl-schema/c.c": ""}, None),
    ],
)
def test_names__each_is_found_in_one_place_and_has_its_test(check, files, complaint):
    complaints = complaints_of(check("check_names", files))
    assert len(complaints) == (complaint is not None)
    assert complaint is None or complaint in complaints[0]


def test_names__a_line_that_is_no_longer_needed_is_named(check):
    answer = check("check_names", {"src/domain/setting_place.c": "", "tests/unit/domain/test_setting_place.c": ""})
    assert answer.returncode == 1
    assert ".ci/check_names: the line about src/domain/setting_place is not needed" in answer.stderr


def function(body, parameters="void"):
    return f"static int\nwork({parameters})\n{{\n{body}}}\n"


def test_sizes__what_is_small_passes_in_silence(check):
    body = "\twork();\n" * 60
    answer = check("check_sizes", {"src/a.c": function(body, "int a, int (*b)(int, int), char *c")})
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("\n" * 401, "401 lines, more than 400"),
        (function("\twork();\n" * 61), "work has 61 lines, more than 60"),
        (function("", "int a, int b, int c, int d, int e, int f"), "work has 6 parameters"),
        (function("\tif (a && b)\n\t\treturn 1;\n" * 8), "work has 17 paths, more than 15"),
    ],
)
def test_sizes__what_is_too_big_is_named(check, text, complaint):
    answer = check("check_sizes", {"src/a.c": text})
    assert answer.returncode == 1
    assert complaint in answer.stderr


def test_sizes__comments_and_texts_are_not_paths(check):
    body = '\t/* if (a && b || c) for while */\n\twork("if ? && ||");\n' * 20
    assert check("check_sizes", {"src/a.c": function(body)}).returncode == 0
