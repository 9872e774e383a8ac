import { biEn, biFr } from './bi-words.ts';
import { boxOfficeEn, boxOfficeFr } from './box-office-words.ts';
import { bulkEn } from './bulk-en.ts';
import { bulkFr } from './bulk-fr.ts';
import { campaignsEn } from './campaigns-en.ts';
import { campaignsFr } from './campaigns-fr.ts';
import { catalogueEn } from './catalogue-en.ts';
import { catalogueFr } from './catalogue-fr.ts';
import { consentEn } from './consent-en.ts';
import { consentFr } from './consent-fr.ts';
import { contactFileEn } from './contact-file-en.ts';
import { contactFileFr } from './contact-file-fr.ts';
import { deliveryEn, deliveryFr } from './delivery-words.ts';
import { duplicatesEn, duplicatesFr } from './duplicates-words.ts';
import { findingEn } from './finding-en.ts';
import { findingFr } from './finding-fr.ts';
import { notesEn, notesFr } from './notes-words.ts';
import { outboxEn } from './outbox-en.ts';
import { outboxFr } from './outbox-fr.ts';
import { pagesEn } from './pages-en.ts';
import { pagesFr } from './pages-fr.ts';
import { photoEn, photoFr } from './photo-words.ts';
import { pointsOfSaleEn, pointsOfSaleFr } from './points-of-sale-words.ts';
import { processingEn, processingFr } from './processing-words.ts';
import { renewalEn, renewalFr } from './renewal-words.ts';
import { requestsEn, requestsFr } from './requests-words.ts';
import { smsEn, smsFr } from './sms-words.ts';
import { targetsEn, targetsFr } from './targets-words.ts';
import { trackingEn, trackingFr } from './tracking-words.ts';
import { useWords } from './words.tsx';

const en = {
  ...pagesEn,
  ...consentEn,
  bi: biEn,
  boxOffice: boxOfficeEn,
  bulk: bulkEn,
  campaigns: campaignsEn,
  catalogue: catalogueEn,
  delivery: deliveryEn,
  file: contactFileEn,
  duplicates: duplicatesEn,
  finding: findingEn,
  notes: notesEn,
  outbox: outboxEn,
  photo: photoEn,
  processing: processingEn,
  requests: requestsEn,
  pointsOfSale: pointsOfSaleEn,
  renewal: renewalEn,
  targets: targetsEn,
  sms: smsEn,
  tracking: trackingEn,
};
const fr: typeof en = {
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
  targets: targetsFr,
  sms: smsFr,
  tracking: trackingFr,
};
const all = { fr, en };

/** The words of the pages, beside those that everything shares (`useWords`). */
export function usePageWords() {
  const words = useWords();
  return { ...words, page: all[words.language] };
}
