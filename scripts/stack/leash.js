import { spawn } from 'node:child_process';
import process from 'node:process';

// Runs a Node program for as long as whoever started this lives. However they end, killed even, the pipe that they hold as its
// input is closed; then the program is ended too, instead of going on where nobody looks.

const child = spawn(process.execPath, process.argv.slice(2), {
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.stdin.on('close', () => child.kill('SIGTERM')).resume();
child.on('exit', (code) => process.exit(code ?? 1));
