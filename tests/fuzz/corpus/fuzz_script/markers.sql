select 1;
-- noetl-schema: commit
-- noetl-schema: outside
call p();
select 2
-- noetl-schema: comit
;
