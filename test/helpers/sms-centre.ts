import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

/** A message as it came, its text decoded from its bytes. */
interface Submitted {
  to: string;
  from: string;
  text: string;
  id: string;
  dataCoding: number;
  receipt: boolean;
  /** Which part of how many; undefined: it is whole. */
  part: { reference: number; of: number; number: number } | undefined;
}

/** A provider of text messages on loopback, which speaks SMPP. */
export class SmsCentre {
  readonly received: Submitted[] = [];
  readonly sessions: Session[] = [];
  /** How often somebody signed in. */
  binds = 0;
  /** The status that a message is answered with; 0: taken. One that never comes: no answer. */
  answerTo: (to: string) => Promise<number> = async () => 0;
  /** Whether it answers questions whether it is still there. */
  isAlive = true;
  readonly #server: Server;
  /** In what it calls its messages: another one calls none the same. */
  readonly #name = randomUUID().slice(0, 8);
  #ids = 0;
  /** Who signed in last to receive. */
  #receiver: Session | undefined;

  private constructor() {
    this.#server = smpp.createServer((session) => {
      this.sessions.push(session);
      session.on('error', () => session.destroy());
      const bind = (pdu: Pdu) => {
        const wrong = pdu.system_id !== 'rappel' || pdu.password !== 's:cret';
        if (!wrong) this.binds += 1;
        session.send(pdu.response({ command_status: wrong ? 0x0e : 0 }));
      };
      session.on('bind_transceiver', (pdu: Pdu) => {
        this.#receiver = session;
        bind(pdu);
      });
      session.on('bind_transmitter', bind);
      session.on('enquire_link', (pdu: Pdu) => {
        if (this.isAlive) session.send(pdu.response());
      });
      session.on('unbind', (pdu: Pdu) => {
        session.send(pdu.response());
        session.socket.end();
      });
      session.on('submit_sm', (pdu: Pdu) => void this.#take(session, pdu));
    });
  }

  /** @param port 0: any */
  static async listen(port = 0): Promise<SmsCentre> {
    const centre = new SmsCentre();
    centre.#server.listen(port, '127.0.0.1');
    await once(centre.#server, 'listening');
    return centre;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `smpp://rappel:s%3Acret@127.0.0.1:${this.port}`;
  }

  /** Brings a message of somebody. @returns the status it is answered with */
  async bring(from: string, text: string): Promise<number> {
    return await this.#deliver({ source_addr: from, source_addr_ton: 1, esm_class: 0, short_message: text });
  }

  /** Brings a receipt. @returns the status it is answered with */
  async receipt(
    id: string,
    state: string,
    { from, error = '000' }: { from?: string; error?: string } = {},
  ): Promise<number> {
    const text = `id:${id} sub:001 dlvrd:001 submit date:2611281000 done date:2611281001 stat:${state} err:${error} text:Bonjour`;
    return await this.#deliver({ source_addr: from ?? '', esm_class: 4, short_message: text });
  }

  /** Breaks every connection. */
  hangUp(): void {
    for (const session of this.sessions.splice(0)) session.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.hangUp();
    await closed;
  }

  async #take(session: Session, pdu: Pdu): Promise<void> {
    const to = pdu.destination_addr ?? '';
    const status = await this.answerTo(to);
    if (status !== 0) {
      session.send(pdu.response({ command_status: status }));
      return;
    }
    this.#ids += 1;
    const id = `${this.#name}-${this.#ids}`;
    const udh = pdu.short_message?.udh?.[0];
    this.received.push({
      to,
      from: pdu.source_addr ?? '',
      text: String(pdu.short_message?.message ?? ''),
      id,
      dataCoding: pdu.data_coding ?? 0,
      receipt: pdu.registered_delivery === 1,
      part: udh && { reference: udh[2] as number, of: udh[3] as number, number: udh[4] as number },
    });
    session.send(pdu.response({ message_id: id }));
  }

  async #deliver(parameters: Record<string, unknown>): Promise<number> {
    const session = this.#receiver as Session;
    const answer = await new Promise<Pdu>((resolve) =>
      session.deliver_sm({ destination_addr: '36111', ...parameters }, resolve),
    );
    return answer.command_status;
  }
}
