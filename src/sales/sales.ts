export { keepBasket, readBasket, setAttendee, takeOut } from './basket.ts';
export { cancelLines, previewCancel } from './cancel.ts';
export { confirmOption } from './confirm.ts';
export { expireDue } from './expire.ts';
export { readOffer } from './offer.ts';
export { startOnlinePayment } from './online-payments.ts';
export { readOrder } from './order.ts';
export { refund, takePayment } from './payments.ts';
export { selectPeople } from './people.ts';
export { placeOrder } from './place-order.ts';
export { savePaymentProvider, selectPaidOnline } from './providers.ts';
export { openBasket, putIn } from './put-in.ts';
export { recountQuotas } from './recount.ts';
export { cancelAndRefundOnline, refundOnline } from './refund-online.ts';
export { sellLines } from './sell.ts';
export type {
  Attendee,
  Basket,
  BasketLine,
  NewPayment,
  OfferedPerformance,
  OfferedProduct,
  OnlinePaymentSettings,
  Order,
  OrderLine,
  WantedPlaces,
} from './shapes.ts';
export { takeOffer } from './take-offer.ts';
export { joinWaitingList, leaveWaitingList, selectWaiting } from './waiting-list.ts';
export { forgetPaymentEvents, handleWebhook } from './webhook.ts';
