"""What the tests stand on: real PostgreSQL servers, the program under test, faults.

postgres_programs  where PostgreSQL's server programs come from (Debian's 15, others from npm)
run_servers   what one run of the tests owns: a directory in memory, and servers in it
process       child processes that run unprivileged and never outlive the tests
server        one PostgreSQL server: start, stop, kill, log, standby, TLS
environment   a test's own names, passwords and settings on a shared server
printable     text that moves cursors or hides, and what may leave the program of it
program       the binary under test: run, run in the background, run on a terminal
protocol      PostgreSQL's v3 protocol, as far as message boundaries go
proxy         a TCP proxy that counts, delays, cuts, freezes, refuses
pgbouncer     a PgBouncer in front of a server
certificates  a certificate authority of our own
small_disk    a file system that fills up
state         what a database looks like, to prove that nothing was written
structure     everything that users see of a database's structure, to compare two ends
other_sessions  what other sessions do to a run
polling       waiting for what comes true in its own time
scenarios     runs that faults are let loose on, and what must hold afterwards
static_sources  the recipe of the static build, with an apt of the test's own
share         how much of a sweep is done
stopping      a program that is ended while it waits
seeds         what the seeds promise
"""
