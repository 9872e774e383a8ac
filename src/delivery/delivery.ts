export { type Bounce, takeBounce } from './bounces.ts';
export { selectToSend } from './due.ts';
export { drawUpList, paperColumns, readList } from './paper.ts';
export { type SendingEnd, sendCampaign } from './send.ts';
export { type Outgoing, readOutgoing } from './settings.ts';
export { type Decision, decideUndecided } from './undecided.ts';
