-- Guarantee 10: the feed is pruned past the retention horizon; an older cursor gets everything, not a gap.
begin;
select plan(13);

select tests.create_person('alice');
select tests.create_notes();
select tests.sign_in('alice');
select tests.push(jsonb_build_array(tests.note(1), tests.note(2)));
select tests.commit('old');
select tests.push(deleted => jsonb_build_array(tests.id(1)));
select tests.push(jsonb_build_array(tests.note(3)));
select tests.commit('young');
select tests.push(jsonb_build_array(tests.note(4)));

select tests.as_owner();
delete from sync.heartbeats;
insert into sync.heartbeats (hour, xid, beaten_at) values
  (now() - interval '100 days', 3, now() - interval '100 days'), (now() - interval '89 days', 4, now() - interval '89 days');
update sync.changes set xid = 4, last_xid = 4 where xid = 3;

create function pg_temp.prune() returns integer language plpgsql as $$
declare
  pruned integer;
  total integer := 0;
begin
  loop
    pruned := sync.prune(1000);
    exit when pruned = 0;
    total := total + pruned;
  end loop;
  return total;
end$$;
select is((select sync.prune(1)), 1, 'a batch prunes no more than it is told');
select cmp_ok(pg_temp.prune(), '>=', 0, 'the rest goes in further batches');
select is((select h.xid from sync.horizon as h), 3::bigint, 'the horizon is the last heartbeat before the retention period');
select is((select count(*)::integer from sync.changes as c where c.xid < 3), 0, 'what is older is gone');
select cmp_ok((select count(*) from sync.changes as c where c.xid >= 3 and c.scope_id = tests.user_id('alice')), '>=', 3::bigint, 'what is younger is there');
select is(sync.prune(), 0, 'pruning again finds nothing');

select tests.sign_in('alice');
select is(public.pull_changes_optimized(tests.cursor('old')) ->> 'experimentalStrategy', null, 'a cursor at the horizon is valid');
select is(tests.deleted(tests.pulled(tests.cursor('old'))), '{1}', 'and is told of deletions');
select is(
  public.pull_changes_optimized(tests.cursor('old') - 1) ->> 'experimentalStrategy', 'replacement', 'an older one gets a replacement'
);
select is(tests.updated(tests.pulled(tests.cursor('old') - 1)), '{2,3,4}', 'with every row there is');
delete from public.notes;
select is(tests.pulled(tests.cursor('old') - 1), '{"created": [], "updated": [], "deleted": []}', 'an empty table is named, so that the client empties its own');
select is(public.pull_changes_optimized() ->> 'experimentalStrategy', null, 'a first pull is no replacement');
select is(tests.pulled(), null, 'and does not name what is empty');

select * from finish();
rollback;
