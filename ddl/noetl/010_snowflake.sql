-- Keys: 64-bit integers that sort by the time at which they were made.
--
--   bit 63     62 ........ 22     21 ... 12     11 ....... 0
--   sign, 0    milliseconds       shard         sequence
--              since 2024-01-01   0 to 1023     0 to 4095
--              00:00:00 UTC
--
-- snowflake_seq counts milliseconds and sequence as one number of 53 bits, the tick:
-- every draw is one tick further, and a draw that finds the tick behind the clock moves
-- it up to the clock. Where a millisecond runs out of sequence numbers, the next tick is
-- the next millisecond's: nothing wraps. A clock that is set back only makes the
-- ticks run ahead of it until it has caught up.

create sequence if not exists snowflake_seq as bigint minvalue 0 maxvalue 9007199254740991;

comment on sequence snowflake_seq is
	'Tick of snowflake_id(): milliseconds since 2024-01-01 UTC, times 4096, plus sequence.';

-- The sequence is a parameter so that it is bound here, once, whatever search_path the caller has.
-- 1704067200000 is the epoch, in milliseconds of Unix time; constants are written out for speed.
create or replace function snowflake_id(seq regclass default 'snowflake_seq') returns bigint
	language plpgsql volatile parallel unsafe
as $$
declare
	tick      bigint := nextval(seq);	-- before the clock is read, see below
	shard     bigint := coalesce(nullif(current_setting('noetl.shard_id', true), '')::bigint, 0);
	lock_key  bigint;
	is_locked boolean;
begin
	-- Behind the clock by more than 10 ms: somebody must move the ticks up. setval() does not
	-- compare before it sets, so one session moves them while the others wait. None of these can
	-- have drawn more than once meanwhile, because each reads the clock after its draw and comes
	-- here too; and 10 ms are 40960 ticks, more than there are sessions. So setval() never
	-- moves them back.
	if tick >> 12 < date_part('epoch', clock_timestamp()) * 1000 - 1704067200010 then
		lock_key := (1397641047::bigint << 32) | seq::oid::bigint;	-- "SNOW", then the sequence
		begin
			is_locked := pg_advisory_lock(lock_key) is not null;
			tick := nextval(seq);
			if tick >> 12 < date_part('epoch', clock_timestamp()) * 1000 - 1704067200010 then
				tick := setval(seq,
					(date_part('epoch', clock_timestamp()) * 1000 - 1704067200000)::bigint << 12);
			end if;
			perform pg_advisory_unlock(lock_key);
		exception when others or query_canceled then
			if is_locked then
				perform pg_advisory_unlock(lock_key);
			end if;
			raise;
		end;
	end if;

	if shard not between 0 and 1023 then
		raise exception 'noetl.shard_id is %, allowed are 0 to 1023', shard
			using errcode = 'invalid_parameter_value';
	end if;
	return ((tick >> 12) << 22) | (shard << 12) | (tick & 4095);
end
$$;

comment on function snowflake_id(regclass) is
	'Next key: milliseconds since 2024-01-01 UTC, shard (noetl.shard_id), sequence.';

create or replace function snowflake_parts(
	id bigint, out made_at timestamptz, out shard_id integer, out sequence integer
)
	language sql immutable strict parallel safe
as $$
	select
		to_timestamp(((id >> 22) + 1704067200000) / 1000.0),
		((id >> 12) & 1023)::integer,
		(id & 4095)::integer
$$;

comment on function snowflake_parts(bigint) is
	'Takes a key of snowflake_id() apart: when it was made, shard, sequence.';
