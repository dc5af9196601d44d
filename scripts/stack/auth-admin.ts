import { randomUUID } from 'node:crypto';
import type { App } from '@supabase/lite';
import { hash } from 'bcryptjs';
import type postgres from 'postgres';
import { json } from './rest.ts';

/**
 * Remedy: @supabase/lite has no admin API. This is the part of it that servers and tests use: create,
 * read, list, update and delete a user. The caller has been checked to hold the secret key.
 */

interface AdminUser {
  id: string;
  email: string | null;
  phone: string | null;
  [key: string]: unknown;
}

interface Attributes {
  id?: string;
  email?: string;
  phone?: string;
  password?: string;
  email_confirm?: boolean;
  phone_confirm?: boolean;
  user_metadata?: Record<string, unknown>;
  app_metadata?: Record<string, unknown>;
  ban_duration?: string;
  role?: string;
}

export function adminApi({ sql }: { sql: postgres.Sql; auth: App }) {
  const columns = sql`
    id, aud, role, coalesce(email, '') as email, coalesce(phone, '') as phone, email_confirmed_at,
    phone_confirmed_at, confirmed_at, last_sign_in_at, banned_until, deleted_at, created_at, updated_at,
    raw_app_meta_data as app_metadata, raw_user_meta_data as user_metadata, is_anonymous,
    coalesce(
      (
        select jsonb_agg(to_jsonb(identity) order by identity.created_at)
        from auth.identities as identity where identity.user_id = users.id
      ),
      '[]'
    ) as identities
  `;
  const find = async (id: string): Promise<AdminUser | undefined> => {
    const [user] = await sql<AdminUser[]>`select ${columns} from auth.users where id = ${id}`;
    return user;
  };

  async function create(attributes: Attributes): Promise<Response> {
    const { email, phone, password } = attributes;
    if (!email && !phone) {
      return failure(
        422,
        'validation_failed',
        'Cannot create a user without either an email or phone',
      );
    }
    const id = attributes.id ?? randomUUID();
    const address = email?.toLowerCase() ?? null;
    const secret = password === undefined ? null : await hash(password, 10);
    try {
      await sql.begin(async (transaction) => {
        await transaction`
          insert into auth.users (
            id, aud, role, email, phone, encrypted_password, email_confirmed_at, phone_confirmed_at,
            raw_app_meta_data, raw_user_meta_data
          )
          values (
            ${id}, 'authenticated', ${attributes.role ?? 'authenticated'}, ${address}, ${phone ?? null},
            ${secret}, ${attributes.email_confirm ? new Date() : null},
            ${attributes.phone_confirm ? new Date() : null},
            ${object({ provider: 'email', providers: ['email'], ...attributes.app_metadata })},
            ${object(attributes.user_metadata)}
          )
        `;
        await transaction`
          insert into auth.identities (id, provider, provider_id, user_id, identity_data)
          values (
            ${randomUUID()}, ${address ? 'email' : 'phone'}, ${id}, ${id},
            ${object({ sub: id, email: address, phone, email_verified: true })}
          )
        `;
      });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '23505') {
        return failure(
          422,
          'email_exists',
          'A user with this email address has already been registered',
        );
      }
      return failure(
        500,
        'unexpected_failure',
        `Database error creating new user: ${message(error)}`,
      );
    }
    return json(200, await find(id));
  }

  async function update(id: string, attributes: Attributes): Promise<Response> {
    const user = await find(id);
    if (!user) return notFound();
    const banned = attributes.ban_duration;
    await sql`
      update auth.users set
        email = coalesce(${attributes.email?.toLowerCase() ?? null}, email),
        phone = coalesce(${attributes.phone ?? null}, phone),
        role = coalesce(${attributes.role ?? null}, role),
        encrypted_password = coalesce(
          ${attributes.password === undefined ? null : await hash(attributes.password, 10)},
          encrypted_password
        ),
        email_confirmed_at = case when ${attributes.email_confirm ?? false}
          then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
        banned_until = case
          when ${banned ?? null}::text is null then banned_until
          when ${banned ?? null}::text = 'none' then null
          else now() + ${banned === 'none' ? null : (banned ?? null)}::interval
        end,
        raw_app_meta_data = raw_app_meta_data || ${object(attributes.app_metadata)},
        raw_user_meta_data = raw_user_meta_data || ${object(attributes.user_metadata)},
        updated_at = now()
      where id = ${id}
    `;
    return json(200, await find(id));
  }

  async function remove(id: string, isSoft: boolean): Promise<Response> {
    if (!(await find(id))) return notFound();
    try {
      if (isSoft) {
        await sql`
          update auth.users
          set deleted_at = now(), email = null, phone = null, encrypted_password = null,
            raw_user_meta_data = '{}'
          where id = ${id}
        `;
        await sql`delete from auth.sessions where user_id = ${id}`;
      } else {
        await sql`delete from auth.users where id = ${id}`;
      }
    } catch (error) {
      return failure(500, 'unexpected_failure', `Database error deleting user: ${message(error)}`);
    }
    return json(200, {});
  }

  async function list(url: URL): Promise<Response> {
    const page = Math.max(1, Number(url.searchParams.get('page') ?? 1) || 1);
    const size = Math.min(1000, Math.max(1, Number(url.searchParams.get('per_page') ?? 50) || 50));
    const users = await sql`
      select ${columns} from auth.users
      order by created_at desc, id limit ${size} offset ${(page - 1) * size}
    `;
    const [row] = await sql<{ total: number }[]>`select count(*)::int as total from auth.users`;
    const total = row?.total ?? 0;
    const last = Math.max(1, Math.ceil(total / size));
    const link = (to: number, rel: string): string =>
      `</admin/users?page=${to}&per_page=${size}>; rel="${rel}"`;
    return json(
      200,
      { users, aud: 'authenticated' },
      {
        'X-Total-Count': String(total),
        Link: [...(page < last ? [link(page + 1, 'next')] : []), link(last, 'last')].join(', '),
      },
    );
  }

  const object = (value: Record<string, unknown> | undefined) =>
    sql.json((value ?? {}) as postgres.JSONValue);

  return async (request: Request, url: URL): Promise<Response> => {
    const [, id] = /^\/auth\/v1\/admin\/users(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    if (!/^\/auth\/v1\/admin\/users(\/|$)/.test(url.pathname)) {
      return failure(404, 'not_found', 'The local stack has no such admin endpoint');
    }
    if (id !== undefined && !/^[0-9a-f-]{36}$/i.test(id)) {
      return failure(400, 'validation_failed', '@id must be an UUID');
    }
    const body = async (): Promise<Attributes & { should_soft_delete?: boolean }> => {
      const text = await request.text();
      return text ? (JSON.parse(text) as Attributes) : {};
    };
    if (id === undefined && request.method === 'POST') return create(await body());
    if (id === undefined && request.method === 'GET') return list(url);
    if (id !== undefined && request.method === 'GET') {
      const user = await find(id);
      return user ? json(200, user) : notFound();
    }
    if (id !== undefined && request.method === 'PUT') return update(id, await body());
    if (id !== undefined && request.method === 'DELETE') {
      return remove(id, (await body()).should_soft_delete ?? false);
    }
    return failure(405, 'not_allowed', `${request.method} is not allowed here`);
  };
}

const message = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const notFound = (): Response => failure(404, 'user_not_found', 'User not found');

const failure = (status: number, code: string, text: string): Response =>
  json(status, { code: status, error_code: code, msg: text });
