-- A device's own edits are no conflict with one another, so its pushes must be taken in the order it made them.
begin;
select plan(11);

create function pg_temp.last_pushed_at(device text)
returns bigint
language sql
as $$
  select (public.pull_changes_optimized(null, null, null, jsonb_build_object('device_id', tests.device(device))) ->> 'last_pushed_at')::bigint;
$$;
grant execute on function pg_temp.last_pushed_at(text) to authenticated;

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');

select is(pg_temp.last_pushed_at('phone'), 0::bigint, 'a device that has never pushed is told so');
create temporary table answers on commit drop as
select tests.push(jsonb_build_array(tests.note(1)), last_pushed_at => 0) as first;
select tests.commit();
select is(pg_temp.last_pushed_at('phone'), (first ->> 'timestamp')::bigint, 'a pull says which push of the device was the last') from answers;
select is(pg_temp.last_pushed_at('laptop'), 0::bigint, 'to each device its own');

select tests.raises(
  $$select tests.push('[]', jsonb_build_array(tests.edited(1, '{"title": "older"}')), last_pushed_at => 0)$$, 'PT409', 'push_late',
  'a push that does not know of the one before it is refused'
);
select is((select title from public.notes), 'note 1', 'and writes nothing');
select is(
  tests.push('[]', jsonb_build_array(tests.edited(1, '{"title": "newer"}')), last_pushed_at => (first ->> 'timestamp')::bigint) -> 'accepted',
  '{"notes": 1}', 'one that knows is taken'
)
from answers;
select is(
  tests.push(jsonb_build_array(tests.note(2)), device => 'laptop', last_pushed_at => 0) -> 'accepted', '{"notes": 1}',
  'devices do not wait for each other'
);
select is(
  tests.push(jsonb_build_array(tests.note(3)), device => null, last_pushed_at => 0) -> 'accepted', '{"notes": 1}',
  'who names no device is not checked'
);
select is(
  tests.push(jsonb_build_array(tests.note(4))) -> 'accepted', '{"notes": 1}', 'nor is who does not say what it knows'
);
select is(
  tests.push(jsonb_build_array(tests.note(5)), device => 'watch', push_id => tests.id(9), last_pushed_at => 0),
  tests.push(jsonb_build_array(tests.note(5)), device => 'watch', push_id => tests.id(9), last_pushed_at => 0),
  'a repetition is not late'
);
select is((select count(*)::integer from public.notes), 5, 'every note that was accepted is there');

select * from finish();
rollback;
