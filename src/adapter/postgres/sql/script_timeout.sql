-- Makes the server say, in its language, that statement_timeout ended a statement: code, function and
-- severity are the same where a person has cancelled it. No parameters; never succeeds.
set local statement_timeout = 1;
select pg_catalog.pg_sleep(10)
