import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { MOST_OF_NOTE, tidied } from './free-text.ts';

/** One of the notes on a contact (R16). Writing, changing or deleting one is no activity of the contact (R1). */
export interface Note {
  id: number;
  text: string;
  writtenAt: Date;
  /** The name of the operator who wrote it. */
  author: string;
  changedAt: Date | null;
  /** Grows with each change; who changes or deletes says which one was read. */
  version: number;
}

/** Who writes, and when. */
interface By {
  operatorId: number;
  now: Date;
}

const columns = (institutionId: number) => sql`
  n.id, n.text, n.written_at as "writtenAt", n.changed_at as "changedAt", n.version,
  (select o.name from operators o where o.institution_id = ${institutionId} and o.id = n.operator_id) as author`;

/**
 * The notes on a contact, the newest first.
 * @param page.before the id of the last note of the page before; none: from the newest
 * @throws DomainError `unknown-contact`
 */
export async function selectNotes(
  database: Database,
  institution: Institution,
  contact: AskedContact,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<Note[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, contact);
    const { rows } = await sql<Note>`
      select ${columns(institution.id)} from contact_notes n
       where n.institution_id = ${institution.id} and n.contact_id = ${contactId}
         and n.id < ${before ?? Number.MAX_SAFE_INTEGER}
       order by n.id desc limit ${limit}`.execute(tenant);
    return rows;
  });
}

/** @throws DomainError `unknown-contact`, `note-empty`, `note-too-long` */
export async function writeNote(
  database: Database,
  institution: Institution,
  contact: AskedContact,
  text: string,
  by: By,
): Promise<Note> {
  const tidy = tidyNote(text);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, contact);
    const { rows } = await sql<{ id: number }>`
      insert into contact_notes (institution_id, contact_id, text, written_at, operator_id)
      values (${institution.id}, ${contactId}, ${tidy}, ${by.now}, ${by.operatorId}) returning id`.execute(
      tenant,
    );
    const noteId = rows[0]?.id as number;
    await auditNote(tenant, institution, 'note.create', { noteId, contactId }, by);
    return await selectNote(tenant, institution, noteId);
  });
}

/**
 * Puts another text in the place of the one that was read; the same text changes nothing.
 * @param version of the note as it was read
 * @throws DomainError `unknown-contact`, `unknown-note`, `note-empty`, `note-too-long`, and `stale` where somebody else
 *   changed it since it was read
 */
export async function changeNote(
  database: Database,
  institution: Institution,
  note: { contact: AskedContact; noteId: number; version: number },
  text: string,
  by: By,
): Promise<Note> {
  const tidy = tidyNote(text);
  return await inInstitution(database, institution.id, async (tenant) => {
    const found = await lockNote(tenant, institution, note);
    if (found.text !== tidy) {
      await sql`
        update contact_notes set text = ${tidy}, changed_at = ${by.now}, version = version + 1
         where institution_id = ${institution.id} and id = ${note.noteId}`.execute(tenant);
      await auditNote(tenant, institution, 'note.change', { noteId: note.noteId, ...found }, by);
    }
    return await selectNote(tenant, institution, note.noteId);
  });
}

/** @throws DomainError `unknown-contact`, `unknown-note`, and `stale` as `changeNote` */
export async function deleteNote(
  database: Database,
  institution: Institution,
  note: { contact: AskedContact; noteId: number; version: number },
  by: By,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const found = await lockNote(tenant, institution, note);
    await sql`delete from contact_notes
               where institution_id = ${institution.id} and id = ${note.noteId}`.execute(tenant);
    await auditNote(tenant, institution, 'note.delete', { noteId: note.noteId, ...found }, by);
  });
}

async function selectNote(tenant: Tenant, institution: Institution, noteId: number): Promise<Note> {
  const { rows } = await sql<Note>`
    select ${columns(institution.id)} from contact_notes n
     where n.institution_id = ${institution.id} and n.id = ${noteId}`.execute(tenant);
  return rows[0] as Note;
}

async function lockNote(
  tenant: Tenant,
  institution: Institution,
  { contact, noteId, version }: { contact: AskedContact; noteId: number; version: number },
): Promise<{ contactId: number; text: string }> {
  const { id: contactId } = await openContact(tenant, institution.id, contact);
  const { rows } = await sql<{ text: string; version: number }>`
    select text, version from contact_notes
     where institution_id = ${institution.id} and contact_id = ${contactId} and id = ${noteId}
       for update`.execute(tenant);
  const [found] = rows;
  if (found === undefined) throw new DomainError('unknown-note', 'there is no such note on this contact');
  if (found.version !== version)
    throw new DomainError('stale', 'this note was changed by somebody else since it was read');
  return { contactId, text: found.text };
}

function tidyNote(text: string): string {
  const tidy = tidied(text, MOST_OF_NOTE, 'note-too-long');
  if (tidy === '') throw new DomainError('note-empty', 'a note says something');
  return tidy;
}

async function auditNote(
  tenant: Tenant,
  institution: Institution,
  action: string,
  { noteId, contactId }: { noteId: number; contactId: number },
  { now, operatorId }: By,
): Promise<void> {
  await audit(tenant, institution.id, now, {
    actor: `operator:${operatorId}`,
    action,
    subject: `contact:${contactId}`,
    details: { note: noteId },
  });
}
