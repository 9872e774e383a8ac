export { ticketsOf, ticketsPdf } from './draw.ts';
export { printTickets } from './print.ts';
