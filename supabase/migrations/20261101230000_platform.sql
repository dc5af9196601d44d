-- Platform: triggers on auth.users, which Supabase owns. Last and short, because creating one locks the
-- table until the migration commits.

-- A sign-up makes a person.
create trigger _100_welcome after insert on auth.users
  for each row execute function private.welcome();

-- Whoever signed up before this app was installed gets a profile too.
select private.create_person(u.id, u.raw_user_meta_data) from auth.users as u;
