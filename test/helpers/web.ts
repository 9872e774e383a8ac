import type { LightMyRequestResponse } from 'fastify';
import type { Logger } from 'pino';
import { readConfig } from '../../src/config.ts';
import { readOutgoing } from '../../src/delivery/delivery.ts';
import { buildServer, type Server } from '../../src/http/http.ts';
import { installJobs, type Jobs, startJobs } from '../../src/jobs/jobs.ts';
import { createLog } from '../../src/log.ts';
import { openMail } from '../../src/messages/messages.ts';
import { createOperator, type Profile } from '../../src/operators/operators.ts';
import { SetUpLink } from '../../src/set-up/set-up.ts';
import type { TestDatabase } from './database.ts';
import { Venue } from './venue.ts';

/** A server without worker; what it leaves to jobs is refused, and a test that needs them opens a `Web`. */
export async function serverFor(
  test: TestDatabase,
  log: Logger,
  setUpLink = new SetUpLink(),
): Promise<Server> {
  const noJobs = () => {
    throw new Error('this server has no jobs: open a Web');
  };
  const jobs = {
    carryOut: noJobs,
    deliver: noJobs,
    sendCampaign: noJobs,
    findDuplicates: noJobs,
    schedule: noJobs,
    unschedule: noJobs,
    nextMoments: noJobs,
  };
  const config = readConfig({ RAPPEL_DATA: test.folder });
  return await buildServer({ database: test.database, config, version: '1.2.3', jobs, setUpLink }, log);
}

const SECRET = 'a secret that is long enough to be one';

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
}

/** A venue with its web server and worker, asked without a socket. */
export class Web {
  readonly venue: Venue;
  readonly server: Server;
  readonly setUpLink: SetUpLink;
  readonly logged: string[];
  readonly #jobs: Jobs;

  private constructor(venue: Venue, server: Server, jobs: Jobs, setUpLink: SetUpLink, logged: string[]) {
    this.venue = venue;
    this.server = server;
    this.#jobs = jobs;
    this.setUpLink = setUpLink;
    this.logged = logged;
  }

  /**
   * @param settings environment variables beside those that every test has
   * @param options.sends whether its worker sends campaigns
   */
  static async open(settings: Record<string, string> = {}, { sends = false } = {}): Promise<Web> {
    const venue = await Venue.open();
    const logged: string[] = [];
    const log = createLog({ write: (line) => logged.push(line) });
    await installJobs(venue.database);
    const config = readConfig({
      RAPPEL_DATA: venue.test.folder,
      RAPPEL_LEDGER: venue.ledgerFile,
      RAPPEL_SECRET: SECRET,
      ...settings,
    });
    const work = {
      ledgerFile: venue.ledgerFile,
      patienceSeconds: 5,
      pollingSeconds: 1,
      mail: openMail(config),
      outgoing: sends ? readOutgoing(config, SECRET) : undefined,
      publicUrl: config.publicUrl,
    };
    const jobs = await startJobs(venue.database, log, work, []);
    const setUpLink = new SetUpLink();
    const context = { database: venue.database, config, version: '1.2.3', jobs: jobs.queue, setUpLink };
    return new Web(venue, await buildServer(context, log), jobs, setUpLink, logged);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.#jobs.stop();
    await this.venue.close();
  }

  /** Signs a new operator in. @returns what asks in its name */
  async as(profile: Profile, email = `${profile}@example.org`): Promise<Asker> {
    const password = 'correct horse battery staple';
    const by = { now: new Date(), actor: 'system' };
    const wanted = { email, name: profile, password, profile, locale: 'fr' };
    await createOperator(this.venue.database, this.venue.institution, wanted, by);
    const signedIn = await this.ask('/api/session', { method: 'POST', body: { email, password } });
    const cookie = `rappel=${signedIn.cookies[0]?.value}`;
    return (url, call = {}) => this.ask(url, { ...call, headers: { cookie, ...call.headers } });
  }

  readonly ask: Asker = (url, { method = 'GET', body, headers = {} } = {}) =>
    this.server.inject({ url, method, headers, ...(body === undefined ? {} : { payload: body as object }) });
}

export type Asker = (url: string, call?: Call) => Promise<LightMyRequestResponse>;
