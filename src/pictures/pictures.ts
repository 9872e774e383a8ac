import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { encodeIllustration } from './encode.ts';

export { encodePortrait } from './encode.ts';

/** A picture for messages, and the path at which everybody sees it. */
export interface Picture {
  path: string;
  /** In pixels. */
  width: number;
  height: number;
}

/** Below `publicUrl`, and what the route is registered at. */
export const PICTURES_PATH = '/pictures';

/** 128 bits of the digest, in base64url. */
const HASH_LENGTH = 22;
const NAME = /^([1-9]\d{0,15})-([\w-]{22})$/;

/**
 * Keeps a picture for messages, for good. The same one again is the one that is there.
 * @param bytes JPEG, PNG or WebP
 * @throws DomainError `not-a-picture`, `picture-too-large`
 */
export async function addPicture(
  database: Database,
  institution: Institution,
  bytes: Uint8Array,
  by: { now: Date; operatorId: number },
): Promise<Picture> {
  // Outside of the transaction: it takes its time, and the embedded database has one session.
  const { content, mediaType, width, height } = await encodeIllustration(bytes);
  const name = hash('sha256', content, 'base64url').slice(0, HASH_LENGTH);
  await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql`
      insert into pictures (institution_id, hash, media_type, width, height, content, added_by, added_at)
      values (${institution.id}, ${name}, ${mediaType}, ${width}, ${height}, ${content}, ${by.operatorId}, ${by.now})
          on conflict (institution_id, hash) do nothing returning hash`.execute(tenant);
    if (rows.length === 0) return;
    await audit(tenant, institution.id, by.now, {
      actor: `operator:${by.operatorId}`,
      action: 'picture.add',
      subject: `picture:${name}`,
    });
  });
  return { path: pathOf(institution, name), width, height };
}

/**
 * The pictures of an institution, those that were added last first.
 * @param page.before the `hash` of the last of the page before; one that is not there has none after it
 */
export async function selectPictures(
  database: Database,
  institution: Institution,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<(Picture & { hash: string; addedAt: Date })[]> {
  const { rows } = await inInstitution(database, institution.id, (tenant) =>
    sql<{ hash: string; width: number; height: number; addedAt: Date }>`
      select hash, width, height, added_at as "addedAt" from pictures
       where institution_id = ${institution.id}
         and (${before ?? null}::text is null
              or (added_at, hash) < (select p.added_at, p.hash from pictures p
                                      where p.institution_id = ${institution.id} and p.hash = ${before ?? null}))
       order by added_at desc, hash desc limit ${limit}`.execute(tenant),
  );
  return rows.map((row) => ({ ...row, path: pathOf(institution, row.hash) }));
}

const pathOf = (institution: Institution, name: string): string =>
  `${PICTURES_PATH}/${institution.id}-${name}`;

/**
 * @param name the last part of a path of `addPicture`, or whatever else somebody asks for
 * @returns undefined where there is none
 */
export async function selectPicture(
  database: Database,
  name: string,
): Promise<{ content: Buffer; mediaType: string } | undefined> {
  const [, institutionId, hashed] = NAME.exec(name) ?? [];
  if (institutionId === undefined || !Number.isSafeInteger(Number(institutionId))) return undefined;
  const { rows } = await inInstitution(database, Number(institutionId), (tenant) =>
    sql<{ content: Buffer; mediaType: string }>`
      select content, media_type as "mediaType" from pictures
       where institution_id = ${Number(institutionId)} and hash = ${hashed}`.execute(tenant),
  );
  return rows[0];
}
