/** What is said to an operator when a run ends: counts and numbers, nothing of a contact. */
export interface Ending {
  run: number;
  mode: 'simulation' | 'real';
  end: 'completed' | 'cancelled' | 'failed' | 'above-ceiling';
  /** The name of the batch, on one line; null: started by hand. */
  batch: string | null;
  /** Whom it looked at; months are of the inactive. */
  scope: 'inactive' | 'selection' | 'criterion';
  /** The name of the criterion, on one line. */
  criterion: string | null;
  months: number | null;
  /** null: as everybody. */
  prospectMonths: number | null;
  /** The individuals and relays that were looked at. */
  contacts: number;
  delete: number;
  anonymise: number;
  spared: number;
  /** In percent; of a simulation before a scheduled real run (R10). */
  ceiling: number | null;
  /** Whether the recipient asked for it when starting the run; otherwise the batch names the recipient. */
  asked: boolean;
}

type Words = (ending: Ending) => { subject: string; body: string };

const paragraphs = (...texts: string[]): string => texts.filter((text) => text !== '').join('\n\n');

/** A share with two digits that say something: 36 %, 0.42 %. */
const shareIn = (locale: string) => {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 });
  return ({ contacts, ...counts }: Ending) =>
    format.format((counts.delete + counts.anonymise) / Math.max(contacts, 1));
};

// A colon has a no-break space before it (\u00a0), as have guillemets inside; ; ! ? a narrow one (\u202f).
const frenchNumber = new Intl.NumberFormat('fr');
const frenchShare = shareIn('fr');
const contactsFr = (count: number) => `${frenchNumber.format(count)}\u00a0contact${count < 2 ? '' : 's'}`;
const s = (count: number) => (count < 2 ? '' : 's');

const fr: Words = (ending) => {
  const { run, mode, end, batch, months, prospectMonths, spared } = ending;
  const erased = ending.delete + ending.anonymise;
  const number = frenchNumber.format;
  const name = `${mode === 'real' ? 'Exécution réelle' : 'Simulation'} ${number(run)}`;
  const of = batch === null ? '' : ` du batch «\u00a0${batch}\u00a0»`;
  const theRun = `${mode === 'real' ? 'L’exécution réelle' : 'La simulation'} ${number(run)}${of}`;
  const prospects = prospectMonths === null ? '' : ` (prospects\u00a0: ${number(prospectMonths)}\u00a0mois)`;
  const inactive = {
    inactive: `sans activité depuis ${number(months ?? 0)}\u00a0mois${prospects}`,
    selection: 'dans la sélection',
    criterion: `dont le critère «\u00a0${ending.criterion}\u00a0» est oui`,
  }[ending.scope];
  const counts =
    mode === 'real'
      ? `${number(ending.delete)} supprimé${s(ending.delete)}, ${number(ending.anonymise)} anonymisé${s(ending.anonymise)}`
      : `${number(ending.delete)} à supprimer, ${number(ending.anonymise)} à anonymiser`;
  const sparedToo = `${number(spared)} épargné${s(spared)}`;
  const why = ending.asked
    ? 'Vous recevez ce message parce que vous avez demandé à être prévenu de la fin de cette exécution.'
    : 'Vous recevez ce message parce que vous êtes parmi les personnes à prévenir de ce batch.';
  switch (end) {
    case 'completed':
      return {
        subject:
          mode === 'real'
            ? `${name} terminée\u00a0: ${contactsFr(erased)} effacé${s(erased)}`
            : `${name} terminée\u00a0: ${contactsFr(erased)} à effacer`,
        body: paragraphs(
          `${theRun} est terminée.`,
          `Sur ${contactsFr(ending.contacts)}, ${number(erased + spared)} ${inactive}\u00a0: ${counts}, ${sparedToo}.`,
          mode === 'real'
            ? 'Le journal dit pour chacun ce qui a été fait, et pourquoi.'
            : 'Une simulation n’efface personne. La liste et les raisons sont à relire avant une exécution réelle.',
          why,
        ),
      };
    case 'above-ceiling':
      return {
        subject: `${batch === null ? name : `Batch «\u00a0${batch}\u00a0»`} arrêté${batch === null ? 'e' : ''} par son plafond\u00a0: rien n’a été effacé`,
        body: paragraphs(
          `L’exécution réelle${of} s’est arrêtée avant d’effacer quiconque.`,
          `${contactsFr(erased)} sur ${number(ending.contacts)} ser${erased < 2 ? 'ait' : 'aient'} effacé${s(erased)} (${frenchShare(ending)} de la base), ${inactive}. Le plafond est de ${ending.ceiling}\u00a0%.`,
          `C’est à une personne de décider\u00a0: relisez la simulation ${number(run)}, puis lancez vous-même l’exécution réelle à partir d’elle, ou changez le plafond du batch.`,
          why,
        ),
      };
    case 'cancelled':
      return {
        subject: `${name} arrêtée à la main`,
        body: paragraphs(
          `${theRun} a été arrêtée à la main avant sa fin.`,
          mode === 'real'
            ? `Jusque-là\u00a0: ${counts}. Ce qui est fait reste fait, et le journal le dit.`
            : 'Une simulation n’efface personne.',
          why,
        ),
      };
    case 'failed':
      return {
        subject: `${name} interrompue par une erreur`,
        body: paragraphs(
          `${theRun} a été interrompue par une erreur. Rien n’est fait à moitié.`,
          mode === 'real'
            ? `Jusque-là\u00a0: ${counts}. L’exécution peut être terminée là où elle s’est arrêtée, depuis sa page.`
            : 'Une simulation n’efface personne.',
          'Si Rappel a pu la reprendre depuis, sa page le dit.',
          why,
        ),
      };
  }
};

