-- Every edge of pg_depend between objects of users: who depends, on what, how.
--
-- An end that is no fact (a row type, an array type, a view's rule, a table for long values) is for the reader to
-- follow upward. Nothing is joined here: that would cost more than the rows that it saves.
select d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
from pg_catalog.pg_depend d
where d.objid >= 16384 and d.deptype <> 'p'
order by d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
