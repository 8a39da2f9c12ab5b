\set ON_ERROR_STOP on
\echo 'x; y' \timing
\t \a \\ select :'ON_ERROR_STOP';
