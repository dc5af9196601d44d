-- A stand-in for pg_net in plain SQL: requests are queued in the transaction and sent after it has
-- committed, by the local stack (scripts/stack/net.ts).

create schema net;

create domain net.http_method as text
check (value ilike any (array['get', 'post', 'delete']));

create sequence net.http_request_queue_id_seq;

create unlogged table net.http_request_queue (
  id bigint not null default nextval('net.http_request_queue_id_seq'),
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds int not null
);

create unlogged table net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out bool,
  error_msg text,
  created timestamptz not null default now()
);
create index on net._http_response (created);

create function net._enqueue(
  method text, url text, params jsonb, headers jsonb, body bytea, timeout_milliseconds int
)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  request_id bigint;
begin
  insert into net.http_request_queue as queue (method, url, headers, body, timeout_milliseconds)
  values (
    method,
    url || coalesce(
      (
        select case when position('?' in url) > 0 then '&' else '?' end
          || pg_catalog.string_agg(key || '=' || value, '&')
        from pg_catalog.jsonb_each_text(params)
      ),
      ''
    ),
    headers, body, timeout_milliseconds
  )
  returning queue.id into request_id;
  perform pg_catalog.pg_notify('pg_net', '');
  return request_id;
end $$;

create function net.http_get(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds int default 5000
)
returns bigint
language sql
security definer
set search_path = net
as $$
  select net._enqueue('GET', url, params, headers, null, timeout_milliseconds)
$$;

create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}',
  timeout_milliseconds int default 5000
)
returns bigint
language sql
security definer
set search_path = net
as $$
  select net._enqueue('POST', url, params, headers, convert_to(body::text, 'UTF8'), timeout_milliseconds)
$$;

create function net.http_delete(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds int default 5000, body jsonb default null
)
returns bigint
language sql
security definer
set search_path = net
as $$
  select net._enqueue('DELETE', url, params, headers, convert_to(body::text, 'UTF8'), timeout_milliseconds)
$$;

revoke execute on all functions in schema net from public;
grant usage on schema net to supabase_functions_admin, postgres, anon, authenticated, service_role;
grant execute on function net.http_get, net.http_post, net.http_delete
  to supabase_functions_admin, postgres, anon, authenticated, service_role;
grant select, delete on net.http_request_queue, net._http_response to postgres;
