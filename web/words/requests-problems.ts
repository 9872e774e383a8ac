/** What is refused around the requests of persons (R21). */
export const requestsProblemsFr = {
  'request-not-carried-out':
    'Ce qui est demandé n’a pas encore été fait. Faites-le d’abord, ou refusez la demande avec sa raison.',
  'carried-out-exists': 'Cela a déjà été fait pour cette demande.',
  'wrong-request-kind': 'La personne a demandé autre chose.',
  'no-customer-account':
    'Cette personne n’a pas de compte où se connecter pour télécharger. Choisissez un autre moyen.',
};
export const requestsProblemsEn: typeof requestsProblemsFr = {
  'request-not-carried-out':
    'What was asked for was not done yet. Do it first, or refuse the request with its reason.',
  'carried-out-exists': 'This was done for this request already.',
  'wrong-request-kind': 'The person asked for something else.',
  'no-customer-account': 'This person has no account to sign in to for a download. Choose another way.',
};
