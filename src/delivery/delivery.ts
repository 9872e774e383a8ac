export { selectToSend } from './due.ts';
export { drawUpList, paperColumns, readList } from './paper.ts';
export { sendCampaign } from './send.ts';
export { type Outgoing, readOutgoing } from './settings.ts';
export { SmsGateway } from './sms-gateway.ts';
export { takeIncoming } from './sms-incoming.ts';
export { sendTestText } from './sms-test.ts';
export { decideUndecided } from './undecided.ts';
