import { fold } from './mapping.ts';

/** What other systems write for our fixed values, in French and English (and where it is common, German). */
const MEANINGS: Record<string, Record<string, string[]>> = {
  kind: {
    individual: [
      ...['particulier', 'individu', 'individuel', 'personne', 'personne physique', 'privé', 'p'],
      ...['person', 'private', 'natural person', 'consumer', 'privat', 'privatperson'],
    ],
    structure: [
      ...[
        'société',
        'entreprise',
        'organisation',
        'organisme',
        'association',
        'école',
        'personne morale',
        's',
      ],
      ...['company', 'organization', 'school', 'legal entity', 'business', 'firma', 'b2b'],
    ],
    relay: ['relais', 'correspondant', 'contact de structure', 'representative', 'contact person', 'r'],
  },
  roles: {
    supplier: ['fournisseur', 'fournisseurs', 'vendor'],
    guide: ['guides', 'guide conférencier'],
    exhibitor: ['exposant', 'exposants'],
    partner: ['partenaire', 'partenaires'],
    producer: ['producteur', 'productrice'],
    contractor: ['prestataire', 'sous-traitant', 'mandataire'],
  },
  state: {
    option: ['en option', 'optionné', 'optionnée', 'hold'],
    reserved: ['réservé', 'réservée', 'réservation', 'booked', 'reservation'],
    sold: ['vendu', 'vendue', 'vente', 'payé', 'payée', 'sale', 'paid', 'verkauft', 'bezahlt'],
    expired: ['expiré', 'expirée', 'échu', 'échue', 'lapsed'],
    cancelled: ['annulé', 'annulée', 'annulation', 'canceled', 'refunded', 'storniert'],
    open: ['ouvert', 'ouverte', 'en attente', 'waiting', 'pending'],
    served: ['servi', 'servie', 'satisfait', 'honoré', 'done'],
  },
  authorisation: {
    institution: ['général', 'institution', 'marketing', 'general'],
    'third-parties': ['tiers', 'third party', 'third parties'],
    partners: ['partenaires', 'partenaire', 'partner'],
    email: ['e-mail', 'courriel', 'mail', 'newsletter'],
    sms: ['texto'],
    phone: ['téléphone', 'tél', 'telephone', 'call'],
    post: ['courrier', 'poste', 'mail postal', 'letter'],
  },
  value: {
    yes: ['oui', 'o', 'y', 'true', 'vrai', '1', 'x', 'accepté', 'ja', 'opt-in'],
    no: ['non', 'n', 'false', 'faux', '0', 'refusé', 'nein', 'opt-out'],
    none: ['sans réponse', 'aucun', 'inconnu', 'unknown', 'no answer'],
  },
  by: {
    contact: ['client', 'lui-même', 'customer', 'self'],
    operator: ['opérateur', 'guichet', 'box office', 'staff'],
    import: ['importation'],
  },
};

const folded = new Map<string, Map<string, string>>();

/** What folded texts mean in a column of ours with a fixed list; of others nothing. */
export function meanings(column: string): ReadonlyMap<string, string> {
  let known = folded.get(column);
  if (known === undefined) {
    const own = Object.entries(MEANINGS[column] ?? {});
    known = new Map(own.flatMap(([ours, theirs]) => [ours, ...theirs].map((text) => [fold(text), ours])));
    folded.set(column, known);
  }
  return known;
}
