-- Rows made up from the catalogue, for contract tests that must hold for every table there is. When one
-- cannot be made up, the table's module says here what a row needs.

create table if not exists tests.samples (
  table_name text not null,
  columns jsonb not null,
  constraint samples_pkey primary key (table_name)
);
comment on table tests.samples is 'Values for columns that tests.make_row cannot guess: {"column": value}.';

-- One line a table: ('public.tasks', '{"title": "Water the plants"}').
insert into tests.samples (table_name, columns)
select sample.table_name, sample.columns::jsonb
from (values
  ('public.ai_usage_periods', '{"starts_at": "2026-03-01T00:00:00Z", "resets_at": "2026-04-01T00:00:00Z"}'),
  ('public.analytics_events', jsonb_build_object('occurred_at', now())),
  ('public.assessment_answers', '{"id": "d60ffb86-69d5-39d2-94ff-a86e95e5472f", "attempt_id": "00000000-0000-4000-8000-00000000000a", "question_id": "00000000-0000-4000-8000-00000000000b"}'),
  ('public.attachments', '{"path": "folder/photo.jpg", "mime_type": "image/jpeg"}'),
  ('public.guardian_links', jsonb_build_object('email_hash', '$2a$08$' || repeat('x', 53))),
  ('public.interaction_analytics', jsonb_build_object('occurred_at', now())),
  ('public.emotional_analytics', '{"data_source": "daily_aggregation", "analysis_date": "2026-11-02", "readings_count": 0, "total_time_minutes": 0, "emotion_distribution": {}, "most_productive_emotions": [], "problematic_emotional_patterns": [], "interventions_applied": [], "average_recovery_time_minutes": {}, "most_effective_recovery_strategies": [], "emotional_trends": []}'),
  ('public.invoices', '{"subtotal_minor": 995, "tax_minor": 209, "total_minor": 1204}'),
  ('public.onboarding_responses', '{"choices": "{health}"}'),
  ('public.learning_dna', '{"optimal_emotional_states": "{flow}", "problematic_emotional_states": "{stress,fatigue}"}'),
  ('public.learning_sessions', '{"mastery_demonstrations": [{"concept": "fractions", "evidence": "said “½”", "confidence_level": 0.75}], "difficulty_progression": [{"timestamp": "2026-11-02T08:09:10.123Z", "success_rate": 0.5, "difficulty_level": 0.25}]}'),
  ('public.shared_visions', jsonb_build_object('user_id', tests.user_id('alice'))),
  ('public.content_mastery', '{"learning_style_effectiveness": {"visual": 0.1}}'),
  ('private.payment_references', jsonb_build_object('sealed', private.seal('cus_1'))),
  ('private.integration_tokens', jsonb_build_object('sealed_access_token', 'v1.' || repeat('a', 40))),
  ('public.learning_analytics', '{"data_source": "daily_aggregation", "analysis_date": "2026-11-02", "session_minutes": 0, "questions_attempted": 0, "questions_correct": 0, "review_minutes": 0, "subjects": {}}')
) as sample (table_name, columns)
on conflict (table_name) do update set columns = excluded.columns;

