import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { ObjectionForm } from './ObjectionForm.tsx';
import { extractAddress, type RequestDetails } from './queries.ts';
import { Section } from './Section.tsx';

/** Where what was asked is done; whoever may not do it there is told by that page. */
export function Act({ request, number }: { request: RequestDetails; number: string }) {
  const { page } = usePageWords();
  const words = page.requests;
  const { may } = useSession();
  const { id, kind, identity } = request;
  if (kind === 'access' || kind === 'portability') {
    return (
      <Section title={words.act} hint={words.kindHints[kind]}>
        {may('contacts.extract') && (
          <Button variant="default" component="a" href={extractAddress(number)} download>
            {words.acts[kind]}
          </Button>
        )}
      </Section>
    );
  }
  const mayCarryOut = may('requests.answer') && identity !== null;
  if (kind === 'objection' && mayCarryOut) {
    return (
      <Section title={words.act} hint={words.kindHints.objection}>
        <ObjectionForm request={id} />
      </Section>
    );
  }
  // who may answer does it for this request; who may not is led to where it is done, and leaves the rest to others
  const of = mayCarryOut ? { request: id } : {};
  const search = {
    rectification: { act: 'edit' },
    erasure: { act: 'erase', ...of },
    restriction: { act: 'restrict', ...of },
    objection: { tab: 'consent' },
  }[kind];
  return (
    <Section title={words.act} hint={words.kindHints[kind]}>
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link to={addresses.contact} params={{ number }} search={search as never} {...props} />
        )}
      >
        {words.acts[kind]}
      </Button>
    </Section>
  );
}
