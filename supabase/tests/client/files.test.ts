import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SupabaseClient } from '@supabase/supabase-js';
import { type Person, TestServer } from './support/server.ts';
import { Wire } from './support/wire.ts';

// Files through the real supabase-js: everyone reaches their own, and nobody another's.

let server: TestServer;
let alice: Person;
let bob: Person;
let hers: SupabaseClient;
let his: SupabaseClient;

beforeAll(async () => {
  server = await TestServer.start();
  [alice, bob] = await Promise.all([server.signUp('alice'), server.signUp('bob')]);
  hers = server.connect(alice, new Wire());
  his = server.connect(bob, new Wire());
});
afterAll(() => server.stop());

const photo = (text: string, type = 'image/jpeg'): Blob => new Blob([text], { type });
const path = (person: Person, name: string): string => `${person.id}/${name}`;

test.each(['attachments', 'avatars'])(
  'alice uploads to %s, reads, lists, replaces, signs a link and deletes',
  async (bucket) => {
    const files = hers.storage.from(bucket);
    const mine = path(alice, 'photo.jpg');
    expect((await files.upload(mine, photo('first'))).error).toBeNull();
    expect(await (await files.download(mine)).data?.text()).toBe('first');
    expect((await files.upload(mine, photo('second'), { upsert: true })).error).toBeNull();
    expect((await files.list(alice.id)).data).toMatchObject([
      { name: expect.stringMatching(/photo\.jpg$/) as string },
    ]);
    const { data } = await files.createSignedUrl(mine, 60);
    const response = await fetch(data?.signedUrl ?? '');
    expect([response.status, await response.text()]).toEqual([200, 'second']);
    expect((await files.remove([mine])).data).toHaveLength(1);
    expect((await files.download(mine)).error).not.toBeNull();
  },
);

test('bob can neither read, list, sign, overwrite, move nor delete what is hers', async () => {
  const mine = path(alice, 'secret.jpg');
  expect((await hers.storage.from('attachments').upload(mine, photo('secret'))).error).toBeNull();
  const files = his.storage.from('attachments');
  expect((await files.download(mine)).error).not.toBeNull();
  expect((await files.list(alice.id)).data).toEqual([]);
  expect((await files.list()).data).toEqual([]);
  expect((await files.createSignedUrl(mine, 60)).error).not.toBeNull();
  expect((await files.upload(mine, photo('his'))).error).not.toBeNull();
  expect((await files.upload(mine, photo('his'), { upsert: true })).error).not.toBeNull();
  expect((await files.upload(path(alice, 'planted.jpg'), photo('his'))).error).not.toBeNull();
  expect((await files.move(mine, path(bob, 'taken.jpg'))).error).not.toBeNull();
  expect((await files.copy(mine, path(bob, 'taken.jpg'))).error).not.toBeNull();
  expect((await files.remove([mine])).data ?? []).toEqual([]);
  expect(await (await hers.storage.from('attachments').download(mine)).data?.text()).toBe('secret');
});

test("she puts nothing into his folder, or into no one's", async () => {
  const files = hers.storage.from('attachments');
  expect((await files.upload(path(alice, 'a.jpg'), photo('a'))).error).toBeNull();
  expect((await files.move(path(alice, 'a.jpg'), path(bob, 'a.jpg'))).error).not.toBeNull();
  expect((await files.copy(path(alice, 'a.jpg'), path(bob, 'a.jpg'))).error).not.toBeNull();
  expect((await files.upload('a.jpg', photo('a'))).error).not.toBeNull();
  expect((await files.upload(alice.id, photo('a'))).error).not.toBeNull();
  expect(
    (await hers.storage.from('avatars').upload(path(alice, '%2e%2e/a.jpg'), photo('a'))).error,
  ).not.toBeNull();
});

test('what is too large, or of the wrong type, is refused', async () => {
  const avatars = hers.storage.from('avatars');
  expect(
    (
      await avatars.upload(
        path(alice, 'big.png'),
        photo('x'.repeat(2 * 1024 * 1024 + 1), 'image/png'),
      )
    ).error,
  ).not.toBeNull();
  expect(
    (await avatars.upload(path(alice, 'a.pdf'), photo('x', 'application/pdf'))).error,
  ).not.toBeNull();
  const attachments = hers.storage.from('attachments');
  expect(
    (await attachments.upload(path(alice, 'a.pdf'), photo('x', 'application/pdf'))).error,
  ).toBeNull();
  expect(
    (await attachments.upload(path(alice, 'a.svg'), photo('<svg/>', 'image/svg+xml'))).error,
  ).not.toBeNull();
  expect(
    (await attachments.upload(path(alice, 'a.html'), photo('<p>', 'text/html'))).error,
  ).not.toBeNull();
});

