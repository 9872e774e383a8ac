import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

// A mail server that only counts: says its address, and at each line of its input how many messages came since the last one.
let count = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, _, answer) {
    stream.on('end', () => {
      count += 1;
      answer();
    });
    stream.resume();
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => {
  console.log(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
});
process.stdin.on('data', () => {
  console.log(count);
  count = 0;
});
process.stdin.on('end', () => process.exit());
