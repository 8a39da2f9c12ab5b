-- The events of one execution, a row each, as JSON with the table's columns in their order.
-- $1 bigint: execution.  The server escapes line ends within texts, so a row is a line.
select pg_catalog.row_to_json(event_log)::text as event
from event_log
where event_log.execution_id = $1::bigint
order by event_log.timestamp, event_log.event_id
