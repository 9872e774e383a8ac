/** The words around the record of processing activities and the information for persons. */
export const processingEn = {
  title: 'Record of processing',
  about:
    'Made of what the software stores and how it is set up: it changes with them. Add what you do beside it, and your contact details.',
  sheet: 'Text',
  sheets: { register: 'Record (art. 30)', information: 'Information (art. 13)' },
  page: 'Download the page',
  paper: 'Download the PDF',
};

export const processingFr: typeof processingEn = {
  title: 'Registre des traitements',
  about:
    'Établi à partir de ce que le logiciel conserve et de ses réglages\u00a0: il change avec eux. Ajoutez-y ce que vous faites à côté, et vos coordonnées.',
  sheet: 'Texte',
  sheets: { register: 'Registre (art.\u00a030)', information: 'Information (art.\u00a013)' },
  page: 'Télécharger la page',
  paper: 'Télécharger le PDF',
};
