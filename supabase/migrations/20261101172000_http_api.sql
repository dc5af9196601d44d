-- The HTTP API: what the edge function api asks of the database beyond what every client may.
--
--   ops.rate_limits    how often it may be called, as data
--   ops.rate_uses      how much of that each caller has used
--   count_request()    counts a request, and says whether it is within the limit
--   require_writer()   whether the caller may write, and if not, why
--
-- A limit of 120 requests in 60 seconds lets a caller make 120 at once, and after that two a second: each request takes
-- half a second of a minute that is given back by the clock (the generic cell rate algorithm, ITU-T I.371). So a single moment
-- is all that is kept of a caller, and one upsert counts a request. Callers wait for nobody but themselves, and who is
-- over the limit is told so by a plain read, however many ask at once. A request that is refused costs nothing.
--
-- What was used is in an unlogged table: nothing waits for the disk, and after a crash or a failover everybody begins anew.


-- Limits: of people, by their id; of who has not signed in, by the network address.

create table ops.rate_limits (
  name public.slug not null,
  caller text not null,
  requests integer not null,
  seconds integer not null,
  description text not null,
  constraint rate_limits_pkey primary key (name, caller),
  constraint rate_limits_caller_is_known check (caller in ('person', 'address')),
  constraint rate_limits_requests_are_counted check (requests between 1 and 1000000),
  constraint rate_limits_period_is_bounded check (seconds between 1 and 900)
);

comment on table ops.rate_limits is 'How often one caller may call the HTTP API. Operators change them; the next request is counted by the new one.';
comment on column ops.rate_limits.caller is 'person: who is signed in; address: anybody else, by the address they call from.';
comment on column ops.rate_limits.requests is 'So many at once, and so many in each period.';
comment on column ops.rate_limits.seconds is 'The period: a quarter of an hour at most, which is how long it is kept who called.';

insert into ops.rate_limits (name, caller, requests, seconds, description) values
  ('api', 'person', 120, 60, 'Requests of a person'),
  ('api', 'address', 60, 60, 'Requests from an address of who has not signed in, or shows a token that is not valid'),
  ('import', 'person', 20, 600, 'Imports from localStorage, and previews of them, which may take seconds each');

-- No foreign key to the limit: each request would lock its row. None to the person: an address has none, and whoever
-- is erased is found by their id.
create unlogged table ops.rate_uses (
  subject uuid not null,
  limit_name text not null,
  used_until timestamptz not null,
  constraint rate_uses_pkey primary key (subject, limit_name)
) with (fillfactor = 50);

comment on table ops.rate_uses is 'How much of its limits each caller has used. Who has used nothing lately has no row.';
comment on column ops.rate_uses.subject is 'The id of the person; of who has not signed in, a digest of the address.';
comment on column ops.rate_uses.used_until is
  'When all of the limit is there again. A request moves it on by its share of the period, and may not move it further than one period from now.';

-- ops.take: takes one request from a limit of a caller. Returns 0, or in how many seconds there is room for one again.
-- Raises rate_limit_unknown (PT404).
create function ops.take(limit_name text, caller text, subject uuid, at timestamptz)
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  period interval;
  cost interval;
  used timestamptz;
begin
  -- Rounded down to what Postgres can tell apart, so that all of them fit into the period.
  select make_interval(secs => l.seconds), make_interval(secs => floor(l.seconds * 1e6 / l.requests) / 1e6)
  into period, cost
  from ops.rate_limits as l
  where l.name = take.limit_name and l.caller = take.caller;
  if not found then
    raise exception using errcode = 'PT404', message = 'rate_limit_unknown',
      detail = format('limit_name: there is no limit %s for this caller.', coalesce(quote_literal(left(take.limit_name, 80)), 'null')),
      hint = 'See ops.rate_limits.';
  end if;

  select u.used_until into used from ops.rate_uses as u where u.subject = take.subject and u.limit_name = take.limit_name;
  -- Who is over the limit need not wait for a lock to be told.
  if used is null or greatest(used, at) + cost <= at + period then
    insert into ops.rate_uses as u (subject, limit_name, used_until)
    values (take.subject, take.limit_name, at + cost)
    on conflict on constraint rate_uses_pkey do update set used_until = greatest(u.used_until, at) + cost
    where greatest(u.used_until, at) + cost <= at + period;
    if found then
      return 0;
    end if;
    -- Others of the same caller were quicker.
    select u.used_until into used from ops.rate_uses as u where u.subject = take.subject and u.limit_name = take.limit_name;
  end if;
  return greatest(1, ceil(date_part('epoch', used + cost - period - at)));
