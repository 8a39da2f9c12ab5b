"""A fault that a person may meet in a cluster, and its row in the docs."""

import re
from dataclasses import dataclass, field

ANYTHING = "…"
GIVEN_UP = f"gave up after {ANYTHING} attempts in {ANYTHING} s: "
RETRYABLE = {10, 11, 12, 13}
DOCUMENT_HEAD = """\
## In Kubernetes

Every row was produced on a real cluster, with the Job of `k8s/postgres/noetl-apply-schema.yaml`. "It says" is what
`kubectl describe job` shows as the Event `Failed` (`Refused` for a login, a privilege, or a destructive change). The
Pod's termination message (`kubectl describe pod`) and the end of its log have the same sentence. Without settings or an
API, only these have it, and the row says "Pod". A part that differs from case to case is shown as … Exit status 0 is a
Job that is Complete, but has something to report.

"Tried again" means by the Job: exit statuses 2 to 8 and 70 end it at once (`podFailurePolicy`), and the others count
against `backoffLimit`. A drained node or an evicted Pod does not count. "What to do" is the program's own hint.

"""


@dataclass
class Fault:
    """What is wrong, how a test causes it, and what the cluster then shows.

    Each has a role and a database of its name, and the role owns the database; the Job is
    `apply noetl` in the role's own login unless `arguments` says otherwise.
    """

    name: str
    wrong: str
    exit_status: int
    says: str
    hint: str = ""
    arguments: tuple = ("apply", "noetl")
    environment: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)  # below /ddl
    server_sql: tuple = ()  # in database "postgres", before anything else
    database_sql: tuple = ()  # in its own database, before the Job
    runs_before: bool = False  # a Job with the same words ends well before the fault is made
    fault_sql: tuple = ()  # after that Job
    held: str = ""  # SQL of a session that lasts as long as the Job
    hba: str = ""  # a line to be the first of pg_hba.conf
    account: str = ""  # a ServiceAccount of its own, without any right
    waits: bool = False  # a wait that may succeed, with one line that says so
    only_pod_knows: bool = False
    needs_tls: bool = False
    detail: str = ""  # comes after the hint, and belongs to what it says
    change: object = None  # called with the Job's object

    @property
    def role(self):
        return self.name.replace("-", "_")

    @property
    def how_it_ends(self):
        """How often the Job's Pod runs, and the Job's condition with its reason; backoffLimit is 1."""
        if self.exit_status == 0:
            return 1, "Complete", None
        return (
            (2, "Failed", "BackoffLimitExceeded")
            if self.is_retried
            else (1, "Failed", "PodFailurePolicy")
        )

    @property
    def is_retried(self):
        return self.exit_status in RETRYABLE

    def matches(self, message):
        """Whether a note or termination message is the expected sentence, with the hint."""
        lead_in = " " if self.exit_status == 0 else " Hint: "
        words = self.says + (f"{ANYTHING}{lead_in}{self.hint}" if self.hint else "")
        words += f"{ANYTHING} Detail: {self.detail}" if self.detail else ""
        # Where the machine is slow, the first attempt takes all the time there is: nothing was repeated.
        prefix = "(gave up after .*? attempts in .*? s: )?" if words.startswith(GIVEN_UP) else ""
        words = words.removeprefix(GIVEN_UP)
        pattern = prefix + ".*?".join(re.escape(each) for each in words.split(ANYTHING))
        return re.match(pattern, message.replace("\n", " "), re.S) is not None

    def row(self):
        cells = [
            self.wrong,
            f"{code(self.says)}{' (Pod)' if self.only_pod_knows else ''}"
            f"{' ' + code(self.detail) if self.detail else ''}",
            str(self.exit_status),
            "yes" if self.is_retried else "no",
            cell(self.hint),
        ]
        return f"| {' | '.join(cells)} |"


def cell(text):
    return text.replace("|", "\\|")


def code(text):
    """As code, which may hold anything but a backtick."""
    return f"`{cell(text)}`"


def document(faults):
    lines = ["| what is wrong | it says | exit | tried again | what to do |", "|---|---|---|---|---|"]
    lines += [fault.row() for fault in sorted(faults, key=lambda fault: fault.exit_status)]
    return DOCUMENT_HEAD + "\n".join(lines) + "\n"
