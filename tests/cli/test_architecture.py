"""docs/architecture.md names what is there."""

import re
from pathlib import Path

TREE = Path(__file__).resolve().parents[2]

PATH = re.compile(r"`((?:src|cmd|tests|ddl|docs|helm|k8s|\.ci)/[\w./*-]+)`")


def test_architecture__names_only_what_is_there():
    page = (TREE / "docs/architecture.md").read_text()
    named = set(PATH.findall(page))
    assert len(named) > 30
    missing = [
        path for path in named if "NAME" not in path and not list(TREE.glob(path.rstrip("/")))
    ]
    assert missing == []