-- Values worth trying for a column: what its checks and those of its domain mention, then what usually fits
-- its type. Only those that the type takes; a uuid may have to be the owner's own.
create or replace function tests.candidates(relation regclass, column_name name, person uuid)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  column_type constant regtype := (
    select atttypid from pg_catalog.pg_attribute where attrelid = relation and attname = column_name
  );
  base_type constant regtype := (
    select coalesce(nullif(typbasetype, 0), oid) from pg_catalog.pg_type where oid = column_type
  );
  guesses text[] := (
    select coalesce(array_agg(value), '{}')
    from (
      select enumlabel::text as value from pg_catalog.pg_enum where enumtypid = base_type
      union all
      select replace(match[1], '''''', '''')
      from pg_catalog.pg_constraint as rule,
        regexp_matches(pg_catalog.pg_get_constraintdef(rule.oid), '''((?:[^'']|'''')*)''', 'g') as match
      where rule.contype = 'c'
        and (
          rule.conrelid = relation
          and (select attnum from pg_catalog.pg_attribute where attrelid = relation and attname = column_name) = any (rule.conkey)
          or rule.contypid = column_type
        )
    ) as mentioned
  );
  guess text;
  accepted text[] := '{}';
begin
  guesses := guesses || case
    when base_type = 'uuid'::regtype then array[gen_random_uuid()::text, person::text]
    when base_type::text like '%[]' then array['{}', '{a}', '{1}']
    when base_type in ('json'::regtype, 'jsonb'::regtype) then array['{}', '[]', '{"nl": "x", "en": "x"}', '[1]', '"x"', '1']
    when base_type in ('date'::regtype, 'timestamptz'::regtype) then array['2026-11-02', '2026-11-03', now()::text]
    when base_type = 'time'::regtype then array['09:00', '17:00']
    when base_type = 'interval'::regtype then array['1 day']
    when base_type = 'boolean'::regtype then array['true', 'false']
    when base_type = 'bytea'::regtype then array['\x01', '\x' || repeat('01', 32)]
    when base_type = 'inet'::regtype then array['192.0.2.1']
    else array[
      '1', '2', '0', '14', '50', '2026', '0.5', 'x', 'xx', 'a text', 'slug', 'INTJ', 'NL', 'nl', 'EUR', 'Ne', '09:00',
      'Europe/Amsterdam', 'x@example.test', 'https://example.test', '#aabbcc', '1.0.0', repeat('a', 32), repeat('a', 64)
    ]
  end;
  foreach guess in array guesses loop
    begin
      execute pg_catalog.format('select %L::%s', guess, column_type);
      accepted := accepted || guess;
    exception when data_exception or check_violation then
      null;
    end;
  end loop;
  return accepted;
end;
$$;

-- Inserts a row for this owner, with as few columns as the table allows. When a check fails, other values for
-- the columns it is about are tried. Returns null, or why it could not be done.
create or replace function tests.make_row(relation regclass, owner name, person uuid)
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  given constant jsonb := coalesce(
    (select samples.columns from tests.samples where samples.table_name::regclass = relation), '{}'
  ) || jsonb_build_object(owner, person);
  options jsonb := '{}';  -- column -> values worth trying
  turns jsonb := '{}';    -- column -> which of them it is at
  rule name;
  involved name[];
  column_name name;
begin
  select coalesce(jsonb_object_agg(attname, tests.candidates(relation, attname, person)), '{}')
  into options
  from pg_catalog.pg_attribute
  where attrelid = relation
    and attnum > 0
    and not attisdropped
    and attnotnull
    and not atthasdef
    and attidentity = ''
    and not given ? attname;

  for attempt in 1..2000 loop
    begin
      execute (
        select pg_catalog.format(
          'insert into %s (%s) values (%s)', relation,
          string_agg(quote_ident(attname), ', '),
          string_agg(
            pg_catalog.format('%L::%s', coalesce(given ->> attname, options -> attname ->> coalesce((turns ->> attname)::integer, 0)),
              pg_catalog.format_type(atttypid, atttypmod)), ', '
          )
        )
        from pg_catalog.pg_attribute
        where attrelid = relation and (given ? attname or options ? attname)
      );
      return null;
    exception
      -- Of another owner's row too: some values are unique among all.
      when check_violation or unique_violation then
        get stacked diagnostics rule = constraint_name;
        involved := (
          select array_agg(attribute.attname)
          from pg_catalog.pg_constraint as violated
            join pg_catalog.pg_attribute as attribute
              on attribute.attrelid = relation and attribute.attnum = any (violated.conkey)
          where violated.conrelid = relation and violated.conname = rule and not given ? attribute.attname
        );
        if involved is null then
          return pg_catalog.format('the check %s fails, whatever the row', rule);
        end if;
        -- A column with a default or that may be null takes part once a check is about it.
        foreach column_name in array involved loop
          if not options ? column_name then
            options := options || jsonb_build_object(
              column_name, array_prepend(null, tests.candidates(relation, column_name, person))
            );
          end if;
        end loop;
        -- Count on like an odometer whose wheels are the involved columns.
        foreach column_name in array involved loop
          if coalesce((turns ->> column_name)::integer, 0) + 1 < jsonb_array_length(options -> column_name) then
            turns := turns || jsonb_build_object(column_name, coalesce((turns ->> column_name)::integer, 0) + 1);
            exit;
          end if;
          turns := turns || jsonb_build_object(column_name, 0);
        end loop;
      when others then
        return sqlstate || ' ' || sqlerrm;
    end;
  end loop;
  return pg_catalog.format('the check %s still fails after 2000 tries', rule);
end;
$$;

create or replace function tests.row_of(relation regclass, owner name, person uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  found_row jsonb;
begin
  execute pg_catalog.format('select to_jsonb(t) from %s as t where %I = $1 limit 1', relation, owner)
    into found_row using person;
  return found_row;
end;
$$;

-- Text of an insert that copies somebody's row under another id: what an intruder would send.
create or replace function tests.insert_as(relation regclass, owner name, columns text, person uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select pg_catalog.format(
    'insert into %1$s (%2$s) select %2$s from jsonb_populate_record(null::%1$s, %3$L::jsonb)',
    relation, columns, tests.row_of(relation, owner, person) || jsonb_build_object('id', gen_random_uuid()) || jsonb_build_object(owner, person)
  );
$$;

grant execute on all functions in schema tests to anon, authenticated, service_role;


begin;
select plan(2);

-- The second check can only be met by a value that is not the first to be tried, the last by leaving one out.
create temporary table sample_probe (
  user_id uuid not null,
  kind text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  status text not null default 'open',
  constraint kind_is_known check (kind in ('walk', 'run')),
  constraint closed_has_end check ((status = 'closed') = (ended_at is not null)),
  constraint status_is_known check (status in ('open', 'closed')),
  constraint never_open check (status <> 'open'),
  phone text,
  email text default 'x@example.test',
  constraint one_address check (num_nonnulls(phone, email) = 1 and phone is not null)
);

select is(
  tests.make_row('sample_probe', 'user_id', tests.user_id('alice')), null,
  'a row is found that satisfies checks about one column and about several'
);
select is(
  (select status from sample_probe), 'closed',
  'and it is a row'
);

select * from finish();
rollback;
