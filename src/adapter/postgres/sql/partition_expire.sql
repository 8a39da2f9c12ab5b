-- Detaches or drops one partition; in a transaction of its own.
-- $1 name: schema.  $2 name: table.  $3 text: the partition, qualified and quoted.  $4 text: detach or drop.
-- Nothing that depends on the partition is dropped with it: the server refuses and names it.
select pg_catalog.set_config('noetl_schema.partition', pg_catalog.jsonb_build_object(
	'table', pg_catalog.format('%I.%I', $1::text, $2::text), 'name', $3::text, 'expiry', $4::text)::text, true);

do $expire$
declare
	request constant jsonb := pg_catalog.current_setting('noetl_schema.partition')::jsonb;
begin
	execute format('lock table only %s in access exclusive mode', request ->> 'table');
	if request ->> 'expiry' = 'drop' then
		execute format('drop table %s', request ->> 'name');
	else
		execute format('alter table %s detach partition %s', request ->> 'table', request ->> 'name');
	end if;
end
$expire$
