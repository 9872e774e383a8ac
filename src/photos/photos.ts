import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type AskedContact, openContact } from '../contacts/contacts.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';
import { encodePortrait } from '../pictures/pictures.ts';

/** How a contact gave its consent to the photo (R15). */
export const consentWays = ['spoken', 'written', 'form'] as const;
export type ConsentWay = (typeof consentWays)[number];

/** The consents to a contact's photo, the newest first; the picture stands while the newest is not withdrawn. */
export interface PhotoConsent {
  how: ConsentWay;
  confirmedAt: Date;
  /** The operator who confirmed it. */
  confirmedBy: string;
  withdrawnAt: Date | null;
}

interface By {
  now: Date;
  operatorId: number;
}

/**
 * Keeps a photo in place of the one before, with the consent that the operator confirms (R15).
 * @throws DomainError `photo-without-consent`, `not-a-picture`, `picture-too-large`, `photo-of-structure`, of `openContact`
 */
export async function savePhoto(
  database: Database,
  institution: Institution,
  asked: AskedContact,
  { picture, consent }: { picture: Uint8Array; consent: ConsentWay | undefined },
  by: By,
): Promise<void> {
  if (consent === undefined) {
    throw new DomainError('photo-without-consent', 'a photo is saved with the consent of its contact only');
  }
  // Outside of the transaction: it takes its time, and the embedded database has one session.
  const normalised = await encodePortrait(picture);
  await inInstitution(database, institution.id, async (tenant) => {
    const contactId = await personOf(tenant, institution.id, asked);
    await removePicture(tenant, institution.id, contactId);
    const { rows } = await sql<{ id: number }>`
      insert into photo_consents (institution_id, contact_id, given_how, confirmed_at, confirmed_by)
      values (${institution.id}, ${contactId}, ${consent}, ${by.now}, ${by.operatorId})
      returning id`.execute(tenant);
    await sql`
      insert into contact_photos (institution_id, contact_id, consent_id, picture, saved_at)
      values (${institution.id}, ${contactId}, ${rows[0]?.id}, ${normalised}, ${by.now})`.execute(tenant);
    await auditPhoto(tenant, institution.id, 'photo.save', contactId, by);
  });
}

/** The picture as WebP. @throws DomainError `unknown-photo`, of `openContact` */
export async function selectPhoto(
  database: Database,
  institution: Institution,
  asked: AskedContact,
): Promise<Buffer> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, asked);
    const { rows } = await sql<{ picture: Buffer }>`
      select picture from contact_photos
       where institution_id = ${institution.id} and contact_id = ${contactId}`.execute(tenant);
    if (rows[0] === undefined) throw unknownPhoto();
    return rows[0].picture;
  });
}

/** @throws DomainError of `openContact` */
export async function selectPhotoConsents(
  database: Database,
  institution: Institution,
  asked: AskedContact,
): Promise<PhotoConsent[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, asked);
    const { rows } = await sql<PhotoConsent>`
      select p.given_how as how, p.confirmed_at as "confirmedAt", o.name as "confirmedBy",
             p.withdrawn_at as "withdrawnAt"
        from photo_consents p
        join operators o on o.institution_id = ${institution.id} and o.id = p.confirmed_by
       where p.institution_id = ${institution.id} and p.contact_id = ${contactId}
       order by p.id desc`.execute(tenant);
    return rows;
  });
}

/** The contact withdraws its consent: the picture is deleted, the proof stays (R15). @throws DomainError `unknown-photo` */
export async function withdrawPhotoConsent(
  database: Database,
  institution: Institution,
  asked: AskedContact,
  by: By,
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    const { id: contactId } = await openContact(tenant, institution.id, asked);
    if (!(await removePicture(tenant, institution.id, contactId))) throw unknownPhoto();
    await sql`
      update photo_consents set withdrawn_at = ${by.now}
       where institution_id = ${institution.id} and contact_id = ${contactId} and withdrawn_at is null`.execute(
      tenant,
    );
    await auditPhoto(tenant, institution.id, 'photo.withdraw', contactId, by);
  });
}

/** @returns whether there was a picture */
async function removePicture(tenant: Tenant, institutionId: number, contactId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from contact_photos
     where institution_id = ${institutionId} and contact_id = ${contactId}`.execute(tenant);
  return numAffectedRows === 1n;
}

async function personOf(tenant: Tenant, institutionId: number, asked: AskedContact): Promise<number> {
  const { id, kind } = await openContact(tenant, institutionId, asked, { lock: 'update' });
  if (kind === 'structure') throw new DomainError('photo-of-structure', 'a structure has no face');
  return id;
}

async function auditPhoto(tenant: Tenant, institutionId: number, action: string, contactId: number, by: By) {
  await audit(tenant, institutionId, by.now, {
    actor: `operator:${by.operatorId}`,
    action,
    subject: `contact:${contactId}`,
  });
}

const unknownPhoto = () => new DomainError('unknown-photo', 'this contact has no photo');
