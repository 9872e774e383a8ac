import { authorisations } from './authorisations.ts';
import { balances } from './balances.ts';
import { clicks } from './clicks.ts';
import type { Columns } from './columns.ts';
import { contacts } from './contacts.ts';
import { criteria } from './criteria.ts';
import type { ImportKind } from './kind.ts';
import { orders } from './orders.ts';
import { waitingList } from './waiting-list.ts';

const kinds = {
  contacts,
  orders,
  'waiting-list': waitingList,
  balances,
  authorisations,
  criteria,
  clicks,
} as const;

export type Kind = keyof typeof kinds;

/** The kinds of files, in the order in which a base is brought in. */
export const importKinds = Object.keys(kinds) as [Kind, ...Kind[]];

export const kindOf = (kind: Kind): ImportKind<Columns> => kinds[kind] as unknown as ImportKind<Columns>;
