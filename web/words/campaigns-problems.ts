/** What is refused of campaigns, in words that whoever writes them can act on. */
export const campaignsProblemsFr = {
  'unknown-campaign': 'Cette campagne n’existe pas.',
  'campaign-exists': 'Une campagne porte déjà ce nom.',
  'wrong-campaign': 'Il faut un nom, et une adresse e-mail pour les réponses si vous en indiquez une.',
  'campaign-needs-performance': 'Indiquez la représentation dont il s’agit.',
  'campaign-needs-reason': 'Indiquez pourquoi il faut prévenir\u00a0: c’est conservé avec la campagne.',
  'campaign-not-draft': 'Elle n’est plus un brouillon\u00a0: annulez d’abord sa programmation.',
  'campaign-on-its-way': 'Quelqu’un l’a déjà envoyée ou arrêtée.',
  'campaign-moved-on':
    'Quelqu’un d’autre, ou le temps, l’a fait avancer entre-temps. La page montre où elle en est.',
  'campaign-without-targets': 'Choisissez au moins une cible.',
  'campaign-not-ready': 'Son texte a des erreurs à corriger.',
  'campaign-reaches-nobody': 'Personne ne la recevrait.',
  'campaign-not-mail': 'Seul un e-mail s’essaie ainsi.',
  'campaign-not-paper': 'Seule une campagne par courrier ou par téléphone a une liste.',
  'volume-changed':
    'Le nombre de destinataires a changé entre-temps. La page montre le nouveau\u00a0: regardez-le avant d’envoyer.',
  'moment-past': 'Ce moment est passé.',
  'mail-not-taken': 'Le serveur de messagerie n’a pas pris le message.',
};

export const campaignsProblemsEn: typeof campaignsProblemsFr = {
  'unknown-campaign': 'There is no such campaign.',
  'campaign-exists': 'There is a campaign of this name already.',
  'wrong-campaign': 'It needs a name, and an e-mail address for answers if you give one.',
  'campaign-needs-performance': 'Name the performance that it is about.',
  'campaign-needs-reason': 'Say why people must be told: it is recorded with the campaign.',
  'campaign-not-draft': 'It is no draft any more: cancel its schedule first.',
  'campaign-on-its-way': 'Somebody sent or ended it already.',
  'campaign-moved-on': 'Somebody else, or time, moved it on meanwhile. The page shows where it is.',
  'campaign-without-targets': 'Choose at least one target.',
  'campaign-not-ready': 'Its text has mistakes to be mended.',
  'campaign-reaches-nobody': 'Nobody would get it.',
  'campaign-not-mail': 'Only an e-mail is tried out so.',
  'campaign-not-paper': 'Only a campaign by post or by telephone has a list.',
  'volume-changed':
    'The number of recipients changed meanwhile. The page shows the new one: look at it before you send.',
  'moment-past': 'This moment is over.',
  'mail-not-taken': 'The mail server did not take the message.',
};
