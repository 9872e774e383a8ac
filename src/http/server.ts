import { randomUUID } from 'node:crypto';
import { type FastifyBaseLogger, fastify, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { register as account } from '../account/routes.ts';
import { register as batches } from '../batches/routes.ts';
import { register as bi } from '../bi/routes.ts';
import { register as bounces } from '../bounces/routes.ts';
import { register as bulk } from '../bulk/routes.ts';
import { register as campaigns } from '../campaigns/routes.ts';
import { register as catalogue } from '../catalogue/routes.ts';
import { register as consent } from '../consent/routes.ts';
import { register as contactFile } from '../contact-file/routes.ts';
import { register as contacts } from '../contacts/routes.ts';
import { register as criteria } from '../criteria/routes.ts';
import { register as delivery } from '../delivery/routes.ts';
import { register as duplicates } from '../duplicates/routes.ts';
import { register as home } from '../home/routes.ts';
import { register as imports } from '../import/routes.ts';
import { createLog } from '../log.ts';
import { register as messages } from '../messages/routes.ts';
import { register as notes } from '../notes/routes.ts';
import { register as onlinePayments } from '../online-payments/routes.ts';
import { register as operators } from '../operators/routes.ts';
import { register as organisations } from '../organisations/routes.ts';
import { register as photos } from '../photos/routes.ts';
import { register as pictures } from '../pictures/routes.ts';
import { register as pointsOfSale } from '../points-of-sale/routes.ts';
import { register as preferences } from '../preferences/routes.ts';
import { register as processing } from '../processing/routes.ts';
import { register as retention } from '../retention/routes.ts';
import { register as sales } from '../sales/routes.ts';
import { register as shop } from '../shop/routes.ts';
import { register as singleSignOn } from '../single-sign-on/routes.ts';
import { register as subjectAccess } from '../subject-access/routes.ts';
import { register as targets } from '../targets/routes.ts';
import { register as tickets } from '../tickets/routes.ts';
import { register as tracking } from '../tracking/routes.ts';
import { register as views } from '../views/routes.ts';
import { serveBackOffice } from './back-office.ts';
import type { Context, Server } from './context.ts';
import { answerWrongMethods } from './methods.ts';
import { addMetrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { acceptPictures } from './picture-body.ts';
import { answerBrokenRequest, answerWithProblems, frameworkError } from './problems.ts';
import { logRequests } from './request-log.ts';
import { register as operations } from './routes/operations.ts';
import { protect } from './security.ts';
import { guard } from './session.ts';

const parts = [
  operators,
  account,
  singleSignOn,
  organisations,
  home,
  contacts,
  contactFile,
  delivery,
  bounces,
  duplicates,
  consent,
  criteria,
  notes,
  photos,
  processing,
  subjectAccess,
  bi,
  imports,
  bulk,
  batches,
  retention,
  messages,
  sales,
  tickets,
  onlinePayments,
  views,
  catalogue,
  pointsOfSale,
  shop,
  tracking,
  targets,
  pictures,
  campaigns,
  preferences,
];
const MEBIBYTE = 1024 * 1024;

/** The web server, not listening yet: a test asks it with `inject`. It closes without closing the database. */
export async function buildServer(context: Context, log: Logger = createLog()): Promise<Server> {
  const server: Server = fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // A proxy on the same machine says who asks (for the rate limit); nobody else is believed.
    trustProxy: 'loopback',
    bodyLimit: MEBIBYTE,
    // a large import arrives as fast as it is written down; who only holds a connection open is cut at its headers
    requestTimeout: 3_600_000,
    forceCloseConnections: 'idle',
    frameworkErrors: frameworkError,
    clientErrorHandler: answerBrokenRequest,
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);

  logRequests(server);
  const metrics = addMetrics(server, context.database);
  await protect(server, context.config);
  await describeApi(server, context.version);
  await guard(server, context);
  answerWithProblems(server, await serveBackOffice(server));
  const answerMethods = answerWrongMethods(server);

  acceptPictures(server);
  operations(server, context, metrics);
  for (const register of parts) register(server, context);

  answerMethods();
  await server.ready();
  return server;
}
