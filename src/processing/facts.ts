import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';

/** What the settings say of the processing of personal data in an institution. */
export interface Facts {
  institution: Institution;
  organisations: string[];
  officers: string[];
  /** What the retention batches erase, and whether they do. */
  batches: {
    name: string;
    months: number | null;
    prospectMonths: number | null;
    real: boolean;
    planned: boolean;
  }[];
  /** Whether identities that were erased are sealed for a year (R12). */
  sealed: boolean;
  postcodeThreshold: number;
  /** Shops, with the address of their privacy policy. */
  shops: { name: string; policyAddress: string | null }[];
  paymentProviders: string[];
  singleSignOn: boolean;
  secondFactor: 'nobody' | 'erasers' | 'everybody';
  biTools: string[];
  /** Name of the mail server; null: nothing is sent. */
  mailServer: string | null;
  /** Name of the provider of text messages; null: none is sent. */
  smsProvider: string | null;
  encrypted: boolean;
}

/** What stands outside of the database. */
export interface Outside {
  smtpUrl: string | undefined;
  sms: { smppUrl: string } | undefined;
  publicUrl: string;
}

export async function selectFacts(
  database: Database,
  institution: Institution,
  { smtpUrl, sms, publicUrl }: Outside,
): Promise<Facts> {
  const tools = await sql<{ name: string }>`
    select name from bi_log_ins where institution = ${institution.id} order by name`.execute(database.owner);
  const found = await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<
      Omit<Facts, 'institution' | 'biTools' | 'mailServer' | 'smsProvider' | 'encrypted'>
    >`
      select coalesce((select array_agg(name order by name) from organisations where institution_id = i.id), '{}') as organisations,
             coalesce((select array_agg(name order by name) from operators
                        where institution_id = i.id and disabled_at is null and profile = 'data-protection-officer'), '{}') as officers,
             coalesce((select json_agg(json_build_object(
                                'name', name, 'months', case when criterion_id is null then months end,
                                'prospectMonths', prospect_months, 'real', mode = 'real',
                                'planned', cron is not null or scheduled_once_at is not null) order by name)
                         from batches where institution_id = i.id), '[]') as batches,
             i.seal_recipient is not null as sealed, i.postcode_threshold as "postcodeThreshold",
             coalesce((select json_agg(json_build_object('name', name, 'policyAddress', policy_address) order by name)
                         from points_of_sale where institution_id = i.id and kind = 'shop'), '[]') as shops,
             coalesce((select array_agg(distinct provider) from payment_providers where institution_id = i.id), '{}') as "paymentProviders",
             coalesce((select issuer is not null from sign_in_settings where institution_id = i.id), false) as "singleSignOn",
             coalesce((select second_factor from sign_in_settings where institution_id = i.id), 'nobody') as "secondFactor"
        from institutions i where i.id = ${institution.id}`.execute(tenant);
    return rows[0];
  });
  if (found === undefined) throw new TypeError('an institution has its row');
  return {
    ...found,
    institution,
    biTools: tools.rows.map(({ name }) => name),
    mailServer: smtpUrl === undefined ? null : new URL(smtpUrl).hostname,
    smsProvider: sms === undefined ? null : new URL(sms.smppUrl).hostname,
    encrypted: publicUrl.startsWith('https:'),
  };
}
