import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { sessionQuery } from '../api/queries.ts';
import type { Permission, Session } from '../api/types.ts';
import { todayIn } from '../days.ts';
import { InPlace, Speaking } from '../words/words.tsx';

type Known = Session | null | undefined;

const SessionContext = createContext<{ session: Known; error: unknown; retry: () => void }>({
  session: undefined,
  error: null,
  retry: () => {},
});

/** Who is signed in, and with that the language, the time zone and the currency. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { data: session, error, refetch } = useQuery(sessionQuery);
  return (
    <SessionContext value={{ session, error, retry: () => void refetch() }}>
      <Speaking operator={session?.operator.locale}>
        <InPlace place={session?.institution}>{children}</InPlace>
      </Speaking>
    </SessionContext>
  );
}

/** null: nobody is signed in; undefined: not known yet. */
export const useKnownSession = () => useContext(SessionContext);

/** The session inside the frame, where somebody is signed in. */
export function useSession(): Session & { may: (permission: Permission) => boolean; today: string } {
  const { session } = useContext(SessionContext);
  if (!session) throw new TypeError('outside of the frame nobody need be signed in');
  return {
    ...session,
    may: (permission) => session.permissions.includes(permission),
    today: todayIn(session.institution.timeZone, new Date()),
  };
}

/**
 * Whether a form for this stands here: it stays for whoever had the permission when the page came, although it was
 * taken away since. The server refuses then, in a sentence, and nothing typed is lost.
 */
export function useMayWrite(permission: Permission): boolean {
  const { may } = useSession();
  const [mayAtFirst] = useState(() => may(permission));
  return mayAtFirst || may(permission);
}
