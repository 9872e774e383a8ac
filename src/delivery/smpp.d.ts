/** What is used of smpp 0.5.1, which has no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  /** A unit of the protocol; the names are those of SMPP 3.4. */
  export interface Pdu {
    command: string;
    command_status: number;
    sequence_number: number;
    message_id?: string;
    system_id?: string;
    password?: string;
    source_addr?: string;
    source_addr_ton?: number;
    destination_addr?: string;
    esm_class?: number;
    data_coding?: number;
    registered_delivery?: number;
    short_message?: { message: string | Buffer; udh?: Buffer[] };
    message_payload?: { message: string | Buffer } | Buffer;
    receipted_message_id?: string;
    message_state?: number;
    network_error_code?: Buffer;
    isResponse(): boolean;
    response(parameters?: Record<string, unknown>): Pdu;
  }

  type Send = (parameters: Record<string, unknown>, answered?: (answer: Pdu) => void) => boolean;

  export interface Session extends EventEmitter {
    socket: Socket;
    send(pdu: Pdu): boolean;
    bind_transceiver: Send;
    bind_transmitter: Send;
    submit_sm: Send;
    deliver_sm: Send;
    enquire_link(answered?: (answer: Pdu) => void): boolean;
    unbind(answered?: (answer: Pdu) => void): boolean;
    destroy(): void;
  }

  interface Coding {
    encode(text: string): Buffer;
  }

  const smpp: {
    connect(options: { host: string; port: number; tls: boolean; servername?: string }): Session;
    createServer(listener: (session: Session) => void): NetServer;
    encodings: { ASCII: Coding; UCS2: Coding };
  };
  export default smpp;
}
