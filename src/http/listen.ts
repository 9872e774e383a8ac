import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import { DomainError } from '../errors.ts';
import type { Server } from './context.ts';

/** How long open requests may take to finish once the server stops. */
const FINISHING_MS = 10_000;

/**
 * Listens on HOST and PORT.
 * @returns the address to open, and a function that stops listening once the open requests are answered
 * @throws DomainError `port-taken` or `wrong-setting`, whose one line names the variable
 */
export async function listen(
  server: Server,
  config: Config,
): Promise<{ address: string; close(): Promise<void> }> {
  try {
    await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    await server.close();
    throw refusal(error as NodeJS.ErrnoException, config);
  }
  const { port } = server.server.address() as AddressInfo;
  return {
    address: config.port === 0 ? `http://localhost:${port}` : config.publicUrl,
    async close() {
      const impatient = setTimeout(() => server.server.closeAllConnections(), FINISHING_MS);
      await server.close();
      clearTimeout(impatient);
    },
  };
}

function refusal(error: NodeJS.ErrnoException, { host, port }: Config): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new DomainError(
        'port-taken',
        `PORT ${port} on ${host} is taken by another process: set PORT to a free one`,
      );
    case 'EACCES':
      return new DomainError(
        'wrong-setting',
        `PORT ${port} may not be opened by this user: set PORT above 1023`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new DomainError('wrong-setting', `HOST ${host} is no address of this machine`);
    default:
      return error;
  }
}
