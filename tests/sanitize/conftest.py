"""What only the sanitizers' build is tried with."""

from support.mutated_runs import mutated_runs, pytest_terminal_summary, sanitized_binary

__all__ = ["mutated_runs", "pytest_terminal_summary", "sanitized_binary"]
