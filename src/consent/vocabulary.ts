import type { Authorisation, AuthorisationEvent } from './authorisations.ts';

/** A node of JSON-LD; the terms are those of `CONTEXT`. */
export type Node = { [term: string]: string | number | Node | Node[] };

/**
 * The Data Privacy Vocabulary 2 (W3C community group), its extensions for the GDPR and for personal data, and Dublin
 * Core. Written out, because a document that has to fetch its context is not proof of anything.
 */
export const CONTEXT: Node = {
  '@version': 1.1,
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  pd: 'https://w3id.org/dpv/pd#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  // what the vocabulary has no word for: the three values before and after, and who wrote them down
  rappel: 'urn:rappel:consent#',
  'dct:created': { '@type': 'xsd:dateTime' },
  'dct:modified': { '@type': 'xsd:dateTime' },
  'dct:date': { '@type': 'xsd:dateTime' },
  'dpv:isIndicatedAtTime': { '@type': 'xsd:dateTime' },
};

/** The profile of the guide to ISO/IEC TS 27560 with DPV. */
export const SCHEMA = 'https://w3id.org/dpv/schema/dpv-27560#record';

const term = (id: string): Node => ({ '@id': id });

const marketing = term('dpv:Marketing');
const direct = term('dpv:DirectMarketing');

/** What each authorisation is about. A channel is direct marketing with the data that it takes. */
export const purposes: Record<Authorisation, Node> = {
  institution: { 'dpv:hasPurpose': marketing, 'dpv:hasPersonalData': term('pd:Contact') },
  'third-parties': {
    'dpv:hasPurpose': marketing,
    'dpv:hasPersonalData': term('pd:Contact'),
    'dpv:hasProcessing': term('dpv:Share'),
    'dpv:hasRecipient': { '@type': 'dpv:ThirdParty' },
  },
  partners: {
    'dpv:hasPurpose': {
      '@type': 'dpv:Marketing',
      'dct:description': 'Offers from partners, sent by the controller',
    },
    'dpv:hasPersonalData': term('pd:Contact'),
  },
  email: { 'dpv:hasPurpose': direct, 'dpv:hasPersonalData': term('pd:EmailAddress') },
  sms: {
    'dpv:hasPurpose': { '@type': 'dpv:DirectMarketing', 'dct:description': 'By text message' },
    'dpv:hasPersonalData': term('pd:TelephoneNumber'),
  },
  phone: {
    'dpv:hasPurpose': { '@type': 'dpv:DirectMarketing', 'dct:description': 'By telephone call' },
    'dpv:hasPersonalData': term('pd:TelephoneNumber'),
  },
  post: { 'dpv:hasPurpose': direct, 'dpv:hasPersonalData': term('pd:PhysicalAddress') },
};

/**
 * The state of consent after a change. "No" after "yes" is a withdrawal where the person said so, and a revocation where
 * the institution corrected itself; "no" without a "yes" before it is a refusal.
 */
export function statusOf(
  { before, after, by, requested }: AuthorisationEvent,
  earlier: AuthorisationEvent[],
): string {
  switch (after) {
    case 'yes':
      return earlier.some((event) => event.after === 'yes') ? 'dpv:RenewedConsentGiven' : 'dpv:ConsentGiven';
    case 'no':
      if (before !== 'yes') return 'dpv:ConsentRefused';
      return by === 'operator' && !requested ? 'dpv:ConsentRevoked' : 'dpv:ConsentWithdrawn';
    case 'none':
      return 'dpv:ConsentUnknown';
  }
}
