export { keepBasket, openBasket, putIn, readBasket, setAttendee, takeOut } from './basket.ts';
export { cancelLines, previewCancel } from './cancel.ts';
export { confirmOption, sellLines } from './confirm.ts';
export { expireDue } from './expire.ts';
export { readOffer } from './offer.ts';
export { handleWebhook, startOnlinePayment } from './online-payments.ts';
export { readOrder } from './order.ts';
export { refund, takePayment } from './payments.ts';
export { placeOrder } from './place-order.ts';
export type {
  Attendee,
  Basket,
  BasketLine,
  By,
  Money,
  NewOrder,
  NewPayment,
  OfferedPerformance,
  OfferedPrice,
  OfferedProduct,
  OnlinePaymentSettings,
  Order,
  OrderLine,
  Waiting,
  WantedPlaces,
} from './shapes.ts';
export {
  joinWaitingList,
  leaveWaitingList,
  offerFreedPlaces,
  selectWaiting,
  takeOffer,
} from './waiting-list.ts';
