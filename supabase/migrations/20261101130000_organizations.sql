-- Organisations (module 13): people who do something together, and what they share of it.
--
--   organizations, organization_members      who they are: name, branding, subscription; who belongs, and as what
--   organization_invitations                 how somebody is asked in: one token, once, for a while
--   organization_domains                     whose e-mail addresses let people in unasked
--   teams, team_members                      who works with whom
--   shared_visions                           what a member shows of a vision of their own
--   team_announcements                       what coaches and administrators tell the others
--
-- Membership gives sight of the organisation's rows, and of nobody's own: no role reads what a member keeps for
-- themselves. Others know a member by the name chosen here; the profile in public.users stays private.
--
-- A role is one of four, each above the next: owner, admin, coach, member.
--
--   Everyone   reads all of the organisation, shares visions, leaves.
--   Coaches    announce; manage the members of teams they lead; invite, where the organisation says so.
--   Admins     change the organisation, teams and whoever is below them; invite, remove, announce; take shared visions down.
--   Owners     do all that to admins too; make other owners, and delete the organisation.
--
-- Nobody gives a role above their own or acts on their equals, owners included: one steps down or leaves oneself. Of
-- owners there is always one whose account is active, except when its account is erased and nobody else could be:
-- private.keep_owner() is where that is decided, whoever writes.
--
-- Every change of membership holds the organisation's row first (private.hold_organization), so that two at once see
-- each other. What people wrote for the organisation stays when they leave, without their name: author and lead become
-- null. What is theirs goes with them: shared visions, places in teams.

insert into private.settings (name, value, unit, description) values
  ('organizations.free_seats', 5, 'people', 'How many members an organisation may have without a subscription.'),
  ('organizations.max_owned', 20, 'organisations', 'How many organisations one person may own when they found another.'),
  ('organizations.max_domains', 20, 'domains', 'How many domains an organisation may have.'),
  ('organizations.max_logos', 10, 'files', 'How many files an organisation may have in the bucket logos: earlier logos, other sizes.'),
  ('organizations.max_open_invitations', 100, 'invitations', 'How many invitations of an organisation may be open at once.'),
  ('organizations.invitations_per_day', 200, 'invitations', 'How many invitations an organisation may make in 24 hours.'),
  ('organizations.invitation_keep_days', 90, 'days', 'How long an invitation is kept after it was closed or ran out.');


-- Organizations.

create table public.organizations (
  id uuid not null default gen_random_uuid(),
  name public.short_text not null,
  slug public.slug not null,
  description public.long_text,
  website_url text,
  default_locale public.locale_code not null default 'en',
  timezone text not null default 'UTC',
  week_starts_on smallint not null default 1,
  coaches_may_invite boolean not null default false,
  allows_domain_join boolean not null default true,
  brand_color public.hex_color,
  accent_color public.hex_color,
  logo_path text,
  plan_id uuid,
  subscription_status text not null default 'none',
  subscription_ends_at timestamptz(3),
  seat_limit integer,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint organizations_pkey primary key (id),
  constraint organizations_slug_key unique (slug),
  constraint organizations_plan_id_fkey foreign key (plan_id) references public.plans (id) on delete restrict,
  constraint organizations_website_url_is_https check (
    char_length(website_url) <= 2000 and website_url ~ '^https://[^[:space:]]+$'
  ),
  constraint organizations_timezone_is_short check (char_length(timezone) <= 64),
  constraint organizations_week_starts_on_is_day check (week_starts_on between 1 and 7),
  constraint organizations_logo_path_is_bounded check (char_length(logo_path) <= 500),
  -- In its own folder, and a name without detours.
  constraint organizations_logo_path_is_own check (
    starts_with(logo_path, id::text || '/') and private.is_plain_path(logo_path)
  ),
  constraint organizations_subscription_status_is_known check (
    subscription_status in ('none', 'trial', 'active', 'past_due', 'cancelled')
  ),
  constraint organizations_subscribed_has_plan check ((subscription_status = 'none') = (plan_id is null)),
  constraint organizations_seats_are_subscribed check (seat_limit is null or subscription_status <> 'none'),
  constraint organizations_seat_limit_is_bounded check (seat_limit between 1 and 1000000)
);

comment on table public.organizations is 'People who do something together: name, settings, branding and subscription.';
comment on column public.organizations.slug is 'Its name in addresses; unique among all, so that a name taken can be noticed.';
comment on column public.organizations.default_locale is 'Language of what the organisation sends.';
comment on column public.organizations.timezone is 'IANA name, Europe/Amsterdam: when the organisation''s days begin.';
comment on column public.organizations.week_starts_on is 'First day of the week after ISO 8601: 1 is Monday, 7 is Sunday.';
comment on column public.organizations.coaches_may_invite is 'Whether coaches invite, too: as coach or member.';
comment on column public.organizations.allows_domain_join is 'Whether people with an address at a verified domain may join unasked.';
comment on column public.organizations.accent_color is 'Second colour of the brand.';
comment on column public.organizations.logo_path is
  'Where the logo lies in the bucket logos of Storage: in the folder named after the organisation''s id.';
comment on column public.organizations.plan_id is 'What it subscribed to; null without a subscription.';
comment on column public.organizations.subscription_status is 'none; trial; active; past_due: a payment failed and is tried again; cancelled.';
comment on column public.organizations.subscription_ends_at is 'Until when the subscription gives its seats; null: until it is changed.';
comment on column public.organizations.seat_limit is
  'How many members the subscription allows; null: as many as without one (organizations.free_seats).';

create index organizations_plan_id_idx on public.organizations (plan_id) where plan_id is not null;

comment on index public.organizations_slug_key is 'Serves the look-up by address.';
comment on index public.organizations_plan_id_idx is 'Serves which organisations have a plan.';

create trigger _100_touch before insert or update on public.organizations
  for each row execute function private.touch();
create trigger _200_check_time_zone before insert or update of timezone on public.organizations
  for each row execute function private.check_time_zone();


-- Members. A person is in an organisation once, under a name of their choice.

create table public.organization_members (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  role text not null default 'member',
  display_name public.short_text,
  joined_at timestamptz(3) not null default now(),
  joined_by text not null,
  invited_by uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint organization_members_pkey primary key (organization_id, id),
  constraint organization_members_user_id_key unique (organization_id, user_id),
  constraint organization_members_organization_id_fkey foreign key (organization_id)
    references public.organizations (id) on delete cascade,
  constraint organization_members_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade,
  constraint organization_members_invited_by_fkey foreign key (organization_id, invited_by)
    references public.organization_members (organization_id, user_id) on delete set null (invited_by),
  constraint organization_members_role_is_known check (role in ('owner', 'admin', 'coach', 'member')),
  constraint organization_members_joined_by_is_known check (joined_by in ('founding', 'invitation', 'domain')),
  constraint organization_members_inviter_has_invited check (invited_by is null or joined_by = 'invitation')
);

comment on table public.organization_members is 'Who belongs to an organisation, and as what. Changed by functions only.';
comment on column public.organization_members.role is 'owner, admin, coach or member: each may do what the next may, and more.';
comment on column public.organization_members.display_name is
  'What the others know this member by; null: no name given. Begins as users.display_name, which it does not follow.';
comment on column public.organization_members.joined_by is 'founding, invitation or domain: how they came in.';
comment on column public.organization_members.invited_by is 'The member who invited them; null when nobody did, or that member left.';

create unique index organization_members_id_key on public.organization_members (id);
create index organization_members_user_id_idx on public.organization_members (user_id, organization_id);
create index organization_members_organization_id_invited_by_idx
  on public.organization_members (organization_id, invited_by) where invited_by is not null;

comment on index public.organization_members_id_key is 'Devices know a record by its id alone: nobody makes another with it. Serves pull.';
comment on index public.organization_members_user_id_key is 'Serves the role of a person in an organisation, with every write.';
comment on index public.organization_members_user_id_idx is 'Serves the organisations of a person, and the end of an account.';
comment on index public.organization_members_organization_id_invited_by_idx is 'Serves whom a member invited, when that member leaves.';

create trigger _100_touch before insert or update on public.organization_members
  for each row execute function private.touch();

-- Who may see an organisation follows from who belongs to it, also when triggers are switched off.
create trigger _300_grants_insert after insert on public.organization_members
  referencing new table as new_rows for each statement execute function sync.keep_grants();
create trigger _300_grants_update after update on public.organization_members
  referencing old table as old_rows new table as new_rows for each statement execute function sync.keep_grants();
create trigger _300_grants_delete after delete on public.organization_members
  referencing old table as old_rows for each statement execute function sync.keep_grants();
alter table public.organization_members enable always trigger _300_grants_insert;
alter table public.organization_members enable always trigger _300_grants_update;
alter table public.organization_members enable always trigger _300_grants_delete;

-- private.organization_rank: how high a role is, from 1; null when there is no such role.
create function private.organization_rank(role text)
returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select array_position('{member,coach,admin,owner}'::text[], role);
$$;

-- private.keep_owner: triggers `_400_keep_owner_*`. An organisation that loses an owner must keep another whose account
-- is active. Else what cost it the owner is refused; but nothing refuses the erasure of an account, so then the
-- highest-ranked member becomes owner, of several the one who joined first, active accounts before others. When
-- nobody is left, the organisation goes.
-- Two owners who leave at once wait for each other here, and the second finds nobody else.
-- Raises last_owner (PT409).
create function private.keep_owner()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  concerned uuid[];
  orphaned uuid[];
