/** The words around text messages. */
export const smsEn = {
  characters: (count: number, shown: string) => (count === 1 ? '1 character' : `${shown} characters`),
  messages: (count: number) =>
    count === 1 ? '1 message for each recipient' : `${count} messages for each recipient`,
  fits: (count: number, per: number) =>
    count === 1
      ? `Up to ${per} characters fit into one message.`
      : `${per} characters fit into each of them; telephones join them again.`,
  forcing: (signs: string) =>
    `${signs}: telephones do not have this in their own alphabet, so that less than half as much fits.`,
  depends:
    'Counted for the reader of the preview: a longer name, or one with other accents, may take one more.',
  tracked: 'A tracked link counts as the address of this site and about 30 characters.',
  stop: (number: string) =>
    `Recipients refuse by sending STOP to ${number}; the sentence is added where the text does not have it. It holds at once.`,
  link: 'Nobody can answer this sender, so that a link to unsubscribe is added. A number for STOP (SMS_STOP) is shorter.',
  testNumber: 'Your mobile number',
  test: 'Send a test',
  testHint: 'To this number; it is not kept.',
  tested: (number: string) => `Sent to ${number}`,
  notSetUp: 'No provider of SMS is set up: this campaign would wait.',
  notSetUpHint: 'Whoever hosts Rappel sets SMPP_URL and SMS_FROM.',
};

export const smsFr: typeof smsEn = {
  characters: (count, shown) => (count === 1 ? '1\u00a0caractère' : `${shown}\u00a0caractères`),
  messages: (count) => (count === 1 ? '1\u00a0SMS par destinataire' : `${count}\u00a0SMS par destinataire`),
  fits: (count, per) =>
    count === 1
      ? `Un SMS contient jusqu’à ${per}\u00a0caractères.`
      : `Chacun en contient ${per}\u202f; les téléphones les réunissent.`,
  forcing: (signs) =>
    `${signs}\u00a0: l’alphabet des téléphones ne les a pas, et un SMS en contient deux fois moins.`,
  depends:
    'Compté pour le lecteur de l’aperçu\u00a0: un nom plus long, ou avec d’autres accents, peut en demander un de plus.',
  tracked: 'Un lien suivi compte pour l’adresse de ce site et environ 30\u00a0caractères.',
  stop: (number) =>
    `Pour refuser, on envoie STOP au ${number}\u202f; la mention est ajoutée si le texte ne l’a pas. Le refus vaut aussitôt.`,
  link: 'Personne ne peut répondre à cet expéditeur\u00a0: un lien de désinscription est ajouté. Un numéro pour STOP (SMS_STOP) est plus court.',
  testNumber: 'Votre numéro de mobile',
  test: 'Envoyer un essai',
  testHint: 'À ce numéro, qui n’est pas conservé.',
  tested: (number) => `Envoyé au ${number}`,
  notSetUp: 'Aucun prestataire de SMS n’est défini\u00a0: cette campagne attendrait.',
  notSetUpHint: 'Qui héberge Rappel règle SMPP_URL et SMS_FROM.',
};
