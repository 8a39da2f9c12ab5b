-- How names of schemas are written in definitions. $1 name[]: what they are called now  $2 name[]: what they mean
select pg_catalog.quote_ident(r.renamed) as renamed, pg_catalog.quote_ident(r.original) as original
from rows from (pg_catalog.unnest($1::name[]), pg_catalog.unnest($2::name[])) as r(renamed, original)
