import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { auditCampaign, type By, type Campaign, readCampaign } from './campaign.ts';
import { type Compiled, type Content, compileMail, compileText, withoutLiquid } from './compile.ts';
import { lockDraft } from './edit.ts';
import { readLiquid, type TemplateProblem } from './liquid.ts';
import type { Channel, Language } from './reasons.ts';
import { MOST_MESSAGES, measureText, plainSigns } from './short-message.ts';

/** A campaign in the languages it is written in. */
export type Contents = Partial<Record<Language, Content>>;

export async function readContents(
  tenant: Tenant,
  institution: Institution,
  campaignId: number,
): Promise<Contents> {
  const { rows } = await sql<Content & { language: Language }>`
    select language, subject, preheader, body, text_body as "textBody" from campaign_contents
     where institution_id = ${institution.id} and campaign_id = ${campaignId}`.execute(tenant);
  return Object.fromEntries(rows.map(({ language, ...content }) => [language, content]));
}

/** @throws DomainError `unknown-campaign` */
export async function selectContents(
  database: Database,
  institution: Institution,
  campaignId: number,
): Promise<Contents> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await readCampaign(tenant, institution, campaignId);
    return await readContents(tenant, institution, campaignId);
  });
}

/**
 * Writes the text of a campaign in a language, or takes it away.
 * @param content null: it is not written in this language
 * @returns the campaign, with its new version
 * @throws DomainError `unknown-campaign`, `campaign-not-draft`, `stale`
 */
export async function saveContent(
  database: Database,
  institution: Institution,
  read: { id: number; version: number },
  language: Language,
  content: Content | null,
  by: By,
): Promise<Campaign> {
  return await inInstitution(database, institution.id, async (tenant) => {
    await lockDraft(tenant, institution, read);
    if (content === null) {
      await sql`delete from campaign_contents
                 where institution_id = ${institution.id} and campaign_id = ${read.id} and language = ${language}`.execute(
        tenant,
      );
    } else {
      const { subject, preheader, body, textBody } = content;
      await sql`
        insert into campaign_contents (institution_id, campaign_id, language, subject, preheader, body, text_body)
        values (${institution.id}, ${read.id}, ${language}, ${subject}, ${preheader}, ${body}, ${textBody})
            on conflict (institution_id, campaign_id, language) do update
           set subject = excluded.subject, preheader = excluded.preheader, body = excluded.body,
               text_body = excluded.text_body`.execute(tenant);
    }
    await sql`update campaigns set version = version + 1
               where institution_id = ${institution.id} and id = ${read.id}`.execute(tenant);
    await auditCampaign(tenant, institution, read.id, 'campaign.write', by, { language });
    return await readCampaign(tenant, institution, read.id);
  });
}

export const compile = async (channel: Channel, content: Content, language: Language): Promise<Compiled> =>
  channel === 'email' ? await compileMail(content, language) : compileText(content);

/** Something wrong in a text, in which language and part of it. */
export interface ContentProblem extends TemplateProblem {
  language: Language;
  part: 'subject' | 'preheader' | 'body' | 'textBody';
}

/** What would go wrong with a text for somebody, found before anything is sent. */
export async function checkContent(
  channel: Channel,
  content: Content,
  language: Language,
): Promise<ContentProblem[]> {
  const mail = channel === 'email';
  const parts: [ContentProblem['part'], string, boolean][] = [
    ...(mail
      ? ([
          ['subject', content.subject, true],
          ['preheader', content.preheader, false],
        ] as const)
      : []),
    ['body', content.body, true],
    ...(mail && content.textBody !== null ? ([['textBody', content.textBody, true]] as const) : []),
  ].map(([part, source, needed]) => [part, source, needed] as [ContentProblem['part'], string, boolean]);
  const found = parts.flatMap(([part, source, needed]): ContentProblem[] =>
    needed && source.trim() === ''
      ? [{ language, part, code: 'empty', line: null, column: null, about: null }]
      : readLiquid(source, { html: part === 'body' && mail }).problems.map((problem) => ({
          language,
          part,
          ...problem,
        })),
  );
  if (channel === 'sms' && measureText(plainSigns(withoutLiquid(content.body))).messages > MOST_MESSAGES)
    found.push({ language, part: 'body', code: 'text-too-long', line: null, column: null, about: null });
  if (!mail || content.body.trim() === '') return found;
  const { problems } = await compileMail(content, language);
  // what Liquid cannot read is said once
  const unread = found.some(({ part, code }) => part === 'body' && code === 'liquid-syntax');
  const shown = unread ? problems.filter(({ code }) => code !== 'unused-liquid') : problems;
  return [...found, ...shown.map((problem) => ({ language, part: 'body' as const, ...problem }))];
}
