"""What the seeds require, written once for the tests, independent of the DDL."""

NOETL_TABLES = {
    *("role", "profile", "session"),
    *("label", "chat", "member", "message", "attachment"),
    *("resource", "catalog", "credential", "keychain"),
    *("runtime", "schedule"),
    *("workload", "workflow", "workbook", "transition", "event_log", "error_log"),
    *("queue", "transient"),
}

# (table, columns) that seed 003 wants indexed.
NOETL_INDEXED = [
    ("message", "chat_id, created_at"),
    ("attachment", "chat_id, created_at"),
    ("label", "parent_id"),
    ("chat", "label_id"),
    ("error_log", "execution_id"),
    ("runtime", "component_type, name"),
    ("schedule", "next_run_at"),
]
