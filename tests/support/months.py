"""Months as in partitions: from the first day, midnight UTC."""

import datetime

UTC = datetime.UTC


def month(steps):
    """The first day of this month, or of the month so many later."""
    now = datetime.datetime.now(UTC)
    count = now.year * 12 + now.month - 1 + steps
    return datetime.datetime(count // 12, count % 12 + 1, 1, tzinfo=UTC)


def partition_name(table, steps):
    return f"{table}_p{month(steps):%Y%m%d}"