begin
  if tg_op = 'DELETE' then
    concerned := array(select distinct o.organization_id from old_rows as o where o.role = 'owner');
  else
    concerned := array(
      select distinct o.organization_id
      from old_rows as o
      where o.role = 'owner'
        and not exists (
          select from new_rows as n where n.organization_id = o.organization_id and n.id = o.id and n.role = 'owner'
        )
    );
  end if;
  if concerned = '{}' then
    return null;
  end if;
  perform from public.organizations as o where o.id = any (concerned) order by o.id for no key update;

  -- An organisation that is being deleted is not there any more, and needs no owner.
  orphaned := array(
    select o.id
    from public.organizations as o
    where o.id = any (concerned)
      and not exists (
        select
        from public.organization_members as m
        join public.users as u on u.id = m.user_id and u.account_status = 'active'
        where m.organization_id = o.id and m.role = 'owner'
      )
  );
  if orphaned = '{}' then
    return null;
  end if;
  if tg_op = 'UPDATE' or exists (
    select
    from old_rows as o
    -- Whose account is deleted may go.
    join public.users as u on u.id = o.user_id and u.account_status <> 'deleted'
    where o.role = 'owner' and o.organization_id = any (orphaned)
  ) then
    raise exception using errcode = 'PT409', message = 'last_owner',
      detail = 'The organisation would be left without an owner whose account is active.',
      hint = 'Make somebody else owner first, with transfer_ownership, or delete the organisation.';
  end if;

  update public.organization_members as m
  set role = 'owner'
  from (
    select distinct on (k.organization_id) k.organization_id, k.id
    from public.organization_members as k
    join public.users as u on u.id = k.user_id
    where k.organization_id = any (orphaned)
    order by k.organization_id, u.account_status = 'active' desc, private.organization_rank(k.role) desc, k.joined_at, k.id
  ) as heir
  where m.organization_id = heir.organization_id and m.id = heir.id and m.role <> 'owner';

  delete from public.organizations as o
  where o.id = any (orphaned)
    and not exists (
      select
      from public.organization_members as m
      join public.users as u on u.id = m.user_id
      where m.organization_id = o.id
    );
  return null;
end;
$$;

create trigger _400_keep_owner_update after update on public.organization_members
  referencing old table as old_rows new table as new_rows for each statement execute function private.keep_owner();
create trigger _400_keep_owner_delete after delete on public.organization_members
  referencing old table as old_rows for each statement execute function private.keep_owner();

-- private.hold_organizations_of: trigger `_050_hold_organizations`, before an account goes: its organisations are held in
-- the order in which every other change of membership does, organisation first, so that none deadlocks with it.
create function private.hold_organizations_of()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform
  from public.organizations as o
  where o.id in (select m.organization_id from public.organization_members as m where m.user_id = old.id)
  order by o.id
  for no key update;
  return old;
end;
$$;

create trigger _050_hold_organizations before delete on public.users
  for each row execute function private.hold_organizations_of();


-- private.organization_role: the caller's role in an organisation; null when they are no member, or their account is
-- not active: such a person reads on for as long as the token lasts, and has no say.
-- Definer: asked in policies, once a row, and the caller's own membership need not pass through others'.
create function private.organization_role(organization_id uuid)
returns text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return (
    select m.role
    from public.organization_members as m
    join public.users as u on u.id = m.user_id and u.account_status = 'active'
    where m.organization_id = organization_role.organization_id and m.user_id = auth.uid()
  );
end;
$$;

comment on function private.organization_role(uuid) is
  'The caller''s role in an organisation: owner, admin, coach or member; null for none, and for accounts that are not active.';

grant execute on function private.organization_role(uuid) to authenticated;

-- private.organization_seats: how many members an organisation may have at a moment.
create function private.organization_seats(organization_id uuid, at timestamptz default now())
returns integer
language sql
stable
set search_path = ''
as $$
  select case
    when o.seat_limit is not null and o.subscription_status in ('trial', 'active', 'past_due')
      and (o.subscription_ends_at is null or o.subscription_ends_at > at)
    then o.seat_limit
    else private.setting('organizations.free_seats')::integer
  end
  from public.organizations as o
  where o.id = organization_seats.organization_id;
$$;

-- private.logo_owner: whose folder in the bucket logos a path leads to; null when it is nobody's.
create function private.logo_owner(path text)
returns uuid
language sql
immutable
parallel safe
set search_path = ''
as $$
  select substring(path from '^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/')::uuid;
$$;

-- private.may_put_logo: whether the caller may put a file there: an admin of the organisation may, while there are fewer
-- than organizations.max_logos.
-- Runs with the caller's rights: members may read what is in the folder.
create function private.may_put_logo(path text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  organization_id constant uuid := private.logo_owner(path);
begin
  return coalesce(private.organization_role(organization_id) in ('owner', 'admin'), false)
    and private.is_plain_path(path)
    and (
      select count(*)
      from storage.objects as o
      -- A slash is followed by 0: what begins with the folder, for the index.
      where o.bucket_id = 'logos'
        and o.name collate "C" >= organization_id || '/' and o.name collate "C" < organization_id || '0' and o.name <> path
    ) < private.setting('organizations.max_logos');
end;
$$;

-- Policies on storage.objects ask them.
grant execute on function private.logo_owner(text), private.may_put_logo(text) to authenticated;

alter table public.organizations enable row level security;
alter table public.organization_members enable row level security;

create policy organizations_select_member on public.organizations for select to authenticated
  using (
    exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = organizations.id and g.is_granted
    )
  );
create policy organizations_update_admin on public.organizations for update to authenticated
  using (private.organization_role(id) in ('owner', 'admin')) with check (private.organization_role(id) in ('owner', 'admin'));
-- No insert and no delete: create_organization, which makes the first owner with it, and delete_organization.

create policy organization_members_select_member on public.organization_members for select to authenticated
  using (
    exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = organization_members.organization_id and g.is_granted
    )
  );
-- No insert, update or delete: who belongs, and as what, is changed by the functions below, which know the rules.

grant select on public.organizations, public.organization_members to authenticated, service_role;
grant update (
  name, slug, description, website_url, default_locale, timezone, week_starts_on, coaches_may_invite, allows_domain_join,
  brand_color, accent_color, logo_path
) on public.organizations to authenticated;
-- What the organisation subscribed to follows what the payment provider says.
grant update (plan_id, subscription_status, subscription_ends_at, seat_limit) on public.organizations to service_role;

select sync.register_table('public.organizations', scope => 'id', direction => 'down', priority => 89);
select sync.register_table('public.organization_members', scope => 'organization_id', direction => 'down', priority => 88);


-- Who left, so that a domain does not bring them straight back, and no old invitation someone who was removed.

create table private.organization_departures (
  organization_id uuid not null,
  user_id uuid not null,
  left_at timestamptz not null default now(),
  was_removed boolean not null,
  constraint organization_departures_pkey primary key (organization_id, user_id),
  constraint organization_departures_organization_id_fkey foreign key (organization_id)
    references public.organizations (id) on delete cascade,
  constraint organization_departures_user_id_fkey foreign key (user_id) references public.users (id) on delete cascade
);

comment on table private.organization_departures is
  'Who left an organisation or was removed from it, until they come back: their domain does not let them in unasked.';

create index organization_departures_user_id_idx on private.organization_departures (user_id);

comment on index private.organization_departures_user_id_idx is 'Serves the end of an account.';


-- Invitations. The token is told once, to whoever invites; what is kept is its hash. It lets in one person, once, for
-- as long as the member who invited could still do so.

create table public.organization_invitations (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  token_hash bytea not null,
  email text,
  role text not null default 'member',
  invited_by uuid,
  expires_at timestamptz(3) not null,
  accepted_at timestamptz(3),
  accepted_by uuid,
  declined_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint organization_invitations_pkey primary key (organization_id, id),
  constraint organization_invitations_token_hash_key unique (token_hash),
  constraint organization_invitations_organization_id_fkey foreign key (organization_id)
    references public.organizations (id) on delete cascade,
  constraint organization_invitations_invited_by_fkey foreign key (organization_id, invited_by)
    references public.organization_members (organization_id, user_id) on delete set null (invited_by),
  constraint organization_invitations_accepted_by_fkey foreign key (organization_id, accepted_by)
    references public.organization_members (organization_id, user_id) on delete set null (accepted_by),
  constraint organization_invitations_token_hash_is_sha256 check (octet_length(token_hash) = 32),
  constraint organization_invitations_email_is_address check (
    char_length(email) <= 320 and email = lower(email) and email ~ '^[^[:space:]@]+@[^[:space:]@]+$'
  ),
  constraint organization_invitations_role_is_given check (role in ('admin', 'coach', 'member')),
  constraint organization_invitations_closed_once check (num_nonnulls(accepted_at, declined_at, revoked_at) <= 1),
  constraint organization_invitations_accepter_has_time check (accepted_by is null or accepted_at is not null)
);

comment on table public.organization_invitations is 'Who was asked in, as what, and what became of it. Read by list_invitations.';
comment on column public.organization_invitations.token_hash is 'SHA-256 of the token, which is told once and kept nowhere.';
comment on column public.organization_invitations.email is
  'The only address it is for, in lower case; null: for whoever has the token.';
comment on column public.organization_invitations.role is 'What they will be. Owners are not invited: see transfer_ownership.';
comment on column public.organization_invitations.invited_by is
  'Who invited. When that member leaves it becomes null, and the invitation is void.';
comment on column public.organization_invitations.accepted_by is 'Who accepted; null while nobody did, and when that member left.';

create index organization_invitations_organization_id_created_at_idx
  on public.organization_invitations (organization_id, created_at desc);
create index organization_invitations_organization_id_invited_by_idx
  on public.organization_invitations (organization_id, invited_by) where invited_by is not null;
create index organization_invitations_organization_id_accepted_by_idx
  on public.organization_invitations (organization_id, accepted_by) where accepted_by is not null;
create index organization_invitations_expires_at_idx on public.organization_invitations (expires_at);
create index organization_invitations_email_idx on public.organization_invitations (email) where email is not null;

comment on index public.organization_invitations_token_hash_key is 'Serves the look-up by token.';
comment on index public.organization_invitations_organization_id_created_at_idx is 'Serves list_invitations, and how many there are.';
comment on index public.organization_invitations_organization_id_invited_by_idx is 'Serves what a member invited, when that member leaves.';
comment on index public.organization_invitations_organization_id_accepted_by_idx is 'Serves what a member accepted, when that member leaves.';
comment on index public.organization_invitations_expires_at_idx is 'Serves private.prune_invitations().';
comment on index public.organization_invitations_email_idx is 'Serves private.forget_invitations().';

