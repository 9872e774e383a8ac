export { selectToSend } from './due.ts';
export { drawUpList, paperColumns, readList } from './paper.ts';
export { sendCampaign } from './send.ts';
export { type Outgoing, readOutgoing } from './settings.ts';
export { decideUndecided } from './undecided.ts';
