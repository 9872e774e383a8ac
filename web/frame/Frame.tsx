import { Notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { whenBack } from '../api/connection.ts';
import '../nonce.ts';
import { Failed, Waiting } from '../list/ListStates.tsx';
import { useKnownSession } from '../session/session.tsx';
import { SignInAgain } from '../sign-in/SignInAgain.tsx';
import { useWords } from '../words/words.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import classes from './Frame.module.css';
import { type FindContacts, Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';
import { type Heading, HeadingContext } from './title.ts';

/** So many contacts in the palette are read at a glance. */
const FOUND = 8;

const findContacts: FindContacts = async (q, signal) => {
  const { items } = await answered(
    api.GET('/api/contacts', { params: { query: { q, limit: FOUND } }, signal }),
  );
  return items.map(({ number, name, email, town }) => ({
    number,
    name,
    detail: [number, email, town].filter(Boolean).join(' · '),
  }));
};

/** What stands around every page of whoever is signed in. */
export function Frame() {
  const { say } = useWords();
  const { session, error, retry } = useKnownSession();
  if (session === null) return <ToSignIn />;
  return (
    <>
      {session ? (
        <SignedIn />
      ) : (
        <main className={classes.alone}>
          {error ? <Failed title={say.frame.broken.title} error={error} retry={retry} /> : <Waiting />}
        </main>
      )}
      <ConnectionBanner />
    </>
  );
}

/**
 * Once, and from where one was when it began: until the page of signing in is there the frame still stands, and would
 * otherwise send whoever is on the way there again and again.
 */
function ToSignIn() {
  const navigate = useNavigate();
  const { href } = useLocation();
  const wanted = useRef(href);
  useEffect(() => {
    void navigate({ to: addresses.signIn, search: { next: wanted.current }, replace: true });
  }, [navigate]);
  return null;
}

function SignedIn() {
  const { say } = useWords();
  const [heading, setHeading] = useState<Heading>();
  const title = useRef<HTMLHeadingElement>(null);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();

  useEffect(() => whenBack(() => void queries.invalidateQueries()), [queries]);
  const arrived = useRef(pathname);
  useEffect(() => {
    if (arrived.current === pathname) return;
    arrived.current = pathname;
    title.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname]);

  /** Nothing of what the one saw is left for the next. */
  const leave = async () => {
    await answered(api.DELETE('/api/session')).catch(() => undefined);
    queries.clear();
    await navigate({ to: addresses.signIn });
    window.location.reload();
  };

  return (
    <HeadingContext value={setHeading}>
      <a href="#content" className={classes.skip}>
        {say.frame.skip}
      </a>
      <div className={classes.frame}>
        <Rail />
        <div className={classes.side}>
          <TopBar heading={heading} titleRef={title} onSignOut={() => void leave()} />
          <main id="content" tabIndex={-1} className={classes.content}>
            <Outlet />
          </main>
        </div>
      </div>
      <Palette find={findContacts} />
      <Notifications position="bottom-right" />
      <SignInAgain onSomebodyElse={() => void leave()} />
    </HeadingContext>
  );
}