create trigger _100_touch before insert or update on public.organization_invitations
  for each row execute function private.touch();

alter table public.organization_invitations enable row level security;

-- No policies: addresses of people who are no members are shown to who may invite, by list_invitations.

grant select on public.organization_invitations to service_role;

-- private.may_invite: whether a member of this role may invite as that one.
create function private.may_invite(inviter text, invited text, coaches_may_invite boolean)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select (inviter in ('owner', 'admin') or inviter = 'coach' and coaches_may_invite)
    and invited <> 'owner' and private.organization_rank(invited) <= private.organization_rank(inviter);
$$;

-- private.invitation_state: open, accepted, declined, revoked, expired, or void: who invited could not do so any more.
create function private.invitation_state(invitation public.organization_invitations, at timestamptz default now())
returns text
language sql
stable
set search_path = ''
as $$
  select case
    when invitation.accepted_at is not null then 'accepted'
    when invitation.declined_at is not null then 'declined'
    when invitation.revoked_at is not null then 'revoked'
    when invitation.expires_at <= at then 'expired'
    when exists (
      select
      from public.organization_members as m
      join public.users as u on u.id = m.user_id and u.account_status = 'active'
      join public.organizations as o on o.id = m.organization_id
      where m.organization_id = invitation.organization_id and m.user_id = invitation.invited_by
        and private.may_invite(m.role, invitation.role, o.coaches_may_invite)
    ) then 'open'
    else 'void'
  end;
$$;

-- private.prune_invitations: forgets invitations some time after they were closed or ran out: they may hold addresses of
-- people who never came. Returns how many. Idempotent; run by cron.
create function private.prune_invitations(at timestamptz default now())
returns integer
language plpgsql
volatile
set search_path = ''
as $$
declare
  pruned integer;
begin
  delete from public.organization_invitations as i
  where coalesce(i.accepted_at, i.declined_at, i.revoked_at, i.expires_at)
    < at - make_interval(days => private.setting('organizations.invitation_keep_days')::integer);
  get diagnostics pruned = row_count;
  return pruned;
end;
$$;

comment on function private.prune_invitations(timestamptz) is
  'Deletes invitations that were closed or ran out organizations.invitation_keep_days ago; returns how many. Idempotent.';


-- Domains. Who shows control of a domain, by a record in its DNS, may say that its people belong.

create table private.public_mail_domains (
  domain text not null,
  constraint public_mail_domains_pkey primary key (domain)
);

comment on table private.public_mail_domains is
  'Domains at which anyone may have an address: these, and what is below them, let nobody in. An operator may add some.';

insert into private.public_mail_domains (domain)
select unnest('{
  gmail.com, googlemail.com, outlook.com, outlook.be, hotmail.com, hotmail.nl, hotmail.be, hotmail.fr, hotmail.de, hotmail.co.uk,
  live.com, live.nl, live.be, live.co.uk, msn.com, passport.com, yahoo.com, yahoo.co.uk, yahoo.fr, yahoo.de, ymail.com,
  rocketmail.com, aol.com, aim.com, icloud.com, me.com, mac.com, privaterelay.appleid.com, proton.me, protonmail.com, pm.me,
  tutanota.com, tutanota.de, tutamail.com, tuta.io, tuta.com, keemail.me, gmx.com, gmx.net, gmx.de, gmx.at, gmx.ch, web.de, freenet.de,
  t-online.de, mail.com, email.com, zoho.com, zohomail.eu, fastmail.com, fastmail.fm, hey.com, duck.com, yandex.com, yandex.ru,
  mail.ru, bk.ru, inbox.ru, list.ru, qq.com, 163.com, 126.com, sina.com, naver.com, hanmail.net, rediffmail.com,
  ziggo.nl, upcmail.nl, casema.nl, chello.nl, home.nl, quicknet.nl, kpnmail.nl, kpnplanet.nl, planet.nl, hetnet.nl, xs4all.nl,
  telfort.nl, tele2.nl, online.nl, wxs.nl, zonnet.nl, solcon.nl, caiway.nl, delta.nl, zeelandnet.nl, freedom.nl, telenet.be,
  skynet.be, proximus.be, scarlet.be, voo.be, orange.fr, wanadoo.fr, free.fr, laposte.net, sfr.fr, libero.it, virgilio.it,
  btinternet.com, sky.com, comcast.net, verizon.net, att.net, sbcglobal.net, cox.net, bluewin.ch, mailinator.com, yopmail.com,
  guerrillamail.com, 10minutemail.com, temp-mail.org, simplelogin.com, anonaddy.com, mozmail.com
}'::text[]);

create table public.organization_domains (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  domain text not null,
  verification_token text not null,
  verified_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint organization_domains_pkey primary key (organization_id, id),
  constraint organization_domains_domain_once unique (organization_id, domain),
  constraint organization_domains_organization_id_fkey foreign key (organization_id)
    references public.organizations (id) on delete cascade,
  constraint organization_domains_domain_is_name check (
    char_length(domain) <= 253 and domain ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$'
  ),
  constraint organization_domains_token_is_bounded check (char_length(verification_token) between 20 and 100)
);

comment on table public.organization_domains is
  'Whose e-mail addresses let people in unasked, once the domain is verified. Read by list_organization_domains.';
comment on column public.organization_domains.domain is 'In lower case; what stands after the @ of an address, and not what is below it.';
comment on column public.organization_domains.verification_token is 'What a TXT record of _futuresync.<domain> must say. No secret: DNS is public.';
comment on column public.organization_domains.verified_at is 'When that record was found; until then the domain lets nobody in.';

create unique index organization_domains_verified_domain_key on public.organization_domains (domain) where verified_at is not null;

comment on index public.organization_domains_domain_once is 'Serves the domains of an organisation.';
comment on index public.organization_domains_verified_domain_key is 'One organisation for a verified domain; serves join_by_domain.';

create trigger _100_touch before insert or update on public.organization_domains
  for each row execute function private.touch();

alter table public.organization_domains enable row level security;

-- No policies: administrators read them by list_organization_domains.

grant select on public.organization_domains to service_role;
grant update (verified_at) on public.organization_domains to service_role;


-- Who asks, and may they? What follows is called by the functions further down, and by nobody else.

