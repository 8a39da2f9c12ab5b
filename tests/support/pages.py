"""The blocks of shell in the pages, and where each is run by a test, just as a reader would run it.

A block that no test can run says so in the page, on the line before it:

    <!-- not run: the reason -->
"""

import dataclasses
import re
import subprocess

from support.chart import TREE

PAGES = ("README.md", "docs/*.md", "helm/noetl-schema/README.md")
BLOCK = re.compile(r"(?:^<!-- not run: (?P<reason>[^\n]+) -->\n)?^```sh\n(?P<text>.*?)^```$", re.M | re.S)
# The first that is found in a block, or that is its page's, says where it runs.
CLUSTER, DOCKER, SERVER = "cluster", "docker", "server"
OF_PAGE = {"docs/config-from.md": CLUSTER}
OF_WORD = ((r"\bdocker\b", DOCKER), (r"\b(kubectl|helm|make|k8s/look)\b", CLUSTER))


@dataclasses.dataclass(frozen=True)
class Block:
    page: str
    number: int  # in its page, from 1
    text: str
    reason: str | None  # why it is not run

    def __str__(self):
        return f"{self.page}:{self.number}"

    @property
    def place(self):
        words = (place for word, place in OF_WORD if re.search(word, self.text))
        return OF_PAGE.get(self.page) or next(words, SERVER)


def blocks():
    """Every block, in the order in which a page has it."""
    found = []
    for pattern in PAGES:
        for path in sorted(TREE.glob(pattern)):
            page = str(path.relative_to(TREE))
            for number, match in enumerate(BLOCK.finditer(path.read_text()), 1):
                found.append(Block(page, number, match["text"], match["reason"]))
    return found


def run_in(place):
    """{page: its blocks} of those that a test runs in a place."""
    pages = {}
    for block in blocks():
        if block.place == place and block.reason is None:
            pages.setdefault(block.page, []).append(block)
    return pages


def filled_in(text, values):
    """A block with what stands for a value of the reader's own: NAME=… and words that are replaced."""
    for word, value in values.items():
        name = re.escape(word)
        is_setting = re.fullmatch(r"[A-Z_]+", word) is not None
        pattern = rf"\b{name}=…" if is_setting else name
        replacement = f"{word}='{value}'" if is_setting else str(value)
        text = re.sub(pattern, lambda _, new=replacement: new, text)
    assert "…" not in re.sub(r"#.*", "", text), f"a value is left open:\n{text}"
    return text


def run(text, folder, environment, prefix=(), limit_s=300):
    """Runs a block in a folder; fails at its first line that fails, with what it said."""
    script = f"set -euo pipefail\n{text}"
    done = subprocess.run(
        [*prefix, "bash", "-c", script], cwd=folder, env=environment, timeout=limit_s,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"exit {done.returncode} of:\n{text}\n---\n{done.stdout}"
    return done.stdout