test('a plan has room for so much: what is full takes no more, and gives back', async () => {
  const attachments = his.storage.from('attachments');
  expect((await attachments.upload(path(bob, 'one.jpg'), photo('x'))).error).toBeNull();
  await server.db.sql`
    update storage.objects set metadata = metadata || '{"size": 100000000}' where name = ${path(bob, 'one.jpg')}
  `;
  expect((await attachments.upload(path(bob, 'two.jpg'), photo('x'))).error).not.toBeNull();
  expect((await attachments.remove([path(bob, 'one.jpg')])).data).toHaveLength(1);
  expect((await attachments.upload(path(bob, 'two.jpg'), photo('x'))).error).toBeNull();
});

test("an organisation's logo is written by its admins, read by its members, and nobody else's", async () => {
  const carol = await server.signUp('carol');
  const theirs = server.connect(carol, new Wire());
  const found = async (client: SupabaseClient, name: string): Promise<string> =>
    String((await client.rpc('create_organization', { name })).data);
  const [acme, evil] = [await found(hers, 'acme'), await found(theirs, 'evil')];
  const invited = await hers.rpc('invite_member', { organization_id: acme });
  const { token } = invited.data as { token: string };
  expect((await his.rpc('accept_invitation', { token })).error).toBeNull();

  const logo = `${acme}/logo.png`;
  const png = photo('logo', 'image/png');
  const files = hers.storage.from('logos');
  expect((await files.upload(logo, png)).error).toBeNull();
  const row = await hers.from('organizations').update({ logo_path: logo }).eq('id', acme);
  expect(row.error).toBeNull();
  expect(
    (await files.upload(logo, photo('newer', 'image/png'), { upsert: true })).error,
  ).toBeNull();

  const asMember = his.storage.from('logos');
  expect(await (await asMember.download(logo)).data?.text()).toBe('newer');
  expect((await asMember.createSignedUrl(logo, 60)).error).toBeNull();
  expect((await asMember.upload(logo, png, { upsert: true })).error).not.toBeNull();
  expect((await asMember.upload(`${acme}/other.png`, png)).error).not.toBeNull();
  expect((await asMember.move(logo, `${acme}/taken.png`)).error).not.toBeNull();
  expect((await asMember.remove([logo])).data ?? []).toEqual([]);

  const asStranger = theirs.storage.from('logos');
  expect((await asStranger.download(logo)).error).not.toBeNull();
  expect((await asStranger.list(acme)).data).toEqual([]);
  expect((await asStranger.upload(`${acme}/other.png`, png)).error).not.toBeNull();
  expect((await asStranger.upload(`${evil}/own.png`, png)).error).toBeNull();
  expect((await asStranger.move(`${evil}/own.png`, `${acme}/own.png`)).error).not.toBeNull();
  for (const path of ['logo.png', `${carol.id}/logo.png`, `${evil}/../${acme}/logo.png`, 'x/y.png'])
    expect((await asStranger.upload(path, png)).error, path).not.toBeNull();

  // So many and no more: it is no place to keep things.
  for (let nth = 1; nth < 10; nth += 1)
    expect((await files.upload(`${acme}/${nth}.png`, png)).error).toBeNull();
  expect((await files.upload(`${acme}/11.png`, png)).error).not.toBeNull();
  expect((await files.upload(logo, png, { upsert: true })).error).toBeNull();

  await his.rpc('leave_organization', { organization_id: acme });
  expect((await asMember.download(logo)).error).not.toBeNull();
  expect((await files.remove([logo])).data).toHaveLength(1);
});

test('a row points to the file', async () => {
  const mine = path(alice, 'walk.jpg');
  const { data } = await hers.storage.from('attachments').upload(mine, photo('walk'));
  const { error } = await hers.from('attachments').insert({
    user_id: alice.id,
    path: data?.path,
    file_name: 'walk.jpg',
    mime_type: 'image/jpeg',
    size_bytes: 4,
  });
  expect(error).toBeNull();
});

test('a suspended account reads its files, and changes none', async () => {
  const files = his.storage.from('attachments');
  await server.db.sql`update public.users set account_status = 'suspended' where id = ${bob.id}`;
  expect((await files.download(path(bob, 'two.jpg'))).error).toBeNull();
  expect((await files.upload(path(bob, 'three.jpg'), photo('x'))).error).not.toBeNull();
  expect((await files.remove([path(bob, 'two.jpg')])).data ?? []).toEqual([]);
});