-- private.require_of_organization: raises organization_malformed (PT422) unless a rule about an argument holds.
create function private.require_of_organization(holds boolean, rule text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if holds is not true then
    raise exception using errcode = 'PT422', message = 'organization_malformed',
      detail = format('%s.', rule),
      hint = 'Correct the argument that is named.';
  end if;
end;
$$;

-- private.given_name: a name as it is kept: trimmed, null when nothing is left. Raises organization_malformed (PT422).
create function private.given_name(argument text, value text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  name constant text := nullif(btrim(value), '');
begin
  perform private.require_of_organization(coalesce(char_length(name) <= 200, true), argument || ': at most 200 characters are wanted');
  return name;
end;
$$;

-- private.require_organization_role: the caller's role, if it is this one or above.
-- Raises organization_not_found (PT404), the same for an organisation of others as for none;
-- organization_role_too_low (PT403), and what private.require_person() raises.
create function private.require_organization_role(organization_id uuid, wanted text)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  held text;
begin
  perform private.require_person();
  held := private.organization_role(organization_id);
  if held is null then
    raise exception using errcode = 'PT404', message = 'organization_not_found',
      detail = 'You are a member of no such organisation.',
      hint = 'Sync, and choose from those there are.';
  end if;
  if private.organization_rank(held) < private.organization_rank(wanted) then
    raise exception using errcode = 'PT403', message = 'organization_role_too_low',
      detail = format('This needs the role %s; you are %s.', wanted, held),
      hint = 'Ask an administrator of the organisation.';
  end if;
  return held;
end;
$$;

-- private.hold_organization: as private.require_organization_role(), for what changes who belongs: until the transaction
-- ends nobody else changes that. Whoever waited here is asked again: the one before may have taken the role away.
create function private.hold_organization(organization_id uuid, wanted text)
returns text
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Who may not, makes nobody wait.
  perform private.require_organization_role(organization_id, wanted);
  perform from public.organizations as o where o.id = hold_organization.organization_id for no key update;
  return private.require_organization_role(organization_id, wanted);
end;
$$;

-- private.find_member: a member, held or not. Raises member_not_found (PT404).
create function private.find_member(organization_id uuid, user_id uuid)
returns public.organization_members
language plpgsql
stable
set search_path = ''
as $$
declare
  member public.organization_members;
begin
  select * into member
  from public.organization_members as m
  where m.organization_id = find_member.organization_id and m.user_id = find_member.user_id;
  if member.id is null then
    raise exception using errcode = 'PT404', message = 'member_not_found',
      detail = 'There is no such member in this organisation.',
      hint = 'Sync, and choose from those there are.';
  end if;
  return member;
end;
$$;

-- private.require_outranked: raises member_outranks (PT403) unless the caller's role is above the member's.
create function private.require_outranked(held text, role text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if private.organization_rank(held) <= private.organization_rank(role) then
    raise exception using errcode = 'PT403', message = 'member_outranks',
      detail = format('You are %s, and this member is %s.', held, role),
      hint = 'Ask somebody above them. Owners step down themselves.';
  end if;
end;
$$;

-- private.add_member: somebody comes in, if there is a seat. The organisation must be held. Raises seats_taken (PT409).
create function private.add_member(
  organization_id uuid, person uuid, role text, joined_by text, invited_by uuid, display_name text
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  seats constant integer := private.organization_seats(organization_id);
begin
  if (select count(*) from public.organization_members as m where m.organization_id = add_member.organization_id) >= seats then
    raise exception using errcode = 'PT409', message = 'seats_taken',
      detail = format('The organisation has %s seats, and all are taken.', seats),
      hint = 'Ask an owner for more seats.';
  end if;
  insert into public.organization_members (organization_id, user_id, role, joined_by, invited_by, display_name)
  values (
    organization_id, person, role, joined_by, invited_by,
    coalesce(
      private.given_name('display_name', display_name),
      (select u.display_name from public.users as u where u.id = person)
    )
  );
  delete from private.organization_departures as d
  where d.organization_id = add_member.organization_id and d.user_id = person;
end;
$$;

-- private.depart: somebody goes, and it is noted. The organisation must be held. Raises last_owner (PT409).
create function private.depart(organization_id uuid, person uuid, was_removed boolean)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from public.organization_members as m
  where m.organization_id = depart.organization_id and m.user_id = person;
  if found then
    insert into private.organization_departures (organization_id, user_id, was_removed)
    values (organization_id, person, was_removed)
    on conflict on constraint organization_departures_pkey do update
      set left_at = excluded.left_at, was_removed = excluded.was_removed;
  end if;
end;
$$;

-- private.confirmed_email: the address a person has shown to be theirs, in lower case; null when there is none.
create function private.confirmed_email(person uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select lower(a.email::text) from auth.users as a where a.id = person and a.email_confirmed_at is not null;
$$;

-- private.token_hash: what is kept of a token.
create function private.token_hash(token text)
returns bytea
language sql
immutable
set search_path = ''
as $$
  select sha256(convert_to(coalesce(token, ''), 'UTF8'));
$$;

-- private.new_token: 64 hexadecimal digits, 244 bits of them random.
create function private.new_token()
returns text
language sql
volatile
set search_path = ''
as $$
  select replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
$$;


-- create_organization: founds an organisation, of which the caller is the owner. Callable by any signed-in person.
-- Returns its id. With an organization_id made by the client it may be repeated: the same founder gets the same answer.
-- Raises slug_taken, organization_id_taken, too_many_organizations (PT409), organization_malformed (PT422), and what
-- private.require_person() raises.
-- Definer: an organisation and its first owner come together, and nobody may write either alone.
create function private.create_organization(name text, slug text, organization_id uuid, display_name text)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
  new_id constant uuid := coalesce(organization_id, gen_random_uuid());
  given constant text := private.given_name('name', name);
  wanted text := lower(nullif(btrim(slug), ''));
begin
  perform private.require_of_organization(given is not null, 'name: 1 to 200 characters are wanted');
  perform private.require_of_organization(
    coalesce(wanted ~ '^[a-z][a-z0-9]*([-_][a-z0-9]+)*$' and char_length(wanted) <= 80, true),
    'slug: lower case words joined by -, at most 80 characters, are wanted'
  );
  -- A repetition waits for the first, and two at once are counted one after the other.
  perform pg_advisory_xact_lock(hashtextextended('organizations:' || person::text, 0));
  if exists (
    select
    from public.organization_members as m
    where m.organization_id = new_id and m.user_id = person and m.joined_by = 'founding'
  ) then
    return new_id;
  end if;
  -- Its id says whose rows and which channel: that of a person, of the catalogues, or of an organisation that is gone and
  -- lives on in the feed, would give what is theirs to its members.
  if new_id = '00000000-0000-0000-0000-000000000000'
    or exists (select from public.organizations as o where o.id = new_id)
    or exists (select from auth.users as u where u.id = new_id)
    or exists (select from sync.changes as c where c.scope_id = new_id)
  then
    raise exception using errcode = 'PT409', message = 'organization_id_taken',
      detail = 'organization_id: this id is or was somebody''s.',
      hint = 'Make a new id.';
  end if;
  if (select count(*) from public.organization_members as m where m.user_id = person and m.role = 'owner')
    >= private.setting('organizations.max_owned')
  then
    raise exception using errcode = 'PT409', message = 'too_many_organizations',
      detail = format('You own %s organisations, which is as many as one may.', private.setting('organizations.max_owned')),
      hint = 'Transfer or delete one that is no longer used.';
  end if;

  if wanted is null then
    -- One that somebody has already gets some of the id, and so does one of which nothing is left.
    wanted := left(substring(regexp_replace(lower(given), '[^a-z0-9]+', '-', 'g') from '[a-z](?:.*[a-z0-9])?'), 60);
    if wanted is null or exists (select from public.organizations as o where o.slug = wanted) then
      wanted := concat_ws('-', coalesce(rtrim(wanted, '-'), 'organization'), left(new_id::text, 8));
    end if;
    wanted := rtrim(wanted, '-');
  end if;
  insert into public.organizations (id, name, slug)
  values (new_id, given, wanted)
  on conflict on constraint organizations_slug_key do nothing;
  if not found then
    raise exception using errcode = 'PT409', message = 'slug_taken',
      detail = format('slug: %L is taken.', wanted),
      hint = 'Choose another.';
  end if;
  perform private.add_member(new_id, person, 'owner', 'founding', null, display_name);
  return new_id;
end;
$$;

create function public.create_organization(
  name text, slug text default null, organization_id uuid default null, display_name text default null
)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.create_organization(
    create_organization.name, create_organization.slug, create_organization.organization_id, create_organization.display_name
  );
$$;

comment on function public.create_organization(text, text, uuid, text) is
  'Founds an organisation with the caller as its owner; returns its id. Idempotent for an organization_id made by the client.';


-- delete_organization: the end of an organisation and all its rows. For owners, who type its name to confirm.
-- Raises confirmation_mismatch (PT422), and what private.hold_organization() raises.
-- Definer: nobody may delete one past the confirmation.
create function private.delete_organization(organization_id uuid, name text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.hold_organization(organization_id, 'owner');
  delete from public.organizations as o
  where o.id = delete_organization.organization_id and o.name = btrim(delete_organization.name);
  if not found then
    raise exception using errcode = 'PT422', message = 'confirmation_mismatch',
      detail = 'name: this is not the name of the organisation.',
      hint = 'Let the person type it as it is written, capitals included.';
  end if;
end;
$$;

create function public.delete_organization(organization_id uuid, name text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.delete_organization(delete_organization.organization_id, delete_organization.name);
$$;

comment on function public.delete_organization(uuid, text) is
  'Deletes an organisation and all its rows, from every device. For owners, with its name typed as confirmation.';

grant execute on function
  private.create_organization(text, text, uuid, text), public.create_organization(text, text, uuid, text),
  private.delete_organization(uuid, text), public.delete_organization(uuid, text)
to authenticated;


-- private.forget_invitations: forgets an address, when its person is erased. Invitations that nobody took go: without the
-- address they would be for whoever has the token. That somebody took one stays.
create function private.forget_invitations(address text)
returns void
language sql
volatile
set search_path = ''
as $$
  delete from public.organization_invitations as i where i.email = address and i.accepted_at is null;
  update public.organization_invitations as i set email = null where i.email = address;
$$;

-- private.require_open: raises invitation_used, invitation_revoked (PT409) or invitation_expired (PT410) unless an
-- invitation is open.
create function private.require_open(invitation public.organization_invitations)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  state constant text := private.invitation_state(invitation);
begin
  if state = 'accepted' then
    raise exception using errcode = 'PT409', message = 'invitation_used',
      detail = 'This invitation was used.',
      hint = 'Ask for another.';
  elsif state = 'expired' then
    raise exception using errcode = 'PT410', message = 'invitation_expired',
      detail = 'This invitation has run out.',
      hint = 'Ask for another.';
  elsif state <> 'open' then
    raise exception using errcode = 'PT409', message = 'invitation_revoked',
      detail = format('This invitation is %s.', state),
      hint = 'Ask for another.';
  end if;
end;
$$;

-- invite_member: asks somebody in. For admins and owners, and for coaches where the organisation says so; as a role up to
-- one's own, never as owner. Returns the token, once: the app sends it on. With an invitation_id made by the client it
-- may be repeated when the answer was lost: the invitation gets a new token, and the old one is worth nothing.
-- Raises role_exceeds_own, organization_role_too_low (PT403), invitation_id_reused, invitation_used, invitation_revoked,
-- already_member (PT409), invitation_expired (PT410), organization_malformed (PT422), too_many_invitations (PT429), and
-- what private.hold_organization() raises.
-- Definer: invitations are nobody's to write or read.
create function private.invite_member(
  organization_id uuid, email text, role text, expires_in_days integer, invitation_id uuid,
  out id uuid, out token text, out expires_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  address constant text := lower(nullif(btrim(email), ''));
  held text;
  found_invitation public.organization_invitations;
begin
  perform private.require_of_organization(
    coalesce(char_length(address) <= 320 and address ~ '^[^[:space:]@]+@[^[:space:]@]+$', true),
    'email: an e-mail address is wanted, or null'
  );
  perform private.require_of_organization(role in ('admin', 'coach', 'member'), 'role: admin, coach or member is wanted');
  perform private.require_of_organization(expires_in_days between 1 and 30, 'expires_in_days: 1 to 30 days are wanted');
  held := private.hold_organization(organization_id, 'coach');
  if held = 'coach' then
    held := private.require_organization_role(
      organization_id,
      (select case when o.coaches_may_invite then 'coach' else 'admin' end from public.organizations as o where o.id = organization_id)
    );
  end if;
  if private.organization_rank(role) > private.organization_rank(held) then
    raise exception using errcode = 'PT403', message = 'role_exceeds_own',
      detail = format('role: you are %s.', held),
      hint = 'Choose a role up to your own, or ask somebody who has it.';
  end if;

  select * into found_invitation
  from public.organization_invitations as i
  where i.organization_id = invite_member.organization_id and i.id = invitation_id;
  if found_invitation.id is not null then
    if (found_invitation.invited_by, found_invitation.role, found_invitation.email) is distinct from (auth.uid(), role, address) then
      raise exception using errcode = 'PT409', message = 'invitation_id_reused',
        detail = 'invitation_id: it was used for another invitation.',
        hint = 'A new id for a new invitation; the same id only to repeat.';
    end if;
    perform private.require_open(found_invitation);
    id := found_invitation.id;
    expires_at := found_invitation.expires_at;
    token := private.new_token();
    update public.organization_invitations as i
    set token_hash = private.token_hash(token)
    where i.organization_id = invite_member.organization_id and i.id = invitation_id;
    return;
  end if;

  if exists (
    select
    from public.organization_members as m
    join auth.users as a on a.id = m.user_id
    where m.organization_id = invite_member.organization_id
      and lower(a.email::text) = address and a.email_confirmed_at is not null
  ) then
    raise exception using errcode = 'PT409', message = 'already_member',
      detail = 'email: this person is a member already.',
      hint = 'Use change_member_role for another role.';
  end if;
  if (
    select count(*) filter (where private.invitation_state(i) = 'open') >= private.setting('organizations.max_open_invitations')
      or count(*) filter (where i.created_at > now() - interval '1 day') >= private.setting('organizations.invitations_per_day')
    from public.organization_invitations as i
    where i.organization_id = invite_member.organization_id
  ) then
    raise exception using errcode = 'PT429', message = 'too_many_invitations',
      detail = 'The organisation has as many open invitations as it may, or made as many in a day.',
      hint = 'Revoke those that are not wanted any more, or try again tomorrow.';
  end if;

  id := coalesce(invitation_id, gen_random_uuid());
  token := private.new_token();
  insert into public.organization_invitations as i (organization_id, id, token_hash, email, role, invited_by, expires_at)
  values (
    organization_id, id, private.token_hash(token), address, role, auth.uid(), now() + make_interval(days => expires_in_days)
  )
  returning i.expires_at into expires_at;
end;
$$;

create function public.invite_member(
  organization_id uuid, email text default null, role text default 'member', expires_in_days integer default 7,
  invitation_id uuid default null, out id uuid, out token text, out expires_at timestamptz
)
language sql
volatile
security invoker
set search_path = ''
as $$
  select *
  from private.invite_member(
    invite_member.organization_id, invite_member.email, invite_member.role, invite_member.expires_in_days, invite_member.invitation_id
  );
$$;

comment on function public.invite_member(uuid, text, text, integer, uuid) is
  'Invites somebody; returns the token, this once. Bound to an e-mail address, or for whoever has the token. Repeating it with the same invitation_id gives a new token.';


-- private.find_invitation: an invitation by its token, with its organisation held. Raises invitation_not_found (PT404).
create function private.find_invitation(token text)
returns public.organization_invitations
language plpgsql
volatile
set search_path = ''
as $$
declare
  hash constant bytea := private.token_hash(token);
  invitation public.organization_invitations;
begin
  perform
  from public.organizations as o
  where o.id = (select i.organization_id from public.organization_invitations as i where i.token_hash = hash)
  for no key update;
  -- Read when nobody else changes it any more.
  select * into invitation from public.organization_invitations as i where i.token_hash = hash;
  if invitation.id is null then
    raise exception using errcode = 'PT404', message = 'invitation_not_found',
      detail = 'token: there is no such invitation.',
      hint = 'Look whether the link is whole, or ask for another.';
  end if;
  return invitation;
end;
$$;

-- private.require_invited: raises invitation_for_another (PT403) unless an invitation may be the caller's.
create function private.require_invited(invitation public.organization_invitations, person uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if invitation.email <> coalesce(private.confirmed_email(person), '') then
    raise exception using errcode = 'PT403', message = 'invitation_for_another',
      detail = 'This invitation is for another e-mail address than the one you confirmed.',
      hint = 'Sign in with the address it was sent to, and confirm it.';
  end if;
end;
$$;

-- accept_invitation: comes in. For whoever has the token, or the address it is bound to as well. Returns the
-- organisation's id; so does a repetition by the same person. Of two people with one token the first comes in.
-- Who was removed does not come back with an invitation from before that.
-- Raises invitation_for_another (PT403), invitation_not_found (PT404), invitation_used, invitation_revoked, already_member,
-- seats_taken (PT409), invitation_expired (PT410), organization_malformed (PT422), and what private.require_person() raises.
-- Definer: membership is nobody's to write.
create function private.accept_invitation(token text, display_name text)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
  invitation constant public.organization_invitations := private.find_invitation(token);
begin
  if invitation.accepted_by = person then
    return invitation.organization_id;
  end if;
  perform private.require_invited(invitation, person);
  perform private.require_open(invitation);
  if exists (
    select
    from public.organization_members as m
    where m.organization_id = invitation.organization_id and m.user_id = person
  ) then
    raise exception using errcode = 'PT409', message = 'already_member',
      detail = 'You are a member already.',
      hint = 'Ask an administrator if you want another role; the invitation can still be used by somebody else.';
  end if;
  if exists (
    select
    from private.organization_departures as d
    where d.organization_id = invitation.organization_id and d.user_id = person and d.was_removed
      and d.left_at >= invitation.created_at
  ) then
    raise exception using errcode = 'PT409', message = 'invitation_revoked',
      detail = 'You were removed from the organisation after this invitation was made.',
      hint = 'Ask for another.';
  end if;

  perform private.add_member(
    invitation.organization_id, person, invitation.role, 'invitation', invitation.invited_by, display_name
  );
  update public.organization_invitations as i
  set accepted_at = now(), accepted_by = person
  where i.organization_id = invitation.organization_id and i.id = invitation.id;
  return invitation.organization_id;
end;
$$;

create function public.accept_invitation(token text, display_name text default null)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.accept_invitation(accept_invitation.token, accept_invitation.display_name);
$$;

comment on function public.accept_invitation(text, text) is
  'Joins the organisation that a token invites to; returns its id. Idempotent for who accepted. Others know the member by display_name.';


-- decline_invitation: closes an invitation. For whoever could accept it. Idempotent.
-- Raises invitation_for_another (PT403), invitation_not_found (PT404), invitation_used, invitation_revoked (PT409),
-- invitation_expired (PT410), and what private.require_person() raises.
-- Definer: invitations are nobody's to write.
create function private.decline_invitation(token text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
  invitation constant public.organization_invitations := private.find_invitation(token);
begin
  perform private.require_invited(invitation, person);
  if invitation.declined_at is not null then
    return;
  end if;
  perform private.require_open(invitation);
  update public.organization_invitations as i
  set declined_at = now()
  where i.organization_id = invitation.organization_id and i.id = invitation.id;
end;
$$;

create function public.decline_invitation(token text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.decline_invitation(decline_invitation.token);
$$;

comment on function public.decline_invitation(text) is 'Declines an invitation: its token is worth nothing any more. Idempotent.';


-- revoke_invitation: takes an invitation back. For admins and owners, and for who made it. Idempotent.
-- Raises invitation_not_found (PT404), invitation_used (PT409), and what private.hold_organization() raises.
-- Definer: invitations are nobody's to write.
create function private.revoke_invitation(organization_id uuid, invitation_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  held constant text := private.hold_organization(organization_id, 'coach');
  invitation public.organization_invitations;
begin
  select * into invitation
  from public.organization_invitations as i
  where i.organization_id = revoke_invitation.organization_id and i.id = invitation_id
    and (held <> 'coach' or i.invited_by = auth.uid());
  if invitation.id is null then
    raise exception using errcode = 'PT404', message = 'invitation_not_found',
      detail = 'invitation_id: there is no such invitation, or it is not yours to revoke.',
      hint = 'Read list_invitations again.';
  end if;
  if invitation.accepted_at is not null then
    raise exception using errcode = 'PT409', message = 'invitation_used',
      detail = 'This invitation was used.',
      hint = 'Use remove_member, if the person is not to stay.';
  end if;
  update public.organization_invitations as i
  set revoked_at = now()
  where i.organization_id = revoke_invitation.organization_id and i.id = invitation_id
    and i.revoked_at is null and i.declined_at is null;
end;
$$;

create function public.revoke_invitation(organization_id uuid, invitation_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.revoke_invitation(revoke_invitation.organization_id, revoke_invitation.invitation_id);
$$;

comment on function public.revoke_invitation(uuid, uuid) is 'Takes an invitation back: its token is worth nothing any more. Idempotent.';


-- list_invitations: the invitations of an organisation, newest first, without their tokens, which nobody has any more.
-- For admins and owners; a coach sees their own. Raises what private.require_organization_role() raises.
-- Definer: they hold addresses of people, and hashes.
create function private.list_invitations(organization_id uuid, max_rows integer)
returns table (
  id uuid, email text, role text, state text, invited_by uuid, expires_at timestamptz, accepted_by uuid, created_at timestamptz
)
language plpgsql
stable
security definer
rows 20
set search_path = ''
as $$
declare
  held constant text := private.require_organization_role(organization_id, 'coach');
begin
  return query
    select i.id, i.email, i.role, private.invitation_state(i), i.invited_by, i.expires_at::timestamptz, i.accepted_by, i.created_at::timestamptz
    from public.organization_invitations as i
    where i.organization_id = list_invitations.organization_id and (held <> 'coach' or i.invited_by = auth.uid())
    order by i.created_at desc, i.id
    limit least(greatest(max_rows, 1), 1000);
end;
$$;

create function public.list_invitations(organization_id uuid, max_rows integer default 200)
returns table (
  id uuid, email text, role text, state text, invited_by uuid, expires_at timestamptz, accepted_by uuid, created_at timestamptz
)
language sql
stable
security invoker
rows 20
set search_path = ''
as $$
  select * from private.list_invitations(list_invitations.organization_id, list_invitations.max_rows);
$$;

comment on function public.list_invitations(uuid, integer) is
  'The invitations of an organisation, newest first, at most 1000: open, accepted, declined, revoked, expired, or void because who invited may not any more. For admins; a coach sees their own.';

grant execute on function
  private.invite_member(uuid, text, text, integer, uuid), public.invite_member(uuid, text, text, integer, uuid),
  private.accept_invitation(text, text), public.accept_invitation(text, text),
  private.decline_invitation(text), public.decline_invitation(text),
  private.revoke_invitation(uuid, uuid), public.revoke_invitation(uuid, uuid),
  private.list_invitations(uuid, integer), public.list_invitations(uuid, integer)
to authenticated;


-- change_member_role: makes a member admin, coach or member. For admins and owners, about who is below them, up to their
-- own role; and for everyone about themselves, downwards. Idempotent.
-- Raises member_outranks, role_exceeds_own (PT403), member_not_found (PT404), last_owner (PT409), organization_malformed
-- (PT422), and what private.hold_organization() raises.
-- Definer: membership is nobody's to write.
create function private.change_member_role(organization_id uuid, user_id uuid, role text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  is_self constant boolean := change_member_role.user_id is not distinct from auth.uid();
  held text;
  member public.organization_members;
begin
  held := private.hold_organization(organization_id, case when is_self then 'member' else 'admin' end);
  perform private.require_of_organization(private.organization_rank(role) is not null, 'role: owner, admin, coach or member is wanted');
  member := private.find_member(organization_id, user_id);
  if member.role = role then
    return;
  end if;
  if not is_self then
    perform private.require_outranked(held, member.role);
  end if;
  if role = 'owner' or private.organization_rank(role) > private.organization_rank(held) then
    raise exception using errcode = 'PT403', message = 'role_exceeds_own',
      detail = format('role: you are %s.', held),
      hint = 'Choose a role up to your own. Owners make another owner with transfer_ownership.';
  end if;
  update public.organization_members as m
  set role = change_member_role.role
  where m.organization_id = change_member_role.organization_id and m.id = member.id;
end;
$$;

create function public.change_member_role(organization_id uuid, user_id uuid, role text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.change_member_role(change_member_role.organization_id, change_member_role.user_id, change_member_role.role);
$$;

comment on function public.change_member_role(uuid, uuid, text) is
  'Changes the role of a member below one''s own, up to one''s own; or lowers one''s own. Idempotent.';


-- remove_member: shows a member out. For admins and owners, about who is below them. Idempotent. Invitations to their
-- address go too; neither their domain nor an older invitation lets them back in.
-- Raises member_outranks (PT403), and what private.hold_organization() raises.
-- Definer: membership is nobody's to write.
create function private.remove_member(organization_id uuid, user_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  held constant text := private.hold_organization(organization_id, 'admin');
  member public.organization_members;
begin
  select * into member
  from public.organization_members as m
  where m.organization_id = remove_member.organization_id and m.user_id = remove_member.user_id;
  if member.id is null then
    return;
  end if;
  perform private.require_outranked(held, member.role);
  update public.organization_invitations as i
  set revoked_at = now()
  where i.organization_id = remove_member.organization_id and i.email = private.confirmed_email(remove_member.user_id)
    and i.accepted_at is null and i.declined_at is null and i.revoked_at is null;
  perform private.depart(organization_id, user_id, true);
end;
$$;

create function public.remove_member(organization_id uuid, user_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.remove_member(remove_member.organization_id, remove_member.user_id);
$$;

comment on function public.remove_member(uuid, uuid) is
  'Removes a member whose role is below one''s own: at the next pull their devices have no row of the organisation. Idempotent.';


-- leave_organization: goes. For every member but the last owner. Idempotent: who is no member has left.
-- Raises last_owner (PT409), and what private.require_person() raises.
-- Definer: membership is nobody's to write.
create function private.leave_organization(organization_id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
begin
  if private.organization_role(organization_id) is null then
    return;
  end if;
  perform from public.organizations as o where o.id = leave_organization.organization_id for no key update;
  perform private.depart(organization_id, person, false);
end;
$$;

create function public.leave_organization(organization_id uuid)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.leave_organization(leave_organization.organization_id);
$$;

comment on function public.leave_organization(uuid) is
  'Leaves an organisation: shared visions and places in teams go, announcements stay without the author. Idempotent.';


-- transfer_ownership: makes another member owner. For owners, who become admin by it unless they stay owner beside them.
-- May be repeated: what is so already stays so.
-- Raises organization_role_too_low (PT403), member_not_found (PT404), member_inactive (PT409), and what
-- private.hold_organization() raises.
-- Definer: membership is nobody's to write.
create function private.transfer_ownership(organization_id uuid, user_id uuid, stay_owner boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  held constant text := private.hold_organization(organization_id, 'member');
  member constant public.organization_members := private.find_member(organization_id, user_id);
begin
  if held = 'admin' and member.role = 'owner' and stay_owner is not true then
    return;
  end if;
  perform private.require_organization_role(organization_id, 'owner');
  if member.user_id = auth.uid() then
    return;
  end if;
  if not exists (select from public.users as u where u.id = member.user_id and u.account_status = 'active') then
    raise exception using errcode = 'PT409', message = 'member_inactive',
      detail = 'The account of this member is not active.',
      hint = 'Choose somebody who can act as owner.';
  end if;
  update public.organization_members as m
  set role = case when m.id = member.id then 'owner' else 'admin' end
  where m.organization_id = transfer_ownership.organization_id
    and (m.id = member.id and m.role <> 'owner' or m.user_id = auth.uid() and stay_owner is not true);
end;
$$;

create function public.transfer_ownership(organization_id uuid, user_id uuid, stay_owner boolean default false)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.transfer_ownership(transfer_ownership.organization_id, transfer_ownership.user_id, transfer_ownership.stay_owner);
$$;

comment on function public.transfer_ownership(uuid, uuid, boolean) is
  'Makes another member owner; the caller becomes admin, or stays owner beside them. Idempotent.';


-- update_my_membership: the name by which the others know the caller; null for none. Callable by members. Idempotent.
-- Raises organization_malformed (PT422), and what private.require_organization_role() raises.
-- Definer: membership is nobody's to write.
create function private.update_my_membership(organization_id uuid, display_name text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  given constant text := private.given_name('display_name', display_name);
begin
  perform private.require_organization_role(organization_id, 'member');
  update public.organization_members as m
  set display_name = given
  where m.organization_id = update_my_membership.organization_id and m.user_id = auth.uid()
    and m.display_name is distinct from given;
end;
$$;

create function public.update_my_membership(organization_id uuid, display_name text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.update_my_membership(update_my_membership.organization_id, update_my_membership.display_name);
$$;

comment on function public.update_my_membership(uuid, text) is
  'Sets the name by which the other members know the caller; null or empty: none. Idempotent.';

grant execute on function
  private.change_member_role(uuid, uuid, text), public.change_member_role(uuid, uuid, text),
  private.remove_member(uuid, uuid), public.remove_member(uuid, uuid),
  private.leave_organization(uuid), public.leave_organization(uuid),
  private.transfer_ownership(uuid, uuid, boolean), public.transfer_ownership(uuid, uuid, boolean),
  private.update_my_membership(uuid, text), public.update_my_membership(uuid, text)
to authenticated;


-- add_organization_domain: names a domain, and says which DNS record shows that it is the organisation's. For admins and
-- owners. Idempotent: the same domain has the same record.
-- Raises too_many_domains (PT409), domain_public, organization_malformed (PT422), and what private.hold_organization() raises.
-- Definer: domains are nobody's to write.
create function private.add_organization_domain(
  organization_id uuid, domain text, out record_name text, out record_type text, out record_value text, out is_verified boolean
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  named constant text := rtrim(lower(btrim(domain)), '.');
begin
  perform private.hold_organization(organization_id, 'admin');
  perform private.require_of_organization(
    char_length(named) <= 253 and named ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$',
    'domain: a name such as example.org is wanted'
  );
  if exists (select from private.public_mail_domains as p where named = p.domain or right(named, length(p.domain) + 1) = '.' || p.domain) then
    raise exception using errcode = 'PT422', message = 'domain_public',
      detail = format('domain: anyone may have an address at %s.', named),
      hint = 'Name a domain at which only your people have addresses, or invite them.';
  end if;
  if (
    select count(*) from public.organization_domains as d
    where d.organization_id = add_organization_domain.organization_id and d.domain <> named
  ) >= private.setting('organizations.max_domains') then
    raise exception using errcode = 'PT409', message = 'too_many_domains',
      detail = 'The organisation has as many domains as it may.',
      hint = 'Remove one that is not used.';
  end if;
  insert into public.organization_domains (organization_id, domain, verification_token)
  values (organization_id, named, 'futuresync=' || private.new_token())
  on conflict on constraint organization_domains_domain_once do nothing;
  select '_futuresync.' || d.domain, 'TXT', d.verification_token, d.verified_at is not null
  into record_name, record_type, record_value, is_verified
  from public.organization_domains as d
  where d.organization_id = add_organization_domain.organization_id and d.domain = named;
end;
$$;

create function public.add_organization_domain(
  organization_id uuid, domain text, out record_name text, out record_type text, out record_value text, out is_verified boolean
)
language sql
volatile
security invoker
set search_path = ''
as $$
  select * from private.add_organization_domain(add_organization_domain.organization_id, add_organization_domain.domain);
$$;

comment on function public.add_organization_domain(uuid, text) is
  'Names a domain of the organisation; returns the DNS record that shows it is theirs. It lets nobody in before it is verified. Idempotent.';


-- verify_organization_domain: notes that a domain is the organisation's, if its record is among those that were found.
-- For the server, which looks in DNS. Idempotent: what is verified stays so until it is removed.
-- Raises domain_not_found (PT404), domain_taken (PT409), domain_unverified (PT422).
create function public.verify_organization_domain(organization_id uuid, domain text, txt_records text[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  named constant text := rtrim(lower(btrim(domain)), '.');
  found_domain public.organization_domains;
begin
  select * into found_domain
  from public.organization_domains as d
  where d.organization_id = verify_organization_domain.organization_id and d.domain = named;
  if found_domain.id is null then
    raise exception using errcode = 'PT404', message = 'domain_not_found',
      detail = 'The organisation has not named this domain.',
      hint = 'Name it with add_organization_domain first.';
  end if;
  if found_domain.verified_at is not null then
    return;
  end if;
  if found_domain.verification_token <> all (coalesce(array_remove(txt_records, null), '{}')) then
    raise exception using errcode = 'PT422', message = 'domain_unverified',
      detail = format('No TXT record of _futuresync.%s says what it should.', named),
      hint = 'Add the record that add_organization_domain gave, and try again when DNS shows it.';
  end if;
  update public.organization_domains as d
  set verified_at = now()
  where d.organization_id = found_domain.organization_id and d.id = found_domain.id;
exception when unique_violation then
  raise exception using errcode = 'PT409', message = 'domain_taken',
    detail = 'Another organisation has verified this domain.',
    hint = 'Ask support, if the domain has changed hands.';
end;
$$;

comment on function public.verify_organization_domain(uuid, text, text[]) is
  'For the server: verifies a domain, given the TXT records found at _futuresync.<domain>. Idempotent.';

grant execute on function public.verify_organization_domain(uuid, text, text[]) to service_role;


-- remove_organization_domain: the domain lets nobody in any more; who came by it stays. For admins and owners. Idempotent.
-- Raises what private.hold_organization() raises.
-- Definer: domains are nobody's to write.
create function private.remove_organization_domain(organization_id uuid, domain text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform private.hold_organization(organization_id, 'admin');
  delete from public.organization_domains as d
  where d.organization_id = remove_organization_domain.organization_id and d.domain = rtrim(lower(btrim(remove_organization_domain.domain)), '.');
end;
$$;

create function public.remove_organization_domain(organization_id uuid, domain text)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.remove_organization_domain(remove_organization_domain.organization_id, remove_organization_domain.domain);
$$;

comment on function public.remove_organization_domain(uuid, text) is
  'Removes a domain: nobody joins by it any more, and who did stays. Idempotent.';


-- list_organization_domains: the domains of an organisation and their records. For admins and owners.
-- Raises what private.require_organization_role() raises.
-- Definer: what is not verified yet is no affair of members.
create function private.list_organization_domains(organization_id uuid)
returns table (domain text, record_name text, record_type text, record_value text, verified_at timestamptz)
language plpgsql
stable
security definer
rows 5
set search_path = ''
as $$
begin
  perform private.require_organization_role(organization_id, 'admin');
  return query
    select d.domain, '_futuresync.' || d.domain, 'TXT', d.verification_token, d.verified_at::timestamptz
    from public.organization_domains as d
    where d.organization_id = list_organization_domains.organization_id
    order by d.domain;
end;
$$;

create function public.list_organization_domains(organization_id uuid)
returns table (domain text, record_name text, record_type text, record_value text, verified_at timestamptz)
language sql
stable
security invoker
rows 5
set search_path = ''
as $$
  select * from private.list_organization_domains(list_organization_domains.organization_id);
$$;

comment on function public.list_organization_domains(uuid) is
  'The domains of an organisation, with the DNS record each needs and when it was verified. For admins.';


-- join_by_domain: joins the organisation that has verified the domain of the caller's confirmed address, as member.
-- Callable by any signed-in person, as after each sign-in. Returns the organisation's id, also when they belong to it
-- already; null when there is none. Who left comes back only with rejoin, and who was removed only by invitation.
-- Raises seats_taken (PT409), organization_malformed (PT422), and what private.require_person() raises.
-- Definer: membership is nobody's to write.
create function private.join_by_domain(rejoin boolean, display_name text)
returns uuid
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  person constant uuid := private.require_person();
  address_domain constant text := substring(private.confirmed_email(person) from '@([^@]+)$');
  joined uuid;
begin
  perform
  from public.organizations as o
  where o.id = (select d.organization_id from public.organization_domains as d where d.domain = address_domain and d.verified_at is not null)
  for no key update;
  -- Read when nobody else changes it any more.
  select o.id into joined
  from public.organization_domains as d
  join public.organizations as o on o.id = d.organization_id and o.allows_domain_join
  where d.domain = address_domain and d.verified_at is not null
    and not exists (
      select
      from private.organization_departures as p
      where p.organization_id = o.id and p.user_id = person and (p.was_removed or rejoin is not true)
    );
  if joined is null or exists (
    select from public.organization_members as m where m.organization_id = joined and m.user_id = person
  ) then
    return joined;
  end if;
  perform private.add_member(joined, person, 'member', 'domain', null, display_name);
  return joined;
end;
$$;

create function public.join_by_domain(rejoin boolean default false, display_name text default null)
returns uuid
language sql
volatile
security invoker
set search_path = ''
as $$
  select private.join_by_domain(join_by_domain.rejoin, join_by_domain.display_name);
$$;

comment on function public.join_by_domain(boolean, text) is
  'Joins the organisation that verified the domain of the caller''s confirmed e-mail address; returns its id, or null. Who left comes back only with rejoin. Idempotent.';

grant execute on function
  private.add_organization_domain(uuid, text), public.add_organization_domain(uuid, text),
  private.remove_organization_domain(uuid, text), public.remove_organization_domain(uuid, text),
  private.list_organization_domains(uuid), public.list_organization_domains(uuid),
  private.join_by_domain(boolean, text), public.join_by_domain(boolean, text)
to authenticated;


-- Teams.

create table public.teams (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name public.short_text not null,
  description public.long_text,
  color public.hex_color,
  lead_id uuid,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint teams_pkey primary key (organization_id, id),
  constraint teams_organization_id_fkey foreign key (organization_id) references public.organizations (id) on delete cascade,
  constraint teams_lead_id_fkey foreign key (organization_id, lead_id)
    references public.organization_members (organization_id, user_id) on delete set null (lead_id)
);

comment on table public.teams is 'Who works with whom in an organisation.';
comment on column public.teams.lead_id is
  'The member who leads it: as a coach they change it and its members. Null: nobody, or that member left.';

create unique index teams_id_key on public.teams (id);
create index teams_organization_id_lead_id_idx on public.teams (organization_id, lead_id) where lead_id is not null;

comment on index public.teams_id_key is 'Devices know a record by its id alone: nobody makes another with it. Serves pull.';
comment on index public.teams_organization_id_lead_id_idx is 'Serves the teams a member leads, when that member leaves.';

create trigger _100_touch before insert or update on public.teams
  for each row execute function private.touch();

-- private.manages_team: whether the caller decides who is in a team: admins and owners, and the coach who leads it.
-- Definer: as private.organization_role(), which it asks.
create function private.manages_team(organization_id uuid, team_id uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  held constant text := private.organization_role(organization_id);
begin
  return coalesce(
    held in ('owner', 'admin')
    or held = 'coach' and exists (
      select
      from public.teams as t
      where t.organization_id = manages_team.organization_id and t.id = manages_team.team_id and t.lead_id = auth.uid()
    ),
    false
  );
end;
$$;

comment on function private.manages_team(uuid, uuid) is
  'Whether the caller decides who is in a team: admins and owners of its organisation, and the coach who leads it.';

grant execute on function private.manages_team(uuid, uuid) to authenticated;

alter table public.teams enable row level security;

create policy teams_select_member on public.teams for select to authenticated
  using (
    exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = teams.organization_id and g.is_granted
    )
  );
create policy teams_insert_admin on public.teams for insert to authenticated
  with check (private.organization_role(organization_id) in ('owner', 'admin'));
-- A coach may change the team they lead; the lead stays theirs, so only an admin passes it on.
create policy teams_update_lead on public.teams for update to authenticated
  using (
    private.organization_role(organization_id) in ('owner', 'admin')
    or lead_id = (select auth.uid()) and private.organization_role(organization_id) = 'coach'
  )
  with check (
    private.organization_role(organization_id) in ('owner', 'admin')
    or lead_id = (select auth.uid()) and private.organization_role(organization_id) = 'coach'
  );
create policy teams_delete_admin on public.teams for delete to authenticated
  using (private.organization_role(organization_id) in ('owner', 'admin'));

grant select, delete on public.teams to authenticated;
grant insert (organization_id, id, name, description, color, lead_id, created_at, updated_at) on public.teams to authenticated;
grant update (name, description, color, lead_id, created_at, updated_at) on public.teams to authenticated;
-- Only the server moves a team to another organisation, alone: without members, and with nobody or somebody else to lead it.
grant select, update (organization_id, lead_id) on public.teams to service_role;

select sync.register_table('public.teams', scope => 'organization_id', priority => 60);


-- Members of teams.

create table public.team_members (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  team_id uuid not null,
  user_id uuid not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint team_members_pkey primary key (organization_id, id),
  constraint team_members_user_id_key unique (organization_id, team_id, user_id),
  constraint team_members_organization_id_fkey foreign key (organization_id)
    references public.organizations (id) on delete cascade,
  constraint team_members_team_id_fkey foreign key (organization_id, team_id)
    references public.teams (organization_id, id) on delete cascade,
  constraint team_members_user_id_fkey foreign key (organization_id, user_id)
    references public.organization_members (organization_id, user_id) on delete cascade
);

comment on table public.team_members is 'Who is in which team. Goes with the team, and when the member leaves the organisation.';

create unique index team_members_id_key on public.team_members (id);
create index team_members_organization_id_user_id_idx on public.team_members (organization_id, user_id);

comment on index public.team_members_id_key is 'Devices know a record by its id alone: nobody makes another with it. Serves pull.';
comment on index public.team_members_user_id_key is 'Once in a team; serves the members of a team.';
comment on index public.team_members_organization_id_user_id_idx is 'Serves the teams of a member, when that member leaves.';

-- private.replace_team_member: trigger `_250_replace_twin`, before insert. What two devices entered apart, each under its own
-- id, is one thing: the later row takes the place of the earlier, so that neither device is refused.
create function private.replace_team_member()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from public.team_members as t
  where t.organization_id = new.organization_id and t.team_id = new.team_id and t.user_id = new.user_id and t.id <> new.id;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.team_members
  for each row execute function private.touch();
create trigger _250_replace_twin before insert on public.team_members
  for each row execute function private.replace_team_member();

alter table public.team_members enable row level security;

create policy team_members_select_member on public.team_members for select to authenticated
  using (
    exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = team_members.organization_id and g.is_granted
    )
  );
create policy team_members_insert_manager on public.team_members for insert to authenticated
  with check (private.manages_team(organization_id, team_id));
create policy team_members_update_manager on public.team_members for update to authenticated
  using (private.manages_team(organization_id, team_id)) with check (private.manages_team(organization_id, team_id));
create policy team_members_delete_manager on public.team_members for delete to authenticated
  using (private.manages_team(organization_id, team_id));

grant select, delete on public.team_members to authenticated;
grant insert (organization_id, id, team_id, user_id, created_at, updated_at) on public.team_members to authenticated;
grant update (team_id, user_id, created_at, updated_at) on public.team_members to authenticated;
grant select on public.team_members to service_role;

select sync.register_table('public.team_members', scope => 'organization_id', priority => 55);


-- Shared visions: what a member shows the organisation of a vision of their own. A copy, since nobody reads the vision
-- itself: what is private in it, such as the coach's analysis, is not here.

create table public.shared_visions (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  vision_id uuid not null,
  note public.long_text,
  shares_description boolean not null default false,
  category text not null,
  title public.short_text not null,
  description public.long_text,
  status text not null,
  completed_at timestamptz(3),
  horizon_years smallint not null,
  target_on date,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint shared_visions_pkey primary key (organization_id, id),
  constraint shared_visions_vision_id_key unique (organization_id, user_id, vision_id),
  constraint shared_visions_organization_id_fkey foreign key (organization_id)
    references public.organizations (id) on delete cascade,
  constraint shared_visions_user_id_fkey foreign key (organization_id, user_id)
    references public.organization_members (organization_id, user_id) on delete cascade,
  constraint shared_visions_vision_id_fkey foreign key (user_id, vision_id)
    references public.visions (user_id, id) on delete cascade,
  constraint shared_visions_description_is_shared check (description is null or shares_description)
);

comment on table public.shared_visions is
  'What members show of visions of their own. Follows the vision; goes with it, and when the member unpublishes it or leaves.';
comment on column public.shared_visions.user_id is 'Whose vision it is: who publishes. Taken from the session.';
comment on column public.shared_visions.note is 'What the member says about it to the others.';
comment on column public.shared_visions.shares_description is 'Whether the description is shown, too. Off until the member turns it on.';
comment on column public.shared_visions.category is 'As the vision has it; so are title, status, completed_at, horizon_years and target_on.';
comment on column public.shared_visions.description is 'As the vision has it, where the member shares it; else null.';
comment on column public.shared_visions.horizon_years is 'How far ahead it lies, in years.';

create unique index shared_visions_id_key on public.shared_visions (id);
create index shared_visions_user_id_vision_id_idx on public.shared_visions (user_id, vision_id);

comment on index public.shared_visions_id_key is 'Devices know a record by its id alone: nobody makes another with it. Serves pull.';
comment on index public.shared_visions_vision_id_key is 'A vision is published once in an organisation; serves those of a member.';
comment on index public.shared_visions_user_id_vision_id_idx is 'Serves where a vision is published, when it changes.';

-- private.copy_vision: trigger `_200_copy_vision`: what is shown is what the vision says, whatever was sent. The vision is
-- locked meanwhile: an edit of it that does not see this row yet waits, and then does. A row without a vision gets past
-- what must be given here, so that the foreign key refuses it: push knows by that what to do with it.
create function private.copy_vision()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  select v.category, v.title, case when new.shares_description then v.description end, v.status, v.completed_at, v.horizon_years, v.target_on
  into new.category, new.title, new.description, new.status, new.completed_at, new.horizon_years, new.target_on
  from public.visions as v
  where v.user_id = new.user_id and v.id = new.vision_id
  for share;
  if not found then
    new.category := '';
    new.title := '?';
    new.status := '';
    new.horizon_years := 0;
  end if;
  return new;
end;
$$;

-- private.follow_visions: trigger `_350_follow_visions` on visions: what is shown of them follows at once.
-- Definer: nobody writes what is copied, the owner neither.
create function private.follow_visions()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  update public.shared_visions as s
  set category = n.category, title = n.title, description = case when s.shares_description then n.description end,
    status = n.status, completed_at = n.completed_at, horizon_years = n.horizon_years, target_on = n.target_on
  from new_rows as n
  where s.user_id = n.user_id and s.vision_id = n.id
    and (s.category, s.title, s.description, s.status, s.completed_at, s.horizon_years, s.target_on) is distinct from (
      n.category, n.title, case when s.shares_description then n.description end, n.status, n.completed_at, n.horizon_years, n.target_on
    );
  return null;
end;
$$;

-- private.replace_shared_vision: likewise a vision that was shared from two devices.
create function private.replace_shared_vision()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  delete from public.shared_visions as s
  where s.organization_id = new.organization_id and s.user_id = new.user_id and s.vision_id = new.vision_id and s.id <> new.id;
  return new;
end;
$$;

create trigger _100_touch before insert or update on public.shared_visions
  for each row execute function private.touch();
create trigger _200_copy_vision before insert or update of user_id, vision_id, shares_description on public.shared_visions
  for each row execute function private.copy_vision();
create trigger _250_replace_twin before insert on public.shared_visions
  for each row execute function private.replace_shared_vision();
create trigger _350_follow_visions after update on public.visions
  referencing new table as new_rows for each statement execute function private.follow_visions();

alter table public.shared_visions enable row level security;

create policy shared_visions_select_member on public.shared_visions for select to authenticated
  using (
    exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = shared_visions.organization_id and g.is_granted
    )
  );
create policy shared_visions_insert_own on public.shared_visions for insert to authenticated
  with check (user_id = (select auth.uid()) and private.organization_role(organization_id) is not null);
create policy shared_visions_update_own on public.shared_visions for update to authenticated
  using (user_id = (select auth.uid()) and private.organization_role(organization_id) is not null)
  with check (user_id = (select auth.uid()) and private.organization_role(organization_id) is not null);
create policy shared_visions_delete_own on public.shared_visions for delete to authenticated
  using (user_id = (select auth.uid()) or private.organization_role(organization_id) in ('owner', 'admin'));

grant select, delete on public.shared_visions to authenticated;
grant insert (organization_id, id, vision_id, note, shares_description, created_at, updated_at)
  on public.shared_visions to authenticated;
grant update (vision_id, note, shares_description, created_at, updated_at) on public.shared_visions to authenticated;
grant select on public.shared_visions to service_role;

select sync.register_table('public.shared_visions', scope => 'organization_id',
  -- Of two wishes about privacy that were made apart, the more private one stands.
  column_rules => '{"shares_description": "min"}',
  pull_only => '{user_id,category,title,description,status,completed_at,horizon_years,target_on}',
  priority => 50);


-- Announcements: to everyone, or addressed to a team.

create table public.team_announcements (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  team_id uuid,
  author_id uuid default auth.uid(),
  title public.short_text not null,
  body public.long_text not null,
  is_pinned boolean not null default false,
  expires_on date,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint team_announcements_pkey primary key (organization_id, id),
  constraint team_announcements_organization_id_fkey foreign key (organization_id)
    references public.organizations (id) on delete cascade,
  constraint team_announcements_team_id_fkey foreign key (organization_id, team_id)
    references public.teams (organization_id, id) on delete cascade,
  constraint team_announcements_author_id_fkey foreign key (organization_id, author_id)
    references public.organization_members (organization_id, user_id) on delete set null (author_id)
);

comment on table public.team_announcements is
  'What coaches and administrators tell the others. Every member of the organisation reads all of them.';
comment on column public.team_announcements.team_id is 'The team it is addressed to, with which it goes; null: everyone.';
comment on column public.team_announcements.author_id is
  'Who wrote it, taken from the session. Null when that member left: no name of theirs is kept.';
comment on column public.team_announcements.is_pinned is 'Whether it stays on top.';
comment on column public.team_announcements.expires_on is 'The last day it is worth showing, in the organisation''s time zone; null: always.';

create unique index team_announcements_id_key on public.team_announcements (id);
create index team_announcements_organization_id_team_id_idx
  on public.team_announcements (organization_id, team_id, created_at desc) where team_id is not null;
create index team_announcements_organization_id_author_id_idx
  on public.team_announcements (organization_id, author_id) where author_id is not null;
create index team_announcements_organization_id_created_at_idx
  on public.team_announcements (organization_id, created_at desc);

comment on index public.team_announcements_id_key is 'Devices know a record by its id alone: nobody makes another with it. Serves pull.';
comment on index public.team_announcements_organization_id_team_id_idx is 'Serves the announcements to a team, when that is deleted too.';
comment on index public.team_announcements_organization_id_author_id_idx is 'Serves what a member wrote, when that member leaves.';
comment on index public.team_announcements_organization_id_created_at_idx is 'Serves the latest announcements.';

create trigger _100_touch before insert or update on public.team_announcements
  for each row execute function private.touch();

alter table public.team_announcements enable row level security;

create policy team_announcements_select_member on public.team_announcements for select to authenticated
  using (
    exists (
      select from sync.scope_grants as g
      where g.user_id = (select auth.uid()) and g.scope_id = team_announcements.organization_id and g.is_granted
    )
  );
create policy team_announcements_insert_coach on public.team_announcements for insert to authenticated
  with check (
    author_id = (select auth.uid()) and private.organization_role(organization_id) in ('owner', 'admin', 'coach')
  );
-- Its author alone: nobody puts words into another's mouth.
create policy team_announcements_update_author on public.team_announcements for update to authenticated
  using (author_id = (select auth.uid()) and private.organization_role(organization_id) in ('owner', 'admin', 'coach'))
  with check (author_id = (select auth.uid()) and private.organization_role(organization_id) in ('owner', 'admin', 'coach'));
create policy team_announcements_delete_author on public.team_announcements for delete to authenticated
  using (author_id = (select auth.uid()) or private.organization_role(organization_id) in ('owner', 'admin'));

grant select, delete on public.team_announcements to authenticated;
grant insert (organization_id, id, team_id, title, body, is_pinned, expires_on, created_at, updated_at)
  on public.team_announcements to authenticated;
grant update (team_id, title, body, is_pinned, expires_on, created_at, updated_at) on public.team_announcements to authenticated;
-- Only the server moves an announcement to another organisation, where its author and team may be none.
grant select, update (organization_id, team_id, author_id) on public.team_announcements to service_role;

select sync.register_table('public.team_announcements', scope => 'organization_id',
  pull_only => '{author_id}', priority => 58);
