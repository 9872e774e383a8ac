export { countAudience, selectFiltered, type Volume } from './audience.ts';
export {
  type Campaign,
  type CampaignSettings,
  campaignStates,
  selectCampaign,
  selectCampaigns,
} from './campaign.ts';
export type { Content } from './compile.ts';
export { type ContentProblem, checkContent, saveContent, selectContents } from './contents.ts';
export { copyCampaign } from './copy.ts';
export { createCampaign, editCampaign } from './edit.ts';
export { addressOf, hashesOf } from './filter.ts';
export { reasonAtLeaving } from './leaving.ts';
export {
  cancelCampaign,
  checkSaved,
  pauseCampaign,
  resumeCampaign,
  scheduleCampaign,
  sendNow,
  startDue,
  takeBack,
} from './life.ts';
export { prepareCampaign } from './prepare.ts';
export { previewCampaign, sendTest } from './preview.ts';
export { campaignTypes, channels, type ExclusionReason, exclusionReasons, languages } from './reasons.ts';
export { openRenderer, type Recipient, type Rendered, type Renderer, recipientColumns } from './render.ts';
export { type Results, selectCampaignsOf, selectRecipients, selectResults } from './results.ts';
export { type MeasuredText, MOST_MESSAGES, measureText, textParts } from './short-message.ts';
