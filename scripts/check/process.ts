import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export interface ProcessResult {
  code: number;
  stdout: string;
  /** Both streams, as they came. */
  output: string;
}

/** Runs a program that npm installed, without a shell in between and without colours. */
export function runTool(name: string, args: readonly string[]): Promise<ProcessResult> {
  const isWindows = process.platform === 'win32';
  const program = resolve('node_modules', '.bin', isWindows ? `${name}.cmd` : name);
  return new Promise((done, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    let stdout = '';
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => done({ code: code ?? 1, stdout, output }));
  });
}
