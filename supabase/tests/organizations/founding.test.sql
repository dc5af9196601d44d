-- Alice founds an organisation. She may do it twice when she does not hear the answer; nobody else may take it over.
begin;
select plan(22);

select tests.create_user(name) from unnest('{alice,mallory}'::text[]) as name;
update public.users set display_name = 'Alice A.' where id = tests.user_id('alice');
update public.users set display_name = null where id = tests.user_id('mallory');

select tests.sign_in('alice');
select is(
  public.create_organization('  Acme Bakery, Ltd. ', organization_id => tests.id(1)), tests.id(1),
  'alice founds an organisation under an id that her app made'
);
select results_eq(
  'select name::text, slug::text, plan_id, subscription_status, seat_limit from public.organizations',
  $$values ('Acme Bakery, Ltd.', 'acme-bakery-ltd', null::uuid, 'none', null::integer)$$,
  'its name is trimmed, its slug made of that, and it has no subscription'
);
select results_eq(
  'select user_id, role, joined_by, display_name::text from public.organization_members',
  $$values (tests.user_id('alice'), 'owner', 'founding', 'Alice A.')$$,
  'she is its owner, and known by the name she shows to others'
);
select is(
  public.create_organization('Acme Bakery, Ltd.', organization_id => tests.id(1)), tests.id(1),
  'founding it again, because the answer was lost, gives the same answer'
);
select is((select count(*) from public.organizations), 1::bigint, 'and no second organisation');

select isnt(public.create_organization('Acme Bakery, Ltd.', organization_id => tests.id(2)), null, 'two may have one name');
select is(
  (select slug::text from public.organizations where id = tests.id(2)), 'acme-bakery-ltd-00000000', 'but not one slug'
);
select lives_ok(
  format('select public.create_organization(%L, organization_id => %L)', '数学 42', tests.id(3)), 'a name without Latin letters'
);
select is((select slug::text from public.organizations where id = tests.id(3)), 'organization-00000000', 'gets a slug all the same');
select tests.raises(
  $$select public.create_organization('Acme', slug => 'acme-bakery-ltd')$$, 'PT409', 'slug_taken', 'a slug that was asked for is not changed in silence'
);
select lives_ok($$select public.create_organization('Acme', slug => 'Acme-Two', display_name => ' Al ')$$, 'a free one is taken, in lower case');
select is(
  (select m.display_name::text from public.organization_members as m join public.organizations as o on o.id = m.organization_id where o.slug = 'acme-two'),
  'Al', 'with another name for the founder'
);

select tests.raises($$select public.create_organization('  ')$$, 'PT422', 'organization_malformed', 'a name is wanted');
select tests.raises($$select public.create_organization(repeat('a', 201))$$, 'PT422', 'organization_malformed', 'of at most 200 characters');
select tests.raises($$select public.create_organization('a', slug => '1 2')$$, 'PT422', 'organization_malformed', 'and a slug is a slug');
select tests.raises($$select public.create_organization('a', display_name => repeat('a', 201))$$, 'PT422', 'organization_malformed', 'and names of members are bounded');

select tests.sign_in('mallory');
select tests.raises(
  format('select public.create_organization(%L, organization_id => %L)', 'Acme Bakery, Ltd.', tests.id(1)), 'PT409', 'organization_id_taken',
  'mallory does not take over an organisation by its id'
);
select is_empty('select from public.organizations', 'and sees none');
select lives_ok($$select public.create_organization('Evil')$$, 'she founds her own');
select is((select display_name::text from public.organization_members), null, 'where she has no name, as she shows none to others');

select tests.as_owner();
update private.settings set value = 1 where name = 'organizations.max_owned';
select tests.sign_in('mallory');
select tests.raises($$select public.create_organization('Evil too')$$, 'PT409', 'too_many_organizations', 'nobody owns more than a number of them');

select tests.sign_out();
select tests.raises($$select public.create_organization('Nobody')$$, '42501', null, 'a visitor founds nothing');

select * from finish();
rollback;
