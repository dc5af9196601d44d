/**
 * The lines of one section of supabase/config.toml. The few settings that the stack reads are plain
 * `name = value` lines, so that no TOML parser is needed.
 */
export function section(toml: string, name: string): string {
  const lines = toml.split('\n');
  const start = lines.findIndex((line) => line.trim() === `[${name}]`);
  if (start === -1) return '';
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('['));
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length).join('\n');
}
