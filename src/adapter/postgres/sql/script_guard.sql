-- Before a statement of a script that would be read otherwise if a setting had been changed behind our back (a
-- function may, a visible SET is refused): the script was cut into statements as these settings have it.
-- The operators are named in full: search_path is the script's.
do $$
begin
  if pg_catalog.current_setting('standard_conforming_strings') operator(pg_catalog.<>) 'on' then
    raise exception 'standard_conforming_strings has been turned off, after the script was cut into statements';
  end if;
  if pg_catalog.current_setting('client_encoding') operator(pg_catalog.<>) all (array['UTF8', 'SQL_ASCII']) then
    raise exception 'client_encoding has been changed, after the script was cut into statements';
  end if;
end
$$
