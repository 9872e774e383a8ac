import { z } from 'zod';
import {
  operatorStates,
  permissions,
  permissionsOf,
  profileNames,
  type Session,
  type selectStaffMember,
} from './operators.ts';

/** What the API tells of operators and of who is signed in. */
const operator = z.object({
  id: z.int(),
  email: z.string(),
  name: z.string(),
  profile: z.enum(profileNames),
  locale: z.enum(['fr', 'en']),
});
export const session = z
  .object({
    operator,
    institution: z.object({
      slug: z.string(),
      name: z.string(),
      locale: z.string(),
      timeZone: z.string(),
      currency: z.string(),
    }),
    organisations: z
      .array(z.int())
      .nullable()
      .describe('ids of those that the operator works for; null: all of the institution'),
    permissions: z.array(z.enum(permissions)),
  })
  .meta({ id: 'Session' });

export const shown = ({ operator, institution, organisations }: Session): z.infer<typeof session> => ({
  operator,
  institution,
  organisations,
  permissions: [...permissionsOf(operator.profile)],
});

/** The password was right, and something is still to be done. */
export const awaiting = z.object({ awaits: z.enum(['second-factor', 'enrolment']) }).meta({ id: 'Awaiting' });

export const enrolment = z
  .object({
    secret: z.string(),
    qrCode: z.string().describe('an SVG of the same'),
  })
  .meta({ id: 'Enrolment' });

export const staffMember = z
  .object({
    id: z.int(),
    email: z.string().nullable().describe('null: left'),
    name: z.string().nullable().describe('null: has not come yet, or left'),
    profile: z.enum(profileNames),
    locale: z.enum(['fr', 'en']),
    state: z.enum(operatorStates),
    organisations: z.array(z.int()).describe('ids; empty: all of the institution'),
    secondFactor: z.boolean(),
    hasPassword: z.boolean(),
    singleSignOn: z.boolean(),
    lastSignInAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    sessions: z.int(),
  })
  .meta({ id: 'StaffMember' });
type Member = Awaited<ReturnType<typeof selectStaffMember>>;
export const member = (one: Member): z.infer<typeof staffMember> => ({
  ...one,
  lastSignInAt: one.lastSignInAt?.toISOString() ?? null,
  createdAt: one.createdAt.toISOString(),
});

export const madeLink = z
  .object({
    operator: z.int(),
    kind: z.enum(['invitation', 'password']),
    link: z.string().describe('good once; shown now and never again'),
    expiresAt: z.iso.datetime(),
    mailedTo: z.string().nullable().describe('null: there is no mail server, or it did not take the message'),
  })
  .meta({ id: 'OperatorLink' });
