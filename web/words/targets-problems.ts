/** The refusals of targets. */
export const targetsProblemsEn = {
  'unknown-target': 'This target does not exist, or is not of your institution.',
  'target-exists': 'Another target has this code already.',
  'wrong-target':
    'A target has a name, and a code of 1 to 40 letters, digits, points, hyphens and underscores.',
  'wrong-query': 'A condition is not complete, or names something that is not there any more.',
  'query-too-large': 'A query has at most 100 conditions and groups, in 6 levels.',
  'not-static': 'A dynamic target is looked for at each use: there is nothing to freeze.',
};

export const targetsProblemsFr: typeof targetsProblemsEn = {
  'unknown-target': 'Cette cible n’existe pas, ou n’est pas de votre institution.',
  'target-exists': 'Une autre cible a déjà ce code.',
  'wrong-target': 'Une cible a un nom, et un code de 1 à 40 lettres, chiffres, points, tirets et tirets bas.',
  'wrong-query': 'Une condition n’est pas complète, ou nomme quelque chose qui n’existe plus.',
  'query-too-large': 'Une requête a au plus 100 conditions et groupes, sur 6 niveaux.',
  'not-static': 'Une cible dynamique est recherchée à chaque utilisation\u00a0: il n’y a rien à figer.',
};
