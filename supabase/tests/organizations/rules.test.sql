-- What an organisation cannot be, whoever writes.
begin;
select plan(19);

select tests.organize('acme', 'alice', 'bob');
select tests.organize('evil', 'mallory');
create function pg_temp.with(settings text) returns text language sql as $$
  select format('update public.organizations set %s where id = %L', settings, tests.organization_id('acme'));
$$;

select tests.refuses('organizations_website_url_is_https', pg_temp.with($$website_url = 'http://acme.example'$$), 'a website is served safely');
select tests.refuses('organizations_week_starts_on_is_day', pg_temp.with('week_starts_on = 8'), 'a week starts on a day');
select tests.raises(pg_temp.with($$timezone = 'Mars/Base'$$), 'PT422', 'time_zone_unknown', 'a time zone is one');
select tests.refuses('organizations_logo_path_is_own', pg_temp.with($$logo_path = tests.organization_id('evil') || '/logo.png'$$), 'a logo lies in the organisation''s own folder');
select tests.refuses('organizations_logo_path_is_own', pg_temp.with($$logo_path = id || '/../' || tests.organization_id('evil') || '/logo.png'$$), 'without detours');
select tests.refuses('organizations_subscription_status_is_known', pg_temp.with($$subscription_status = 'golden'$$), 'a subscription has a state');
select tests.refuses('organizations_subscribed_has_plan', pg_temp.with('plan_id = null'), 'and a plan');
select tests.refuses('organizations_seats_are_subscribed', pg_temp.with($$plan_id = null, subscription_status = 'none'$$), 'seats come with one');
select tests.refuses('organizations_seat_limit_is_bounded', pg_temp.with('seat_limit = 0'), 'and there is at least one');
select tests.refuses('organizations_slug_key', pg_temp.with($$slug = 'evil'$$), 'a slug is one organisation''s');

select tests.refuses(
  'organization_members_user_id_key', $$insert into public.organization_members (organization_id, user_id, joined_by) values (tests.organization_id('acme'), tests.user_id('bob'), 'domain')$$,
  'nobody is a member twice'
);
select tests.refuses(
  'organization_members_role_is_known', $$update public.organization_members set role = 'god' where user_id = tests.user_id('bob')$$, 'a role is one of four'
);
select tests.refuses(
  'organization_members_invited_by_fkey', $$update public.organization_members set invited_by = tests.user_id('mallory') where user_id = tests.user_id('bob')$$,
  'who invited is a member'
);
select tests.refuses(
  'organization_members_inviter_has_invited', $$update public.organization_members set invited_by = tests.user_id('bob') where user_id = tests.user_id('alice')$$,
  'and invited'
);
select tests.refuses(
  'organization_invitations_token_hash_is_sha256',
  $$insert into public.organization_invitations (organization_id, token_hash, expires_at) values (tests.organization_id('acme'), '\x01', now())$$, 'a token is kept as its hash'
);
select tests.refuses(
  'organization_invitations_role_is_given',
  $$insert into public.organization_invitations (organization_id, token_hash, expires_at, role) values (tests.organization_id('acme'), sha256('x'), now(), 'owner')$$, 'owners are not invited'
);
select tests.refuses(
  'organization_invitations_closed_once',
  $$insert into public.organization_invitations (organization_id, token_hash, expires_at, accepted_at, revoked_at) values (tests.organization_id('acme'), sha256('x'), now(), now(), now())$$,
  'an invitation is closed one way'
);
select tests.refuses(
  'organization_domains_domain_is_name',
  $$insert into public.organization_domains (organization_id, domain, verification_token) values (tests.organization_id('acme'), 'ACME', repeat('a', 30))$$, 'a domain is a name, in lower case'
);
select tests.refuses(
  'shared_visions_vision_id_fkey',
  $$
    set local session_replication_role = origin;
    insert into public.visions (user_id, id, category, title) values (tests.user_id('alice'), tests.id(1), 'career', 'x');
    insert into public.shared_visions (organization_id, id, user_id, vision_id) values (tests.organization_id('acme'), tests.id(1), tests.user_id('alice'), tests.id(1));
    alter table public.shared_visions disable trigger _200_copy_vision;
    update public.shared_visions set vision_id = tests.id(2) where true
  $$,
  'and what is shared is there'
);

select * from finish();
rollback;
