-- What is in no schema, and a file may make: kind, identity, MD5 of the definition.  Extensions' own are left out.
-- $1 name[], $2 name[]: as $2 and $4 of definitions.sql.  $3 text: what is in every name that a shadow gave, or null.
with recursive rename as materialized (
	select
		pg_catalog.quote_ident(namespace.nspname) || '.' as renamed,
		pg_catalog.quote_ident(pair.original) || '.' as original,
		pg_catalog.row_number() over (order by pg_catalog.length(pg_catalog.quote_ident(namespace.nspname)) desc) as place
	from rows from (pg_catalog.unnest($1::name[]), pg_catalog.unnest($2::name[])) as pair(renamed, original)
	join pg_catalog.pg_namespace as namespace on namespace.nspname = pair.renamed
), global(classid, objid, text) as (
	select '6104'::oid, publication.oid,
		pg_catalog.concat_ws(' ', 'owner', publication.pubowner::pg_catalog.regrole,
			pg_catalog.to_jsonb(publication) - '{oid,pubname,pubowner}'::text[],
			(select pg_catalog.string_agg(pg_catalog.concat_ws(' ', member.prrelid::pg_catalog.regclass,
					pg_catalog.to_jsonb(member) - '{oid,prpubid,prrelid,prqual}'::text[]),
					', ' order by member.prrelid::pg_catalog.regclass::text)
				from pg_catalog.pg_publication_rel as member
				where member.prpubid = publication.oid),
			(select pg_catalog.string_agg('schema ' || pg_catalog.quote_ident(namespace.nspname), ', ' order by namespace.nspname)
				from pg_catalog.pg_depend as member
				join pg_catalog.pg_depend as part on part.classid = member.classid and part.objid = member.objid and part.refclassid = '2615'
				join pg_catalog.pg_namespace as namespace on namespace.oid = part.refobjid
				where member.classid = '6237' and member.refclassid = '6104' and member.refobjid = publication.oid),
			(select pg_catalog.string_agg(pg_catalog.format('%I.%I where %s', member.schemaname, member.tablename,
					pg_catalog.to_jsonb(member) ->> 'rowfilter'), ', ' order by member.schemaname, member.tablename)
				from pg_catalog.pg_publication_tables as member
				where member.pubname = publication.pubname and pg_catalog.to_jsonb(member) ->> 'rowfilter' is not null))
	from pg_catalog.pg_publication as publication
	union all
	select '3466', event.oid,
		pg_catalog.concat_ws(' ', event.evtevent, event.evtfoid::pg_catalog.regprocedure, event.evtenabled, event.evttags,
			'owner', event.evtowner::pg_catalog.regrole)
	from pg_catalog.pg_event_trigger as event
	union all
	select '2605', one.oid,
		pg_catalog.concat_ws(' ', nullif(one.castfunc, '0')::pg_catalog.regprocedure, one.castcontext, one.castmethod)
	from pg_catalog.pg_cast as one
	where one.oid >= '16384'
	union all
	select '2612', language.oid,
		pg_catalog.concat_ws(' ', language.lanpltrusted, language.lanplcallfoid::pg_catalog.regproc,
			language.laninline::pg_catalog.regproc, language.lanvalidator::pg_catalog.regproc,
			'owner', language.lanowner::pg_catalog.regrole, language.lanacl)
	from pg_catalog.pg_language as language
	where language.oid >= '16384'
	union all
	select '2328', wrapper.oid,
		pg_catalog.concat_ws(' ', wrapper.fdwhandler::pg_catalog.regproc, wrapper.fdwvalidator::pg_catalog.regproc,
			(select pg_catalog.array_agg(option order by option collate "C") from pg_catalog.unnest(wrapper.fdwoptions) as option), 'owner', wrapper.fdwowner::pg_catalog.regrole, wrapper.fdwacl)
	from pg_catalog.pg_foreign_data_wrapper as wrapper
	union all
	select '1417', server.oid,
		pg_catalog.concat_ws(' ', pg_catalog.pg_describe_object('2328', server.srvfdw, 0), server.srvtype, server.srvversion,
			(select pg_catalog.array_agg(option order by option collate "C") from pg_catalog.unnest(server.srvoptions) as option), 'owner', server.srvowner::pg_catalog.regrole, server.srvacl)
	from pg_catalog.pg_foreign_server as server
	union all
	select '3576', transform.oid,
		pg_catalog.concat_ws(' ', transform.trffromsql::pg_catalog.regprocedure, transform.trftosql::pg_catalog.regprocedure)
	from pg_catalog.pg_transform as transform
	union all
	select '2601', method.oid, pg_catalog.concat_ws(' ', method.amhandler, method.amtype)
	from pg_catalog.pg_am as method
	where method.oid >= '16384'
	union all
	select '826', privilege.oid,
		(select pg_catalog.string_agg(item::text, ' ' order by item::text collate "C")
			from pg_catalog.unnest(privilege.defaclacl) as item)
	from pg_catalog.pg_default_acl as privilege
	where privilege.defaclnamespace = '0'
), told(kind, identity, text, secret, place) as (
	select object.type collate "C", object.identity collate "C",
		pg_catalog.concat_ws(E'\n', global.text, (
			select 'comment ' || description.description
			from pg_catalog.pg_description as description
			where description.classoid = global.classid and description.objoid = global.objid and description.objsubid = 0)) collate "C",
		null::text, 0::bigint
	from global
	cross join lateral pg_catalog.pg_identify_object(global.classid, global.objid, 0) as object
	where not exists (
			select
			from pg_catalog.pg_depend as member
			where member.classid = global.classid and member.objid = global.objid and member.deptype = 'e')
		and ($3 is null or pg_catalog.strpos(object.identity, $3) = 0)
	union all
	-- Options of user mappings are passwords: they are compared, and never shown.
	select 'user mapping', mapped.identity collate "C", 'options ' || (
			select pg_catalog.string_agg(option.option_name, ' ' order by option.option_name)
			from pg_catalog.pg_options_to_table(mapping.umoptions) as option) collate "C",
		mapping.umoptions::text, 0
	from pg_catalog.pg_user_mappings as mapping
	cross join lateral (
		select pg_catalog.format('%s server %I',
			case mapping.umuser when 0 then 'public' else pg_catalog.quote_ident(mapping.usename) end, mapping.srvname) as identity
	) as mapped
	where $3 is null or pg_catalog.strpos(mapped.identity, $3) = 0
	union all
	select told.kind, pg_catalog.replace(told.identity, rename.renamed, rename.original),
		pg_catalog.replace(told.text, rename.renamed, rename.original), told.secret, rename.place
	from told
	join rename on rename.place = told.place + 1
)
select told.kind, told.identity, pg_catalog.md5(pg_catalog.concat_ws(E'\n', told.text, told.secret)) as hash, told.text
from told
where told.place = (select pg_catalog.count(*) from rename)
