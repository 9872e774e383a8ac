export { deliverMessage, MOST_ATTEMPTS } from './deliver.ts';
export { type Mail, MailFailure, openMail } from './mail.ts';
export { giveUpOnStuck, removeOldMessages, selectQueued, sendAgain } from './queue.ts';
export { messageStates, selectMessage, selectMessages } from './select.ts';
export { oneLine, type Telling, tell, tellCustomers } from './tell.ts';
