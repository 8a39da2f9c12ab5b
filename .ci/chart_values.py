"""Tables of a chart's values, from the comments of its values.yaml.

A line "## Words" begins a section. Comments right above a key say what it is. A mapping whose
keys have no comments of their own is one value; a key with neither is an error.
"""

import json
import sys
from pathlib import Path

import yaml

BEGIN = "<!-- values: written by .ci/chart-readme -->\n"
END = "<!-- end of values -->\n"


def annotated(text):
    """(section, path, comment) of each key that a line of its own begins."""
    section, comment, path = "", [], []
    for line in text.splitlines():
        words = line.strip()
        if words.startswith("## "):
            section, comment = words[3:], []
        elif words.startswith("# "):
            comment.append(words[2:])
        elif not words:
            comment = []
        elif ":" in words and not words.startswith("- "):
            depth = (len(line) - len(line.lstrip())) // 2
            path = [*path[:depth], words.split(":")[0]]
            yield section, tuple(path), " ".join(comment)
            comment = []


def at(values, path):
    for key in path:
        values = values[key]
    return values


def documented_values(text):
    """(section, dotted name, default, what it is) of each value, in the order of the file."""
    values = yaml.safe_load(text)
    keys = list(annotated(text))
    commented = {path for _, path, comment in keys if comment}
    for section, path, comment in keys:
        inner = [
            other for other in commented if len(other) > len(path) and other[: len(path)] == path
        ]
        outer = any(path[:length] in commented for length in range(1, len(path)))
        if inner:
            if comment:
                sys.exit(f"values.yaml: {'.'.join(path)} has a comment, and so have its parts")
        elif comment:
            yield section, ".".join(path), at(values, path), comment
        elif not outer:
            sys.exit(f"values.yaml: {'.'.join(path)} has no comment")


def tables(text):
    lines, current = [BEGIN], None
    for section, name, default, comment in documented_values(text):
        if section != current:
            lines += [
                f"\n### {section}\n",
                "\n| value | default | what it is |\n",
                "|---|---|---|\n",
            ]
            current = section
        shown = json.dumps(default, ensure_ascii=False).replace("|", "\\|")
        lines.append(f"| `{name}` | `{shown}` | {comment.replace('|', chr(92) + '|')} |\n")
    return "".join([*lines, "\n", END])


def main():
    chart = Path(sys.argv[1])
    readme = chart / "README.md"
    old = readme.read_text()
    before, after = old.split(BEGIN)[0], old.split(END)[1]
    new = before + tables((chart / "values.yaml").read_text()) + after
    if "--check" not in sys.argv:
        readme.write_text(new)
    elif new != old:
        sys.exit(f"{readme} is not what values.yaml says: .ci/chart-readme")


if __name__ == "__main__":
    main()
