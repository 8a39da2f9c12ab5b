"""What files hold: encodings, gzip, archives of pg_dump, folders."""

import gzip

import pytest

from support.state import tables

NAMES = "create table if not exists größe (n int default 1, t text default 'Zürich €😀');\n"


@pytest.fixture
def apply(program, ready, tmp_path):
    def work(content, name="a.sql", command="apply"):
        path = tmp_path / name
        path.write_bytes(content)
        return program.run(command, "--file", path)

    return work


def default_of(ready):
    return ready.value(
        "select pg_get_expr(adbin, adrelid) from pg_attrdef where adnum = 2"
        " and adrelid = 'noetl.größe'::regclass"
    )


MARKED = NAMES.encode("utf-8-sig")
TEXTS = {
    "UTF-8": NAMES.encode(),
    "UTF-8 with a mark": MARKED,
    "UTF-16 little": b"\xff\xfe" + NAMES.encode("utf-16-le"),
    "UTF-16 big": b"\xfe\xff" + NAMES.replace("\n", "\r\n").encode("utf-16-be"),
    "gzip": gzip.compress(NAMES.encode()),
    "gzip of UTF-16": gzip.compress(b"\xff\xfe" + NAMES.encode("utf-16-le")),
    "gzip of members": gzip.compress(MARKED[:20]) + gzip.compress(MARKED[20:]) + b"\0" * 512,
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_text__is_what_it_says_in_every_encoding(apply, ready, content):
    apply(content).expect(0)
    assert tables(ready.connect(), "noetl") == ["größe"]
    assert default_of(ready) == "'Zürich €😀'::text"
    # The promise is about the text, whatever its encoding.
    apply(NAMES.encode(), command="verify").expect(0)


PACKED = gzip.compress(NAMES.encode() * 100)
REFUSED = {
    "custom format": (b"PGDMP\x01\x0e\0", "custom format", "pg_restore -f - "),
    "tar": (b"toc.dat" + b"\0" * 250 + b"ustar\x0000", "archive of tar", "pg_restore -f - "),
    "zip": (b"PK\x03\x04\x14\0", "archive of zip", "unzip -p"),
    "bzip2": (b"BZh91AY&SY", "packed by bzip2", "bunzip2"),
    "xz": (b"\xfd7zXZ\0", "packed by xz", "xz -dc"),
    "zstd": (b"\x28\xb5\x2f\xfd\x04", "packed by zstd", "zstd -dc"),
    "UTF-32": ("select 1;".encode("utf-32"), "UTF-32", "iconv"),
    "UTF-16 without a mark": ("select 1;".encode("utf-16-le"), "byte 2 is NUL", "byte order mark"),
    "half a character": (b"\xff\xfes\0e", "byte 5 begins no character", "UTF-8"),
    "half a pair": (b"\xff\xfes\0\x00\xd8s\0", "byte 5 begins no character", "UTF-8"),
    "NUL in UTF-16": (b"\xff\xfes\0\0\0", "is NUL", "UTF-8"),
    "LATIN1": ("select 1;\nselect 'Zürich';".encode("latin1"), r"0xfc", "iconv"),
    "gzip of LATIN1": (gzip.compress("select 'ü';".encode("latin1")), "0xfc", "iconv"),
    "gzip that is cut off": (PACKED[:-20], "end of the gzip file is missing", "gunzip"),
    "gzip that is damaged": (PACKED[:30] + b"\xff" * 8 + PACKED[38:], "cannot unpack", "gunzip"),
    "gzip with something behind it": (PACKED + b"select 1;", "cannot unpack", "gunzip"),
    "gzip of gzip": (gzip.compress(PACKED), "more than once", "gunzip"),
    "gzip of a dump": (gzip.compress(b"PGDMP\x01"), "custom format", "pg_restore"),
    "a bomb": (gzip.compress(b" " * (65 << 20), 9), "exceeds 64 MiB", "DDL only"),
}


@pytest.mark.one_major
@pytest.mark.parametrize("content, words, hint", REFUSED.values(), ids=REFUSED)
def test_text__that_is_none_is_refused_with_a_way(apply, ready, content, words, hint):
    result = apply(content)
    result.expect(3, r"a\.sql", words, rf"hint: .*{hint}")
    assert result.stderr.count("error") == 1, result
    assert tables(ready.connect(), "noetl") == []


@pytest.mark.one_major
def test_text__of_another_encoding_has_its_place(apply):
    apply("select 1;\nselect 'Zürich';".encode("latin1")).expect(3, r"a\.sql:2:10")


ENCODINGS = {
    "set": "set client_encoding = 'LATIN1';",
    "names": "set names 'LATIN1';",
    "psql": "\\encoding LATIN1",
    "function": "select pg_catalog.set_config('client_encoding', 'LATIN1', false);",
}
CITY = "create table if not exists city (name text);\n"
COPY = "copy city from stdin;\nZürich\n\\.\n"


@pytest.mark.one_major
@pytest.mark.parametrize("text", ENCODINGS.values(), ids=ENCODINGS)
def test_encoding__of_the_session_is_not_changed(apply, ready, text):
    apply(f"{CITY}{text}\n{COPY}".encode()).expect(3, r"a\.sql:2:1", "UTF-8", "hint: .*iconv")
    assert tables(ready.connect(), "noetl") == []


@pytest.mark.one_major
def test_encoding__ascii_of_a_dump_is_passed_over(apply, ready):
    """A server would take the bytes for those of its database, whatever that one is in."""
    script = CITY + "set client_encoding = 'SQL_ASCII';\ninsert into city values ('Zürich');\n"
    apply(script.encode()).expect(0, r"a\.sql:2: set client_encoding = 'SQL_ASCII' is passed over")
    assert ready.value("select name from noetl.city") == "Zürich"


HIDDEN = "do $$ begin perform set_config('client_' || 'encoding', 'LATIN1', false); end $$;\n"


@pytest.mark.parametrize(
    "text", [COPY, "insert into city values ('Zürich');\n"], ids=["copy", "insert"]
)
def test_encoding__that_is_changed_in_secret_mangles_nothing(apply, ready, text):
    apply((CITY + HIDDEN + text).encode()).expect(5, "client_encoding has been changed", r":3:1")
    assert tables(ready.connect(), "noetl") == []


def test_folder__is_run_in_the_order_of_bytes(program, ready, tmp_path):
    folder = tmp_path / "migrations"
    (folder / "more").mkdir(parents=True)
    (folder / "more" / "0.sql").write_text("select nonsense;")
    (folder / "z.sql").mkdir()
    for name in (".hidden.sql", "README.md", "x.sql~", "x.sql.bak"):
        (folder / name).write_text("select nonsense;")
    (folder / "B.sql").write_text("create table if not exists b (n int);")
    (folder / "10.sql").write_text("alter table b add column if not exists ten int;")
    (folder / "9.sql").write_text("alter table b add column if not exists nine int;")
    program.run("apply", "--file", folder).expect(5, r"migrations/10\.sql:1:1")
    (folder / "B.sql").rename(folder / "01.sql")
    (folder / "a.sql.gz").write_bytes(gzip.compress(b"alter table b add column if not exists a int;"))
    program.run("apply", "--file", f"{folder}/").expect(0)
    columns = ready.value(
        "select string_agg(attname, ' ' order by attnum) from pg_attribute"
        " where attrelid = 'noetl.b'::regclass and attnum > 0"
    )
    assert columns == "n ten nine a"
    program.run("apply", "--file", folder).expect(0, "nothing to do")
    program.run("verify", "--file", folder).expect(0)


@pytest.mark.one_major
def test_folder__without_scripts_or_with_a_dump_is_refused(program, ready, tmp_path):
    program.run("apply", "--file", tmp_path).expect(3, "holds no script", r"hint: .*\*\.sql\.gz")
    (tmp_path / "toc.dat").write_bytes(b"PGDMP")
    (tmp_path / "3000.dat.gz").write_bytes(b"")
    program.run("apply", "--file", tmp_path).expect(3, "directory format", "hint: pg_restore -f -")


@pytest.mark.one_major
def test_file__that_is_given_twice_is_warned_of(program, ready, tmp_path):
    path = tmp_path / "a.sql"
    path.write_text("create table if not exists a (n int);")
    (tmp_path / "same.sql").symlink_to(path)
    program.run("apply", "--file", path, "--file", tmp_path).expect(
        0, r"warning .*a\.sql is given more than once", r"warning .*same\.sql is given more than once"
    )
