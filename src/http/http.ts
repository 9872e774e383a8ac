export type { Server } from './context.ts';
export { listen } from './listen.ts';
export { keptSecret } from './secret.ts';
export { buildServer } from './server.ts';
