import type { AllWords } from './all-en.ts';
import { biFr } from './bi-words.ts';
import { boxOfficeFr } from './box-office-words.ts';
import { bulkFr } from './bulk-fr.ts';
import { campaignsFr } from './campaigns-fr.ts';
import { catalogueFr } from './catalogue-fr.ts';
import { consentFr } from './consent-fr.ts';
import { contactFileFr } from './contact-file-fr.ts';
import { deliveryFr } from './delivery-words.ts';
import { duplicatesFr } from './duplicates-words.ts';
import { findingFr } from './finding-fr.ts';
import { notesFr } from './notes-words.ts';
import { outboxFr } from './outbox-fr.ts';
import { pagesFr } from './pages-fr.ts';
import { photoFr } from './photo-words.ts';
import { pointsOfSaleFr } from './points-of-sale-words.ts';
import { processingFr } from './processing-words.ts';
import { renewalFr } from './renewal-words.ts';
import { requestsFr } from './requests-words.ts';
import { smsFr } from './sms-words.ts';
import { targetsFr } from './targets-fr.ts';
import { trackingFr } from './tracking-words.ts';

/** The words of all pages in French. */
export const allFr: AllWords = {
  ...pagesFr,
  ...consentFr,
  bi: biFr,
  boxOffice: boxOfficeFr,
  bulk: bulkFr,
  campaigns: campaignsFr,
  catalogue: catalogueFr,
  delivery: deliveryFr,
  file: contactFileFr,
  duplicates: duplicatesFr,
  finding: findingFr,
  notes: notesFr,
  outbox: outboxFr,
  photo: photoFr,
  processing: processingFr,
  requests: requestsFr,
  pointsOfSale: pointsOfSaleFr,
  renewal: renewalFr,
  sms: smsFr,
  targets: targetsFr,
  tracking: trackingFr,
};
