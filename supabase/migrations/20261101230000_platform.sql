-- Platform: triggers on auth.users and policies on realtime.messages, which Supabase owns. Last and short, because
-- creating one locks platform tables until the migration commits.

-- A sign-up makes a person.
create trigger _100_welcome after insert on auth.users
  for each row execute function private.welcome();

-- Whoever signed up before this app was installed gets a profile too.
select private.create_person(u.id, u.raw_user_meta_data) from auth.users as u;


-- Realtime: a channel for each scope, sync:<user id> and sync:<organization id>. Who may see its rows may listen, and
-- show that they are here; only the server sends, see sync.poke. A channel that is open stays open until its token is
-- renewed, which is why a poke says nothing.

create policy sync_select_own on realtime.messages for select to authenticated
  using (
    extension in ('broadcast', 'presence')
    and (select private.is_active())
    and (select sync.is_mine(substring(realtime.topic() from '^sync:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid))
  );
create policy sync_insert_presence on realtime.messages for insert to authenticated
  with check (
    extension = 'presence'
    and (select private.is_active())
    and (select sync.is_mine(substring(realtime.topic() from '^sync:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid))
  );
-- No broadcast by people, no update, no delete: what is said here is the server's.
