-- Guarantee 7: a device is not sent its own change again, unless the server altered it.
begin;
select plan(11);

select tests.create_person(name) from unnest('{alice,mallory}'::text[]) as name;
select tests.create_notes(pull_only => '{rank}');
-- The server trims titles, and counts the children of a note in its rank.
create function pg_temp.trim_title() returns trigger language plpgsql as $$begin new.title := trim(new.title); return new; end$$;
create trigger _200_trim before insert or update on public.notes for each row execute function pg_temp.trim_title();
create function pg_temp.count_children() returns trigger language plpgsql security definer as $$
begin
  update public.notes as p set rank = (select count(*) from public.notes as c where (c.user_id, c.parent_id) = (p.user_id, p.id))
  where (p.user_id, p.id) in (select n.user_id, n.parent_id from new_rows as n);
  return null;
end$$;
create trigger _500_count after insert on public.notes referencing new table as new_rows for each statement execute function pg_temp.count_children();

select tests.sign_in('alice');
select tests.commit('start');
create function pg_temp.raw(n integer, columns jsonb default '{}') returns jsonb language sql as $$select tests.note(n, columns)$$;

select tests.push(jsonb_build_array(pg_temp.raw(1), pg_temp.raw(2, '{"title": " two "}'), pg_temp.raw(3, '{"rank": 7}'), pg_temp.raw(4) - 'body', pg_temp.raw(5, '{"meta": "{\"a\":1}"}')));
select is(
  tests.updated(tests.pulled(tests.cursor('start'), device => 'phone')), '{2,3,4,5}',
  'not sent: what the table has as the device sent it; sent: what a trigger altered, what only the server decides, what the device left out, what is spelled otherwise'
);
select is(tests.updated(tests.pulled(tests.cursor('start'), device => 'laptop')), '{1,2,3,4,5}', 'other devices are sent everything');
select is(tests.updated(tests.pulled(tests.cursor('start'))), '{1,2,3,4,5}', 'a pull that does not say which device it is, too');
select tests.commit('later');

select tests.push(jsonb_build_array(pg_temp.raw(6, jsonb_build_object('parent_id', tests.id(1)))));
select is(tests.updated(tests.pulled(tests.cursor('later'), device => 'phone')), '{1}', 'a row that the server derived from the push is sent, the pushed one is not');
select is((select rank from public.notes where id = tests.id(1)), 1, 'with what was derived');
select is((select rank from public.notes where id = tests.id(3)), null, 'what a device says of a column that only the server writes is ignored');
select tests.commit('last');

select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "one", "rank": 9}', base => '{"rank": 1}')));
select is((select rank from public.notes where id = tests.id(1)), 1, 'also in an update');
select is(tests.updated(tests.pulled(tests.cursor('last'), device => 'phone')), '{1}', 'and the truth is returned');
select tests.commit('end');

select tests.push(deleted => jsonb_build_array(tests.id(1)));
select is(tests.deleted(tests.pulled(tests.cursor('end'), device => 'phone')), '{6}', 'of a deletion the device is sent only what went with it');
select is(tests.deleted(tests.pulled(tests.cursor('end'), device => 'laptop')), '{1,6}', 'other devices are sent all of it');

-- Mallory says that her device is alice's phone.
select tests.sign_in('mallory');
select tests.push(jsonb_build_array(pg_temp.raw(2)));
select tests.as_owner();
select isnt(
  (select origin from sync.changes where scope_id = tests.user_id('mallory') and row_id = tests.id(2)),
  (select origin from sync.changes where scope_id = tests.user_id('alice') and row_id = tests.id(6)),
  'a device id names a device of the person who says it, and nobody else''s'
);

select * from finish();
rollback;
