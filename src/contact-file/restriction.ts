import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { inOpenFile, type Reader } from './open.ts';
import { contactWritten } from './written.ts';

/**
 * Restricts the processing of a person's data (art. 18 GDPR): it is stored and nothing else, so the batch spares it (R6)
 * and campaigns leave it out.
 * @param reason is kept with the contact and goes with it
 * @throws DomainError `restriction-exists`, `restriction-of-structure`, `unknown-contact`, `closed-contact`
 */
export async function restrictContact(
  database: Database,
  institution: Institution,
  number: string,
  { reader, reason }: { reader: Reader; reason: string },
): Promise<void> {
  await inOpenFile(
    database,
    institution,
    number,
    reader,
    async ({ tenant, id, kind }) => {
      if (kind === 'structure') {
        throw new DomainError('restriction-of-structure', 'the right to restriction is that of persons');
      }
      const { rows } = await sql`
        update contacts set restricted_on = ${today(institution, reader.now)}
         where institution_id = ${institution.id} and id = ${id} and restricted_on is null returning id`.execute(
        tenant,
      );
      if (rows.length === 0)
        throw new DomainError('restriction-exists', 'the processing is restricted already');
      await sql`
        insert into contact_restrictions (institution_id, contact_id, restricted_at, restricted_by, reason)
        values (${institution.id}, ${id}, ${reader.now}, ${`operator:${reader.operatorId}`}, ${reason})`.execute(
        tenant,
      );
      await contactWritten(tenant, {
        institutionId: institution.id,
        contactId: id,
        operatorId: reader.operatorId,
        now: reader.now,
        action: 'contact.restrict',
      });
    },
    { lock: true },
  );
}

/** @throws DomainError `not-restricted`, `unknown-contact`, `closed-contact` */
export async function liftRestriction(
  database: Database,
  institution: Institution,
  number: string,
  { reader, reason }: { reader: Reader; reason: string },
): Promise<void> {
  await inOpenFile(
    database,
    institution,
    number,
    reader,
    async ({ tenant, id }) => {
      const by = `operator:${reader.operatorId}`;
      const { rows } = await sql<{ since: string }>`
        update contacts c set restricted_on = null
          from (select id, restricted_on as since from contacts
                 where institution_id = ${institution.id} and id = ${id} and restricted_on is not null) before
         where c.institution_id = ${institution.id} and c.id = before.id returning before.since`.execute(
        tenant,
      );
      const [lifted] = rows;
      if (lifted === undefined) throw new DomainError('not-restricted', 'the processing is not restricted');
      const open = await sql`
        update contact_restrictions set lifted_at = ${reader.now}, lifted_by = ${by}, lift_reason = ${reason}
         where institution_id = ${institution.id} and contact_id = ${id} and lifted_at is null returning id`.execute(
        tenant,
      );
      // one that came by an import has no row of its own: its lifting is written down all the same
      if (open.rows.length === 0) {
        await sql`
          insert into contact_restrictions
                 (institution_id, contact_id, restricted_at, restricted_by, reason, lifted_at, lifted_by, lift_reason)
          values (${institution.id}, ${id}, ${lifted.since}::date::timestamp at time zone ${institution.timeZone}, 'import', '',
                  ${reader.now}, ${by}, ${reason})`.execute(tenant);
      }
      await contactWritten(tenant, {
        institutionId: institution.id,
        contactId: id,
        operatorId: reader.operatorId,
        now: reader.now,
        action: 'contact.lift-restriction',
      });
    },
    { lock: true },
  );
}
