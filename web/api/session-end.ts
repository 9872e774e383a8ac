/**
 * The session ended in the middle of work: requests wait here until somebody has signed in again, and are then sent
 * once more, so that nothing typed is lost.
 */
type Answer = 'signed-in' | 'given-up';

let ask: (() => void) | undefined;
let waiting: ((answer: Answer) => void)[] = [];

/** The dialog tells how it is opened. Without one (nobody was signed in yet) nobody waits. */
export function askToSignInWith(open: (() => void) | undefined): void {
  ask = open;
}

export async function signedInAgain(): Promise<boolean> {
  if (ask === undefined) return false;
  ask();
  return (await new Promise<Answer>((resolve) => waiting.push(resolve))) === 'signed-in';
}

/** Lets those who wait go on, or fail. */
export function answerWaiting(answer: Answer): void {
  const all = waiting;
  waiting = [];
  for (const resolve of all) resolve(answer);
}
