export {
  changeIdentity,
  changePassword,
  readIdentity,
  verifyPassword,
} from './account.ts';
export { type Choices, readChoices, saveChoices, unanswered, type WantedChoices } from './choices.ts';
export { addFriend, dropFriend, selectFriends } from './friends.ts';
export { confirmEmail, readLink, requestEmail, requestPassword, setForgottenPassword } from './links.ts';
export { selectOrders } from './orders.ts';
export { type Policy, selectApprovals, selectPolicy } from './policy.ts';
export { endCustomerSession, findCustomer } from './sessions.ts';
export { type Customer, type Locale, locales, type Place } from './shapes.ts';
export { signInCustomer } from './sign-in.ts';
export { confirmSignUp, readSignUp, signUp } from './sign-up.ts';
export { type Spoken, spokenDate, spokenMoney } from './speech.ts';
export { sweepCustomers, tellWhatHappened } from './tell.ts';
export { countReach, type Reach, tellOfPerformance } from './tell-moved.ts';
export { tellOrder, tellPaid } from './tell-orders.ts';
export { tellOfRequest } from './tell-request.ts';
