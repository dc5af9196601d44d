-- A pointer leads to a file of its owner and nowhere else, and belongs to one thing.
begin;
select plan(25);

select tests.create_user('alice');
select tests.create_user('mallory');
insert into public.journal_entries (user_id, id, written_on) values (tests.user_id('alice'), tests.id(1), '2026-11-01');
insert into public.visions (user_id, id, category, title) values (tests.user_id('alice'), tests.id(2), 'career', 'x');
select tests.sign_in('alice');

create function pg_temp.attach(path text, columns text default '', val text default '')
returns text
language sql
immutable
as $$
  select format(
    'insert into public.attachments (user_id, path, file_name, mime_type, size_bytes%s) values (tests.user_id(''alice''), %L, ''x'', ''image/jpeg'', 1%s)',
    columns, path, val
  );
$$;
select lives_ok(pg_temp.attach(tests.user_id('alice') || '/2026/photo 1.jpg', ', journal_entry_id', ', tests.id(1)'), 'a file in her own folder is taken');
select tests.raises(pg_temp.attach(tests.user_id('mallory') || '/secret.jpg'), 'PT422', 'attachment_path_foreign', 'one in another''s is not');
select tests.raises(pg_temp.attach('shared/secret.jpg'), 'PT422', 'attachment_path_foreign', 'nor one in a folder of nobody');
select tests.raises(pg_temp.attach(upper(tests.user_id('alice')::text) || '/x.jpg'), 'PT422', 'attachment_path_foreign', 'nor one in what looks like hers');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice') || '/../' || tests.user_id('mallory') || '/x.jpg'), 'no path leads up');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice') || '/./x.jpg'), 'or stands still');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice') || '//x.jpg'), 'or is empty in between');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice') || '/'), 'or names no file');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice')::text), 'or the folder only');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice') || E'/x\n.jpg'), 'or runs over lines');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice') || '/..\x.jpg'), 'or goes back as Windows has it');
select tests.refuses('attachments_path_is_plain', pg_temp.attach(tests.user_id('alice') || '/%2e%2e%2f' || tests.user_id('mallory') || '/x.jpg'), 'or does so once it is decoded');
select tests.raises(
  format($$update public.attachments set path = %L where true$$, tests.user_id('mallory') || '/x.jpg'), 'PT422', 'attachment_path_foreign', 'it does not move there either'
);
select is(
  tests.rejected(tests.push(jsonb_build_array(jsonb_build_object(
    'id', tests.id(9), '_status', 'created', 'path', tests.user_id('mallory') || '/x.jpg', 'file_name', 'x', 'mime_type', 'image/png', 'size_bytes', 1
  )), into_table => 'attachments')), '{"9: attachment_path_foreign"}', 'a device is told why'
);
select tests.refuses('attachments_bucket_is_known', pg_temp.attach(tests.user_id('alice') || '/y.jpg', ', bucket', ', ''exports'''), 'no other bucket is reached');
select tests.refuses('attachments_object_key', pg_temp.attach(tests.user_id('alice') || '/2026/photo 1.jpg'), 'one file has one row');
select tests.refuses('attachments_belongs_to_one_thing',
  pg_temp.attach(tests.user_id('alice') || '/y.jpg', ', journal_entry_id, vision_id', ', tests.id(1), tests.id(2)'), 'it belongs to one thing');
select tests.refuses('attachments_checksum_is_sha256', pg_temp.attach(tests.user_id('alice') || '/y.jpg', ', checksum_sha256', ', ''abc'''), 'a checksum is a SHA-256');
select tests.refuses('attachments_duration_is_not_negative', pg_temp.attach(tests.user_id('alice') || '/y.jpg', ', duration_seconds', ', -1'), 'nothing plays for less than no time');
select tests.refuses('attachments_width_is_positive', pg_temp.attach(tests.user_id('alice') || '/y.jpg', ', width_px', ', 0'), 'a picture has a width');
select tests.refuses('attachments_mime_type_is_type',
  $$update public.attachments set mime_type = 'image/jpeg; charset=x' where true$$, 'a media type has no parameters');
select tests.refuses('attachments_size_fits_storage',
  $$update public.attachments set size_bytes = 5368709121 where true$$, 'Storage takes 5 GB');
select lives_ok(
  $$update public.attachments set size_bytes = 5368709120, checksum_sha256 = repeat('0a', 32), mime_type = 'image/svg+xml' where true$$, 'and no less'
);

select tests.push(deleted => jsonb_build_array(tests.id(1)), into_table => 'journal_entries');
select is_empty('select id from public.attachments', 'it goes with what it belongs to');

select tests.sign_in('mallory');
select tests.raises(
  format(
    $$insert into public.attachments (user_id, vision_id, path, file_name, mime_type, size_bytes) values (%L, tests.id(2), %L, 'x', 'image/jpeg', 1)$$,
    tests.user_id('mallory'), tests.user_id('mallory') || '/x.jpg'
  ), '23503', null, 'mallory hangs nothing on alice''s vision'
);

select * from finish();
rollback;
