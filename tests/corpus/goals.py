"""What a run of the corpus must show, and which cases did not."""

CONVERGED = ("strict", "semantic")
GRADED = (*CONVERGED, "diverged", "refused", "failed", "timeout")
WANTED_PERCENT = 99
WHY_CHARACTERS = 300


def _count(results, *statuses):
    return sum(result["status"] in statuses for result in results)


def _goals(results, is_denied):
    """(what is wanted, whether it is so)"""
    rig = ("the rig failed nowhere", _count(results, "rig-error") == 0)
    if is_denied:
        return [("nothing destroyed", _count(results, "destroyed") == 0), rig]
    graded = _count(results, *GRADED)
    converged = [result for result in results if result["status"] in CONVERGED]
    empty = sum(bool(result.get("second_empty")) for result in converged)
    return [
        (
            f"{len(converged)} of {graded} converged, at least {WANTED_PERCENT} %",
            graded > 0 and 100 * len(converged) >= WANTED_PERCENT * graded,
        ),
        (f"{empty} of {len(converged)} second runs empty, all", empty == len(converged)),
        (f"{_count(results, 'diverged')} diverged, none", _count(results, "diverged") == 0),
        (
            f"{_count(results, 'failed', 'timeout')} failed, none",
            _count(results, "failed", "timeout") == 0,
        ),
        rig,
    ]


def _first_lines(text):
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())[:WHY_CHARACTERS]


def _complaint(result, is_denied):
    """Why a case is listed, or None."""
    if result["status"] == "rig-error":
        return _first_lines(result["why"])
    if is_denied:
        return " ".join(result["gone"]) if result["status"] == "destroyed" else None
    if result["status"] in CONVERGED:
        return None if result.get("second_empty") else "second run: " + result.get("second_why", "")
    if result["status"] in GRADED:
        return _first_lines(result.get("why") or "; ".join(result.get("diff", [])))
    return None


def report(results, is_denied):
    """Prints both; the exit status."""
    for result in sorted(results, key=lambda result: (result["status"], result["id"])):
        complaint = _complaint(result, is_denied)
        if complaint is not None:
            print(f"{result['status']:9} {result['id']}: {complaint}")
    goals = _goals(results, is_denied)
    for goal, is_met in goals:
        print(f"{'met' if is_met else 'NOT MET':9} {goal}")
    return 0 if all(is_met for _, is_met in goals) else 1
