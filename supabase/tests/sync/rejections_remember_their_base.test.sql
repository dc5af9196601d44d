-- A refused record stays on the device while later syncs move the base on. What the record was based on
-- when it was first refused is what counts, or a correction would overwrite what was never seen.
begin;
select plan(4);

select tests.create_person('alice');
select tests.create_notes(conflict => 'server_wins');
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)));
select tests.commit('first');

-- The phone renames both notes to nothing, which is refused.
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": ""}'), tests.edited(2, '{"title": ""}')), base => tests.cursor('first'));
select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "laptop"}'), tests.edited(2, '{"title": "laptop"}')), device => 'laptop', base => tests.cursor('first'));
select tests.commit('second');

select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "phone"}')), base => tests.cursor('second'))),
  '{"title: server"}', 'a corrected record conflicts with what was written after it was first refused'
);

-- The later pull also said what it saw, the first one could not (a replica served it).
select is(
  tests.conflicts(tests.push(
    updated => jsonb_build_array(tests.edited(2, '{"title": "phone"}')), base => tests.cursor('second'),
    snapshot => format('%1$s:%1$s:', tests.cursor('second') & ((1::bigint << 43) - 1))
  )),
  '{"title: server"}', 'a later snapshot does not stand in for the one that the first refusal had none of'
);

select is((select count(*)::integer from public.sync_rejections), 0, 'an accepted record is rejected no more');

select tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "again"}')), base => tests.cursor('second'));
select tests.commit('third');
select is(
  tests.conflicts(tests.push(updated => jsonb_build_array(tests.edited(1, '{"title": "once more"}')), base => tests.cursor('third'))),
  '{}', 'and its old base is forgotten'
);

select * from finish();
rollback;
