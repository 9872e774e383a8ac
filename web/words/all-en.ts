import { biEn } from './bi-words.ts';
import { boxOfficeEn } from './box-office-words.ts';
import { bulkEn } from './bulk-en.ts';
import { campaignsEn } from './campaigns-en.ts';
import { catalogueEn } from './catalogue-en.ts';
import { consentEn } from './consent-en.ts';
import { contactFileEn } from './contact-file-en.ts';
import { deliveryEn } from './delivery-words.ts';
import { duplicatesEn } from './duplicates-words.ts';
import { findingEn } from './finding-en.ts';
import { notesEn } from './notes-words.ts';
import { outboxEn } from './outbox-en.ts';
import { pagesEn } from './pages-en.ts';
import { photoEn } from './photo-words.ts';
import { pointsOfSaleEn } from './points-of-sale-words.ts';
import { processingEn } from './processing-words.ts';
import { renewalEn } from './renewal-words.ts';
import { requestsEn } from './requests-words.ts';
import { smsEn } from './sms-words.ts';
import { targetsEn } from './targets-en.ts';
import { trackingEn } from './tracking-words.ts';

/** The words of all pages in English. */
export const allEn = {
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
  sms: smsEn,
  targets: targetsEn,
  tracking: trackingEn,
};

export type AllWords = typeof allEn;
