/** What is refused on the screen of domains. */
export const biProblemsFr = {
  'wrong-filter': 'Une des conditions ne convient pas à sa colonne.',
  'wrong-group': 'Cette colonne ne peut pas être groupée ou comptée ainsi.',
  'mixed-currencies':
    'Des montants de monnaies différentes ne s’additionnent pas\u00a0: groupez par monnaie, ou choisissez-en une.',
  'query-too-long': 'La question a pris plus de 30\u00a0secondes. Restreignez-la, ou groupez autrement.',
  'too-many-rows':
    'Cet export a plus de lignes que votre institution ne l’admet. Restreignez-le, ou faites relever la limite (Réglages, Accès BI).',
  'wrong-report':
    'Un rapport ne garde pas de condition qui dit de qui il s’agit (nom, numéro, adresse, date de naissance).',
  'too-many-reports': 'Vous avez déjà 50\u00a0rapports. Supprimez-en un d’abord.',
  'unknown-report': 'Ce rapport n’existe pas, ou n’est pas partagé avec votre profil.',
};
export const biProblemsEn: typeof biProblemsFr = {
  'wrong-filter': 'One of the conditions does not fit its column.',
  'wrong-group': 'This column cannot be grouped or counted so.',
  'mixed-currencies': 'Amounts of several currencies make no sum: group by currency, or choose one.',
  'query-too-long': 'The question took more than 30 seconds. Narrow it, or group otherwise.',
  'too-many-rows':
    'This export has more rows than your institution allows. Narrow it, or have the limit raised (Settings, BI log-ins).',
  'wrong-report': 'A report keeps no condition on who somebody is (name, number, address, birth date).',
  'too-many-reports': 'You have 50 reports already. Remove one first.',
  'unknown-report': 'This report is not there, or not shared with your profile.',
};
