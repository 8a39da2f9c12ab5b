"""How much of a sweep is done: all of it, or a share with a fixed seed that CI can afford.

FAULTS=ci takes the share; anything else takes all.
"""

import os
import random

SEED = 20251109  # fixed, so that a failure can be repeated
STRIPES = 24  # a sweep of unknown length is cut into these, for workers
SHARE_OF_A_STRIPE = 4


def is_share():
    return os.environ.get("FAULTS") == "ci"


def in_share(items, every):
    """All items, or every so-many-th of them."""
    return list(items)[::every] if is_share() else list(items)


def stripes():
    """Numbers of the stripes to do: stripe n takes items n, n + STRIPES, …"""
    return [0] if is_share() else list(range(STRIPES))


def of_stripe(stripe, items):
    """The items of a stripe; in CI a few of all, other ones with another seed."""
    if is_share():
        return random.Random(SEED).sample(items, min(SHARE_OF_A_STRIPE, len(items)))
    return items[stripe::STRIPES]


def rounds(full, share):
    return share if is_share() else full
