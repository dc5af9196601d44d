-- Platform: triggers on auth.users, and policies on storage.objects and realtime.messages, which Supabase owns. Last and
-- short, because creating one locks platform tables until the migration commits.

-- A sign-up makes a person.
create trigger _100_welcome after insert on auth.users
  for each row execute function private.welcome();

-- Whoever signed up before this app was installed gets a profile too.
select private.create_person(u.id, u.raw_user_meta_data) from auth.users as u;


-- Files. Closed buckets; a file is reached by its owner, a logo by the members of its organisation, or by a link that one
-- of these signed. What a bucket takes can be shown without running anything: no HTML, no SVG. An operator may change its
-- limits, which then stay.
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types) values
  ('attachments', 'attachments', false, 33554432, '{
    image/jpeg, image/png, image/webp, image/gif, image/heic, audio/mpeg, audio/mp4, audio/aac, audio/ogg, audio/webm, audio/wav,
    video/mp4, video/quicktime, video/webm, application/pdf, text/plain, text/markdown
  }'),
  ('avatars', 'avatars', false, 2097152, '{image/jpeg, image/png, image/webp}'),
  ('logos', 'logos', false, 2097152, '{image/jpeg, image/png, image/webp}')
on conflict (id) do nothing;

-- A file lies in the folder of its owner, <user id>/…, as attachments.path does, and its path is as plain.
create policy files_select_own on storage.objects for select to authenticated
  using (bucket_id in ('attachments', 'avatars') and split_part(name, '/', 1) = (select auth.uid()::text));
create policy files_insert_own on storage.objects for insert to authenticated
  with check (
    bucket_id in ('attachments', 'avatars') and split_part(name, '/', 1) = (select auth.uid()::text) and private.is_plain_path(name)
    and (select private.is_active()) and (select private.has_file_storage())
  );
create policy files_update_own on storage.objects for update to authenticated
  using (
    bucket_id in ('attachments', 'avatars') and split_part(name, '/', 1) = (select auth.uid()::text) and (select private.is_active())
  )
  with check (
    bucket_id in ('attachments', 'avatars') and split_part(name, '/', 1) = (select auth.uid()::text) and private.is_plain_path(name)
    and (select private.is_active()) and (select private.has_file_storage())
  );
create policy files_delete_own on storage.objects for delete to authenticated
  using (
    bucket_id in ('attachments', 'avatars') and split_part(name, '/', 1) = (select auth.uid()::text) and (select private.is_active())
  );

-- A logo lies in the folder of its organisation, as organizations.logo_path does: members read it, admins write.
create policy logos_select_member on storage.objects for select to authenticated
  using (
    bucket_id = 'logos' and exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = private.logo_owner(name) and g.is_granted
    )
  );
create policy logos_insert_admin on storage.objects for insert to authenticated
  with check (bucket_id = 'logos' and private.may_put_logo(name));
create policy logos_update_admin on storage.objects for update to authenticated
  using (bucket_id = 'logos' and private.organization_role(private.logo_owner(name)) in ('owner', 'admin'))
  with check (bucket_id = 'logos' and private.may_put_logo(name));
create policy logos_delete_admin on storage.objects for delete to authenticated
  using (bucket_id = 'logos' and private.organization_role(private.logo_owner(name)) in ('owner', 'admin'));


-- Realtime: a channel for each scope, sync:<user id> and sync:<organization id>. Who may see its rows may listen, and
-- show that they are here; only the server sends, see sync.poke. A channel that is open stays open until its token is
-- renewed, which is why a poke says nothing.

-- sync.may_listen: whether a channel of Realtime, sync:<scope id>, is of a scope of the caller's. Any other is nobody's.
create function sync.may_listen(topic text)
returns boolean
language sql
stable
set search_path = ''
as $$
  select private.is_active()
    and coalesce(sync.is_mine(substring(topic from '^sync:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid), false);
$$;

grant execute on function sync.may_listen(text) to authenticated;

create policy sync_select_own on realtime.messages for select to authenticated
  using (extension in ('broadcast', 'presence') and (select sync.may_listen(realtime.topic())));
create policy sync_insert_presence on realtime.messages for insert to authenticated
  with check (extension = 'presence' and (select sync.may_listen(realtime.topic())));
-- No broadcast by people, no update, no delete: what is said here is the server's.
