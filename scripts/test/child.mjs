// A child for the tests of the supervisor: `node child.mjs PORT` answers on PORT until it is told /hang, and starts a child of its own.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

if (process.argv[2] === 'fail') {
  console.error('Port 4711 is taken.');
  process.exit(3);
}
const own = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
createServer((request, response) => {
  if (request.url === '/hang') for (;;);
  if (request.url === '/die') process.exit(7);
  response.end(JSON.stringify({ pid: process.pid, own: own.pid }));
}).listen(Number(process.argv[2]), '127.0.0.1');
