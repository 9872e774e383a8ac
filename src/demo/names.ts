/**
 * The words that demo contacts are made of: frequent first and last names and real towns, drawn independently,
 * so that nobody in particular is meant. Telephone numbers come from ranges kept for fiction or never given out.
 */
const LANGUAGES = ['fr', 'de', 'it', 'en'] as const;
type Language = (typeof LANGUAGES)[number];

/** Per language 12 women's, then 12 men's first names. */
const FIRST_NAMES: Record<Language, string> = {
  fr: `Camille Élodie Claire Juliette Nathalie Sophie Inès Manon Hélène Chloé Aurélie Françoise
       Lucas Antoine Mathieu Olivier Nicolas Étienne Julien Pascal Rémi Thomas Benoît Gérard`,
  de: `Anna Lena Katharina Sabine Ursula Monika Jana Greta Franziska Heidi Nadine Jasmin
       Lukas Jonas Stefan Andreas Matthias Jürgen Felix Tobias Reto Urs Moritz Dieter`,
  it: `Giulia Chiara Francesca Elena Paola Silvia Marta Alessia Lucia Bianca Serena Noemi
       Marco Luca Andrea Matteo Davide Paolo Giorgio Stefano Enrico Fabio Nicolò Pietro`,
  en: `Emma Olivia Charlotte Grace Hannah Alice Sarah Rebecca Lucy Megan Fiona Harriet
       James Oliver William George Henry Daniel Thomas Edward Simon Peter Callum Hugh`,
};

const LAST_NAMES: Record<Language, string> = {
  fr: `Martin Bernard Dubois Favre Rochat Dupont Moreau Girard Bonnet Lambert Fontaine Chevalier Perrin Mercier
       Blanc Faure Roux Garnier Lefèvre Monnier Berthoud Cuendet Jaquet Pittet Genoud Rey Aubert Vuilleumier`,
  de: `Müller Schmid Keller Weber Huber Schneider Meyer Steiner Fischer Gerber Brunner Baumann Frei Zimmermann
       Moser Widmer Wyss Graf Roth Suter Bühler Hofmann Wagner Becker Schulz Koch Richter Vogel`,
  it: `Rossi Russo Ferrari Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano
       Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Bernasconi Cattaneo Crivelli Pedrini`,
  en: `Smith Jones Taylor Brown Wilson Evans Walker Wright Roberts Green Hall Wood Clarke Harris
       Turner Cooper Ward Morris Parker Bennett Hughes Murray Reid Campbell Ellis Graham Mason Palmer`,
};

export const FIRST_NAMES_PER_SEX = 12;
export const LAST_NAMES_PER_LANGUAGE = 28;

/** Postcode, town, country, language; the nearer to the venue, the earlier in the list. */
const TOWNS: [string, string, string, Language][] = [
  ['1003', 'Lausanne', 'CH', 'fr'],
  ['1005', 'Lausanne', 'CH', 'fr'],
  ['1018', 'Lausanne', 'CH', 'fr'],
  ['1110', 'Morges', 'CH', 'fr'],
  ['1020', 'Renens', 'CH', 'fr'],
  ['1009', 'Pully', 'CH', 'fr'],
  ['1800', 'Vevey', 'CH', 'fr'],
  ['1820', 'Montreux', 'CH', 'fr'],
  ['1260', 'Nyon', 'CH', 'fr'],
  ['1201', 'Genève', 'CH', 'fr'],
  ['1205', 'Genève', 'CH', 'fr'],
  ['1400', 'Yverdon-les-Bains', 'CH', 'fr'],
  ['1700', 'Fribourg', 'CH', 'fr'],
  ['2000', 'Neuchâtel', 'CH', 'fr'],
  ['1950', 'Sion', 'CH', 'fr'],
  ['3011', 'Bern', 'CH', 'de'],
  ['8001', 'Zürich', 'CH', 'de'],
  ['8004', 'Zürich', 'CH', 'de'],
  ['4051', 'Basel', 'CH', 'de'],
  ['6003', 'Luzern', 'CH', 'de'],
  ['2502', 'Biel/Bienne', 'CH', 'de'],
  ['6900', 'Lugano', 'CH', 'it'],
  ['6500', 'Bellinzona', 'CH', 'it'],
  ['1204', 'Genève', 'CH', 'en'],
  ['74200', 'Thonon-les-Bains', 'FR', 'fr'],
  ['74000', 'Annecy', 'FR', 'fr'],
  ['01210', 'Ferney-Voltaire', 'FR', 'fr'],
  ['69002', 'Lyon', 'FR', 'fr'],
  ['75011', 'Paris', 'FR', 'fr'],
  ['25000', 'Besançon', 'FR', 'fr'],
  ['79098', 'Freiburg im Breisgau', 'DE', 'de'],
  ['70173', 'Stuttgart', 'DE', 'de'],
  ['10115', 'Berlin', 'DE', 'de'],
  ['20121', 'Milano', 'IT', 'it'],
  ['10121', 'Torino', 'IT', 'it'],
  ['11100', 'Aosta', 'IT', 'it'],
  ['1000', 'Bruxelles', 'BE', 'fr'],
  ['4000', 'Liège', 'BE', 'fr'],
  ['2000', 'Antwerpen', 'BE', 'en'],
];

