"""Waiting for what comes true in its own time."""

import time


def until(claim, limit_s=30, interval_s=0.01):
    """Waits until claim() holds; for what a server does in its own time."""
    deadline = time.monotonic() + limit_s
    while not (answer := claim()):
        if time.monotonic() > deadline:
            raise AssertionError(f"did not come true within {limit_s} s: {claim}")
        time.sleep(interval_s)
    return answer
