import {
  contactActivity,
  contactBase,
  contactLink,
  goesWith,
  kept,
  observed,
  provided,
  type TableEntry,
  technical,
} from './map-words.ts';

const secret = kept('a hash of a secret; goes with the row');
const notYet = (what: string) =>
  kept(
    `${what} of somebody who has not proved the e-mail: no contact yet; the row is removed when it expires`,
  );

/** The accounts of the shops' customers, and what they approved there. */
export const customerTables: Record<string, TableEntry> = {
  customer_accounts: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      email: contactBase('E-mail du compte', 'E-mail of the account', 'identifying'),
      password_hash: secret,
      created_at: observed(contactBase('Compte créé le', 'Account created at')),
      locale: contactBase('Langue du compte', 'Language of the account'),
      last_sign_in_at: observed(contactActivity('Dernière connexion', 'Last sign-in')),
    },
  },
  customer_sessions: {
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      token_hash: secret,
      contact_id: contactLink,
      created_at: contactActivity('Connexion le', 'Signed in at'),
      last_seen_at: contactActivity('Vu le', 'Seen at'),
      expires_at: technical,
    },
  },
  customer_links: {
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      token_hash: secret,
      contact_id: contactLink,
      kind: contactActivity('Lien envoyé', 'Link sent'),
      new_email: provided(contactBase('Nouvel e-mail', 'New e-mail', 'identifying')),
      created_at: contactActivity('Lien envoyé le', 'Link sent at'),
      expires_at: technical,
    },
  },
  policy_approvals: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      id: technical,
      contact_id: contactLink,
      point_of_sale_id: contactActivity('Point de vente', 'Point of sale'),
      approved_at: contactActivity('Politique approuvée le', 'Policy approved at'),
      address: contactActivity('Adresse de la politique', 'Address of the policy'),
      policy_version_id: contactActivity('Texte approuvé', 'Text approved'),
    },
  },
  contact_friends: {
    links: [
      { column: 'contact_id', delete: 'row', anonymise: 'row' },
      { column: 'friend_id', delete: 'row', anonymise: 'row' },
    ],
    columns: { institution_id: technical, contact_id: contactLink, friend_id: contactLink },
  },
};

/** Tied to no contact: nobody is one before the e-mail is proved. */
export const signUpTables: Record<string, TableEntry> = {
  customer_sign_ups: {
    links: [],
    columns: {
      institution_id: technical,
      token_hash: secret,
      point_of_sale_id: technical,
      email: notYet('the e-mail'),
      password_hash: secret,
      first_name: notYet('the first name'),
      last_name: notYet('the last name'),
      locale: notYet('the language'),
      created_at: technical,
      expires_at: technical,
      approved_at: notYet('the approval'),
      approved_address: notYet('the approval'),
      approved_version_id: notYet('the approval'),
      answers: notYet('the answers'),
    },
  },
};
