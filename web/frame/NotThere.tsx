import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { useWords } from '../words/words.tsx';
import classes from './Frame.module.css';

/** An address that nothing has. */
export function NotThere() {
  const { say } = useWords();
  return (
    <main className={classes.alone}>
      <h1>{say.frame.notThere.title}</h1>
      <p>{say.frame.notThere.hint}</p>
      <Anchor renderRoot={(props) => <Link to={addresses.home} {...props} />}>
        {say.frame.notThere.act}
      </Anchor>
    </main>
  );
}
