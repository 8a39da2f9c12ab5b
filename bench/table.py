"""Figures -> the table that `make bench` prints, with the goals beside them."""

import statistics

MEBIBYTE = 1 << 20


def median(values):
    return statistics.median(values)


def milliseconds(figures):
    return f"{median(figures.seconds) * 1000:.1f} ms"


def mebibytes(count):
    return f"{count / MEBIBYTE:.1f} MiB"


def print_table(title, header, rows):
    """A Markdown table, aligned, so that it reads in a terminal and in a document."""
    cells = [header, *rows]
    widths = [max(len(str(row[column])) for row in cells) for column in range(len(header))]
    print(f"\n{title}\n")
    for index, row in enumerate(cells):
        print("| " + " | ".join(str(c).ljust(w) for c, w in zip(row, widths)) + " |")
        if index == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def goal(claim, reached, wanted, unit=""):
    verdict = "reached" if reached <= wanted else "MISSED"
    return [claim, f"{reached:.2f}{unit}", f"≤ {wanted}{unit}", verdict]
