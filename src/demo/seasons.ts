/** The offer of the demo venue: a theatre from September to June, a festival in July, a museum with its open-air summer. */
export interface PlannedPerformance {
  /** Its index in `VENUES`. */
  venue: number;
  product: string;
  /** YYYY-MM-DD. */
  day: string;
  /** Local times, HH:MM. */
  start: string;
  end: string;
}

const PLAYS = [
  'Le Misanthrope',
  'La Mouette',
  'Antigone',
  'Le Songe d’une nuit d’été',
  'Phèdre',
  'La Cerisaie',
  'Tartuffe',
  'Hamlet',
  'Le Mariage de Figaro',
  'Cyrano de Bergerac',
  'Les Femmes savantes',
  'Woyzeck',
  'L’Avare',
  'Médée',
  'Le Jeu de l’amour et du hasard',
  'Peer Gynt',
  'Lorenzaccio',
  'Nathan le Sage',
  'La Locandiera',
  'Macbeth',
];
const CONCERTS = [
  'Soirée jazz',
  'Fanfare des quais',
  'Nuit baroque',
  'Chansons d’été',
  'Bal folk',
  'Carte blanche',
];
const FILMS = ['Cinéma sous les étoiles', 'Ciné-concert', 'Court métrage en plein air'];
const DAY = 86_400_000;

/** @param day YYYY-MM-DD */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY;
}

/**
 * Every performance whose day lies in [from, to], in the order of days.
 * @param random a function that gives a number in [0, 1)
 */
export function planSeasons(from: string, to: string, random: () => number): PlannedPerformance[] {
  const planned: PlannedPerformance[] = [];
  for (let year = Number(from.slice(0, 4)) - 1; year <= Number(to.slice(0, 4)); year++) {
    planned.push(...theatreSeason(year, random), ...festival(year, random), ...museumYear(year, random));
  }
  return planned
    .filter(({ day }) => day >= from && day <= to)
    .sort((a, b) => compare(a.day, b.day) || a.venue - b.venue || compare(a.start, b.start));
}

/** How likely something is played, from Sunday to Saturday. */
const ON_STAGE = [0.5, 0, 0.2, 0.35, 0.45, 0.9, 0.95];
const UNDER_STARS = [0.8, 0, 0.4, 0.6, 0.7, 0.9, 0.95];

/** 18 productions, one after the other from mid-September to mid-June, on most evenings of a week-end and some others. */
function theatreSeason(year: number, random: () => number): PlannedPerformance[] {
  const opening = Date.UTC(year, 8, 12);
  const first = Math.floor(random() * PLAYS.length);
  return Array.from({ length: 18 }, (_, index) => {
    const product = `${PLAYS[(first + index) % PLAYS.length]} (${year}/${String(year + 1).slice(2)})`;
    return daysFrom(opening + index * 15 * DAY, 12)
      .filter(({ weekDay }) => random() < (ON_STAGE[weekDay] ?? 0))
      .map(({ day, weekDay }) =>
        weekDay === 0 ? on(0, product, day, '17:00', '19:15') : on(0, product, day, '20:00', '22:15'),
      );
  }).flat();
}

/** Sixteen evenings in July, with one concert or two. */
function festival(year: number, random: () => number): PlannedPerformance[] {
  return daysFrom(Date.UTC(year, 6, 4), 16).flatMap(({ day, weekDay }, index) => {
    const name = `${CONCERTS[index % CONCERTS.length]} ${year}`;
    const late = weekDay >= 5 || random() < 0.3;
    return [
      on(1, name, day, '19:00', '21:00'),
      ...(late ? [on(1, `${name}, tard`, day, '21:30', '23:15')] : []),
    ];
  });
}

/** Films in the courtyard from mid-July to the end of August; guided tours on Sundays from October to May. */
function museumYear(year: number, random: () => number): PlannedPerformance[] {
  const summer = daysFrom(Date.UTC(year, 6, 14), 46)
    .filter(({ weekDay }) => random() < (UNDER_STARS[weekDay] ?? 0))
    .map(({ day }) => on(2, `${FILMS[Math.floor(random() * FILMS.length)]} ${year}`, day, '21:00', '23:00'));
  const tours = daysFrom(Date.UTC(year, 9, 1), 240)
    .filter(({ weekDay }) => weekDay === 0)
    .map(({ day }) => on(2, `Visite guidée ${year}/${String(year + 1).slice(2)}`, day, '14:00', '15:30'));
  return [...summer, ...tours];
}

function daysFrom(start: number, count: number): { day: string; weekDay: number }[] {
  return Array.from({ length: count }, (_, index) => {
    const date = new Date(start + index * DAY);
    return { day: date.toISOString().slice(0, 10), weekDay: date.getUTCDay() };
  });
}

function on(venue: number, product: string, day: string, start: string, end: string): PlannedPerformance {
  return { venue, product, day, start, end };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
