"""What the program is made with, so that a fault in memory is hard to use, and whose folders it names."""

import os
import platform
import re
import subprocess
from pathlib import Path

import pytest

from support.chart import CACHE

TREE = Path(__file__).resolve().parents[2]
STATIC = TREE / "build/static"
IS_X86_64 = platform.machine() == "x86_64"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Elf:
    """What readelf says of a program."""

    def __init__(self, path):
        self.path = path
        self.header = output("readelf", "-hW", path)
        self.segments = output("readelf", "-lW", path)
        self.dynamic = output("readelf", "-dW", path)
        self.notes = output("readelf", "-nW", path)
        self.imports = output("readelf", "-W", "--dyn-syms", path)
        self.is_static = "INTERP" not in self.segments
        self.is_sanitized = "__asan_init" in self.imports
        self.counts_lines = b".gcda" in path.read_bytes()


@pytest.fixture
def elf(binary):
    return Elf(binary)


def test_program__is_loaded_anywhere_and_read_only_where_it_can_be(elf):
    assert re.search(r"Type: +DYN", elf.header)
    assert re.search(r"FLAGS_1.*\bPIE\b", elf.dynamic)
    assert "GNU_RELRO" in elf.segments
    assert re.search(r"FLAGS_1.*\bNOW\b", elf.dynamic), "the table of functions stays writable"
    assert "TEXTREL" not in elf.dynamic


def test_program__has_no_memory_that_is_writable_and_executable(elf):
    rights = re.findall(r"^ +(\w+)(?: +0x[0-9a-f]+){5} ([R ][W ][E ]) ", elf.segments, re.M)
    assert {"LOAD", "GNU_STACK"} <= {name for name, _ in rights}
    assert [each for each in rights if "W" in each[1] and "E" in each[1]] == []
    assert ("GNU_STACK", "RW ") in rights


def test_program__looks_for_libraries_where_the_system_has_them(elf):
    assert "RPATH" not in elf.dynamic and "RUNPATH" not in elf.dynamic


def test_program__says_what_the_processor_may_look_after(elf):
    if IS_X86_64:
        wanted = "IBT, SHSTK" if elf.is_static else "SHSTK"
        assert re.search(rf"x86 feature: .*{wanted}", elf.notes)


def test_program__checks_its_stack_and_its_buffers(elf):
    if not elf.is_static:
        assert "__stack_chk_fail" in elf.imports
    if not (elf.is_static or elf.is_sanitized or elf.counts_lines):
        # Only from level 3 on a size that is not a constant is checked.
        assert "__memcpy_chk" in elf.imports and "__snprintf_chk" in elf.imports


def folders_of_this_machine():
    """The user's, the cache's, the tree's; "/" and the like say nothing."""
    folders = {Path.home(), CACHE.parent, Path(os.environ.get("XDG_CACHE_HOME") or "/"), TREE}
    return [f"{each}/".encode() for each in folders if len(each.parts) > 1]


def test_program__names_no_folder_of_the_machine_that_built_it(elf):
    if elf.is_sanitized or elf.counts_lines:
        return  # they tell where in the source something is
    content = elf.path.read_bytes()
    assert [each for each in folders_of_this_machine() if each in content] == []


def flags_of_files(folder):
    """How a build compiles each of its folders."""
    lines = re.findall(r"^  FLAGS = (.*)$", (folder / "build.ninja").read_text(), re.M)
    return [each for each in lines if "-Wall" in each]


@pytest.mark.parametrize(
    "flag",
    [
        "-fstack-protector-strong",
        "-fstack-clash-protection",
        "-ftrivial-auto-var-init=zero",
        "-fcf-protection=full" if IS_X86_64 else "-mbranch-protection=standard",
        "-ffile-prefix-map=",
        "-fPIE",
    ],
)
def test_program__has_every_file_compiled_with(elf, flag):
    if elf.is_sanitized and flag == "-ftrivial-auto-var-init=zero":
        return  # it would hide what the sanitizers look for
    flags = flags_of_files(elf.path.parent)
    assert flags and [each for each in flags if flag not in each] == []


def static_prefix():
    """The folder of the static libraries, where they are built."""
    cache = STATIC / "CMakeCache.txt"
    if not (STATIC / "noetl-schema").exists():
        return None
    prefix = Path(re.search(r"^NOETL_SCHEMA_PREFIX:\w+=(.*)$", cache.read_text(), re.M)[1])
    return prefix if prefix.is_dir() else None


def static_libraries():
    """Those of build/static, where it is built: .ci/run does so before these tests run on it."""
    prefix = static_prefix()
    return sorted([*prefix.glob("lib/*.a"), prefix / "musl/lib/libc.a"]) if prefix else []


def test_static_libraries__are_made_as_the_program_is():
    for library in static_libraries():
        objects = re.findall(r"^File: .*\((.*)\)$", output("readelf", "-hW", library), re.M)
        assert objects, library
        if IS_X86_64:
            notes = output("readelf", "-nW", library)
            assert notes.count("IBT, SHSTK") == len(objects), library
        assert "__stack_chk_fail" in output("nm", "--undefined-only", "--quiet", library), library
        content = library.read_bytes()
        assert [each for each in folders_of_this_machine() if each in content] == [], library
