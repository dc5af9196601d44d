/** What the platform gives every function in its environment. */

export function environment(name: string): string {
  const value = Deno.env.get(name);
  if (!value) throw new Error(`the environment lacks ${name}`);
  return value;
}

/** The default one of the project's keys: SUPABASE_PUBLISHABLE_KEYS or SUPABASE_SECRET_KEYS. */
export function keyOf(name: 'SUPABASE_PUBLISHABLE_KEYS' | 'SUPABASE_SECRET_KEYS'): string {
  return (JSON.parse(environment(name)) as { default: string }).default;
}