const STREETS: Record<Language, string[]> = {
  fr: [
    'Rue du Lac',
    'Avenue de la Gare',
    'Chemin des Vignes',
    'Rue Centrale',
    'Place du Marché',
    'Route de Genève',
  ],
  de: ['Bahnhofstrasse', 'Seestrasse', 'Kirchgasse', 'Hauptstrasse', 'Rosenweg', 'Lindenallee'],
  it: ['Via della Posta', 'Via Roma', 'Piazza Grande', 'Viale dei Tigli', 'Via al Lago', 'Via San Carlo'],
  en: ['Station Road', 'Church Lane', 'Mill Street', 'Park Avenue', 'High Street', 'Orchard Close'],
};
export const STREETS_PER_LANGUAGE = 6;

const COMPANIES = [
  'École primaire',
  'Gymnase',
  'Collège',
  'Association culturelle',
  'Chœur mixte',
  'Amicale des aînés',
  'Imprimerie',
  'Fiduciaire',
  'Agence de voyages',
  'Club de marche',
];

const PHONES: Record<string, [string, string]> = {
  CH: ['+41 21 000 ', '+41 79 000 '],
  FR: ['+33 4 65 71 ', '+33 6 39 98 '],
  DE: ['+49 30 23125 ', '+49 171 39200 '],
  IT: ['+39 02 0000 ', '+39 300 000 '],
  BE: ['+32 2 000 ', '+32 470 00 '],
};

const words = (text: string) => text.split(/\s+/);
const inOrder = (lists: Record<Language, string[]>) => LANGUAGES.flatMap((language) => lists[language]);
/** What stands in an e-mail address for a name: Étienne -> etienne. */
const ascii = (name: string) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

const firstNames = LANGUAGES.flatMap((language) => words(FIRST_NAMES[language]));
const lastNames = LANGUAGES.flatMap((language) => words(LAST_NAMES[language]));

/** The lists as the statements take them: flat, language after language. */
export const names = {
  firstNames,
  lastNames,
  firstNamesInMail: firstNames.map(ascii),
  lastNamesInMail: lastNames.map(ascii),
  languages: [...LANGUAGES] as string[],
  titles: ['Madame', 'Monsieur', 'Frau', 'Herr', 'Signora', 'Signor', 'Ms', 'Mr'],
  streets: inOrder(STREETS),
  companies: COMPANIES,
  postcodes: TOWNS.map(([postcode]) => postcode),
  towns: TOWNS.map(([, town]) => town),
  countries: TOWNS.map(([, , country]) => country),
  townLanguages: TOWNS.map(([, , , language]) => LANGUAGES.indexOf(language)),
  phones: TOWNS.map(([, , country]) => PHONES[country]?.[0] ?? ''),
  mobiles: TOWNS.map(([, , country]) => PHONES[country]?.[1] ?? ''),
};
