import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { livesIn } from './lives.ts';
import type { Making } from './making.ts';
import type { People } from './people.ts';
import { place } from './set-pieces.ts';

const n = sql.ref('n');

/** Writes the few who hold a role besides being audience (R6). */
export async function createRoles(tenant: Tenant, making: Making, people: People): Promise<void> {
  const { draw, catalogue } = making;
  await sql`
    with lives as (${livesIn(making, people)})
    insert into contact_roles (institution_id, contact_id, role, valid_until)
    select ${catalogue.institution.id}, id,
           case ${place} when 11 then 'guide' when 23 then 'supplier' else ${draw.oneOf(n, 'role', ['guide', 'supplier', 'partner'])} end,
           case when ${place} = 11 or ${draw.uniform(n, 'role ends')} < 0.5 and ${place} <> 23 then null
                when ${place} = 23 or ${draw.uniform(n, 'role ends')} < 0.8 then ${catalogue.today}::date - 1 - ${draw.whole(n, 'role until', 900)}
                else ${catalogue.today}::date + ${draw.whole(n, 'role until', 900)} end
      from lives
     where ${place} in (11, 23) or ${place} >= 25 and ${draw.uniform(n, 'has role')} < 0.006`.execute(tenant);
}

/** Writes debts (positive) and credits (negative): one contact in a hundred (R5). */
export async function createBalances(tenant: Tenant, making: Making, people: People): Promise<void> {
  const { draw, catalogue } = making;
  const { institution } = catalogue;
  const amount = sql`(500 + 100 * ${draw.whole(n, 'amount', 150)})`;
  await sql`
    with lives as (${livesIn(making, people)})
    insert into balances (institution_id, contact_id, organisation_id, currency, amount_minor)
    select ${institution.id}, id,
           (${catalogue.organisations}::bigint[])[1 + ${draw.whole(n, 'balance with', catalogue.organisations.length)}], ${institution.currency},
           case when ${place} in (0, 17) then ${amount}
                when ${place} = 19 or ${draw.uniform(n, 'in debt')} < 0.4 then -${amount} else ${amount} end
      from lives
     where ${place} in (0, 17, 19)
        or ${place} >= 25 and ${draw.uniform(n, 'has balance')} < case kind when 'structure' then 0.05 else 0.004 end`.execute(
    tenant,
  );
}
