-- he, ':x'), (2, $$;$$)':x'), (2, $$;$$);
copy t (a, ;
copy t (a, b) from stdin;
 i)f not exis atomiselctek