end;
$$;

-- ops.count_request: see public.count_request. An IPv6 address counts with its network of 64 bits, which is one customer's.
-- Definer: nobody reads this schema. Only public.count_request() calls it, and says truly who asks.
create function ops.count_request(caller name, limit_name text, address inet, at timestamptz default clock_timestamp())
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := case when caller = 'authenticated' then private.require_token() end;
begin
  return jsonb_build_object(
    'person', person,
    'wait_seconds', case
      when person is not null then ops.take(limit_name, 'person', person, at)
      else ops.take(
        limit_name, 'address', md5(host(network(set_masklen(address, case family(address) when 6 then 64 else 32 end))))::uuid, at
      )
    end
  );
end;
$$;

-- count_request: counts a request to the HTTP API, and says who makes it: {"person", "wait_seconds"}; 0 when it is within
-- the limit, else after how many seconds to try again. For people, who can only count their own, and for service_role,
-- which counts those of an address.
-- Raises not_signed_in (PT401), rate_limit_unknown (PT404).
create function public.count_request(limit_name text, address inet default '0.0.0.0')
returns jsonb
language sql
volatile
security invoker
set search_path = ''
begin atomic
  select ops.count_request(current_user, limit_name, address);
end;

comment on function public.count_request(text, inet) is
  'Counts a request to the HTTP API; returns who makes it, and after how many seconds to try again, 0 when it is within the limit. service_role counts for an address.';

grant execute on function
  public.count_request(text, inet), ops.count_request(name, text, inet, timestamptz)
to authenticated, service_role;

-- ops.prune_rate_uses: forgets callers who have all of their limits again. Returns how many rows went, at most `batch`.
-- Rows that are being counted on are left to the next run. Idempotent; run by cron.
create function ops.prune_rate_uses(batch integer default 100000, at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  gone integer;
begin
  delete from ops.rate_uses as u
  using (select o.subject, o.limit_name from ops.rate_uses as o where o.used_until < at limit batch for update skip locked) as past
  where u.subject = past.subject and u.limit_name = past.limit_name;
  get diagnostics gone = row_count;
  return gone;
end;
$$;

comment on function ops.prune_rate_uses(integer, timestamptz) is
  'Forgets callers of the HTTP API who have all of their limits again; returns how many rows went. Idempotent; run by cron.';


-- require_writer: who is calling, if they may write. An update that policies forbid changes no row and says nothing; this
-- says why. Raises what private.require_writer() raises.
create function public.require_writer()
returns uuid
language sql
stable
security invoker
set search_path = ''
as $$
  select private.require_writer();
$$;

comment on function public.require_writer() is
  'The caller''s user id, if they may write; else raises what stands in the way: an update that policies forbid only changes no row.';

grant execute on function public.require_writer() to authenticated;


-- What this chapter holds of people.

insert into privacy.retention_policies (code, description, kept) values (
  'rate-uses', '{"nl": "Hoe vaak de HTTP-API zojuist is aangeroepen", "en": "How often the HTTP API was called just now"}', interval '15 minutes'
);

select privacy.map_table('ops.rate_limits', null, 'operation', 'forever', 'none: name caller requests seconds description');
select privacy.map_table('ops.rate_uses', 'subject', 'operation', 'rate-uses', '
  key: subject
  activity: limit_name used_until
',
  omit => '{"*": "How often the HTTP API was called in the last minutes."}');