const englishNumber = new Intl.NumberFormat('en-GB');
const englishShare = shareIn('en-GB');
const many = (count: number, one: string) => `${englishNumber.format(count)} ${one}${count === 1 ? '' : 's'}`;

const en: Words = (ending) => {
  const { run, mode, end, batch, months, prospectMonths, spared } = ending;
  const erased = ending.delete + ending.anonymise;
  const number = englishNumber.format;
  const name = `${mode === 'real' ? 'Real run' : 'Simulation'} ${number(run)}`;
  const of = batch === null ? '' : ` of the batch “${batch}”`;
  const prospects = prospectMonths === null ? '' : ` (prospects: ${many(prospectMonths, 'month')})`;
  const inactive = {
    inactive: `without activity for ${many(months ?? 0, 'month')}${prospects}`,
    selection: 'in the selection',
    criterion: `marked yes at the criterion “${ending.criterion}”`,
  }[ending.scope];
  const counts =
    mode === 'real'
      ? `${number(ending.delete)} deleted, ${number(ending.anonymise)} anonymised`
      : `${number(ending.delete)} to delete, ${number(ending.anonymise)} to anonymise`;
  const why = ending.asked
    ? 'You get this message because you asked to be told when this run ends.'
    : 'You get this message because you are among those who are told of this batch.';
  switch (end) {
    case 'completed':
      return {
        subject:
          mode === 'real'
            ? `${name} completed: ${many(erased, 'contact')} erased`
            : `${name} completed: ${many(erased, 'contact')} to erase`,
        body: paragraphs(
          `${name}${of} is completed.`,
          `Of ${many(ending.contacts, 'contact')}, ${number(erased + spared)} ${erased + spared === 1 ? 'is' : 'are'} ${inactive}: ${counts}, ${number(spared)} spared.`,
          mode === 'real'
            ? 'The journal says for each what was done, and why.'
            : 'A simulation erases nobody. The list and the reasons are to be reviewed before a real run.',
          why,
        ),
      };
    case 'above-ceiling':
      return {
        subject: `${batch === null ? name : `Batch “${batch}”`} stopped by its ceiling: nothing was erased`,
        body: paragraphs(
          `The real run${of} stopped before erasing anybody.`,
          `${number(erased)} of ${many(ending.contacts, 'contact')} would be erased (${englishShare(ending)} of the base), ${inactive}. The ceiling is ${ending.ceiling}%.`,
          `This is for a person to decide: review simulation ${number(run)}, then start the real run from it yourself, or change the ceiling of the batch.`,
          why,
        ),
      };
    case 'cancelled':
      return {
        subject: `${name} was stopped by hand`,
        body: paragraphs(
          `${name}${of} was stopped by hand before its end.`,
          mode === 'real'
            ? `Until then: ${counts}. What was done stays done, and the journal says what.`
            : 'A simulation erases nobody.',
          why,
        ),
      };
    case 'failed':
      return {
        subject: `${name} was interrupted by an error`,
        body: paragraphs(
          `${name}${of} was interrupted by an error. Nothing is half done.`,
          mode === 'real'
            ? `Until then: ${counts}. The run can be finished where it stopped, on its page.`
            : 'A simulation erases nobody.',
          'If Rappel was able to go on with it since, its page says so.',
          why,
        ),
      };
  }
};

export const endWords: Record<'fr' | 'en', Words> = { fr, en };
