import type { Locale } from './shapes.ts';

type Words = { subject: string; body: string };
type Filled = Record<string, string>;

/** What customers are told by mail. The link stands below, on a line of its own. */
const letters: Record<Locale, Record<string, (filled: Filled) => Words>> = {
  fr: {
    'sign-up': ({ institution }) => ({
      subject: `Confirmez votre adresse e-mail – ${institution}`,
      body: `Bonjour,

Vous avez demandé un compte dans notre billetterie. Pour le créer, ouvrez le lien ci-dessous et saisissez le mot de passe que vous avez choisi. Le lien est valable 24\u00a0heures.

Si cette demande ne vient pas de vous, ignorez ce message\u00a0: aucun compte ne sera créé.`,
    }),
    'account-there': ({ institution }) => ({
      subject: `Vous avez déjà un compte – ${institution}`,
      body: `Bonjour,

Quelqu’un, vous peut-être, a voulu créer un compte avec votre adresse e-mail. Vous en avez déjà un\u00a0: vous pouvez vous connecter avec votre mot de passe, ou en choisir un nouveau à l’adresse ci-dessous.

Si ce n’était pas vous, vous n’avez rien à faire.`,
    }),
    'forgotten-password': ({ institution }) => ({
      subject: `Votre nouveau mot de passe – ${institution}`,
      body: `Bonjour,

Pour choisir un nouveau mot de passe, ouvrez le lien ci-dessous. Il est valable une heure.

Si cette demande ne vient pas de vous, ignorez ce message\u00a0: votre mot de passe reste le même.`,
    }),
    'new-email': ({ institution }) => ({
      subject: `Confirmez votre nouvelle adresse – ${institution}`,
      body: `Bonjour,

Vous souhaitez utiliser cette adresse pour votre compte. Pour la confirmer, ouvrez le lien ci-dessous. Il est valable 24\u00a0heures.`,
    }),
    'request-answered': ({ institution }) => ({
      subject: `Réponse à votre demande – ${institution}`,
      body: `Bonjour,

Nous avons répondu à votre demande au sujet de vos données personnelles. La réponse se trouve dans votre compte\u202f; connectez-vous pour la lire.`,
    }),
    'request-extended': ({ institution }) => ({
      subject: `Votre demande prend plus de temps – ${institution}`,
      body: `Bonjour,

Nous avons besoin de plus de temps pour répondre à votre demande au sujet de vos données personnelles. La raison et le nouveau délai se trouvent dans votre compte\u202f; connectez-vous pour les lire.`,
    }),
    'email-changed': ({ institution }) => ({
      subject: `Votre adresse e-mail a changé – ${institution}`,
      body: `Bonjour,

L’adresse e-mail de votre compte vient d’être changée. Ce message est le dernier que nous envoyons à l’ancienne.

Si ce n’était pas vous, répondez-nous sans attendre.`,
    }),
    order: ({ institution, number, lines, next }) => ({
      subject: `Votre commande ${number} – ${institution}`,
      body: `Bonjour,

Merci\u00a0! Voici votre commande ${number}\u00a0:

${lines}

${next}`,
    }),
    option: ({ until }) => ({
      subject: '',
      body: `Ces places sont retenues pour vous jusqu’au ${until}. Confirmez votre option avant cette date, sinon elles seront remises en vente\u00a0:`,
    }),
    reserved: ({ until }) => ({
      subject: '',
      body: `Ces places sont réservées. Réglez-les au guichet avant le ${until}. Votre réservation\u00a0:`,
    }),
    sold: () => ({ subject: '', body: 'Vos billets vous attendent ici\u00a0:' }),
    offer: ({ institution, product, when, until }) => ({
      subject: `Une place s’est libérée\u00a0: ${product} – ${institution}`,
      body: `Bonjour,

Bonne nouvelle\u00a0: une place s’est libérée pour ${product}${when}. Nous la gardons pour vous jusqu’au ${until}. Passé ce délai, elle sera proposée à la personne suivante.

Pour la prendre\u00a0:`,
    }),
    'offer-without-account': ({ institution, product, when, until }) => ({
      subject: `Une place s’est libérée\u00a0: ${product} – ${institution}`,
      body: `Bonjour,

Bonne nouvelle\u00a0: une place s’est libérée pour ${product}${when}. Nous la gardons pour vous jusqu’au ${until}. Passé ce délai, elle sera proposée à la personne suivante.

Pour la prendre, créez un compte avec cette adresse e-mail et votre nom\u00a0: la place vous y attend.`,
    }),
    payable: ({ until }) => ({
      subject: '',
      body: `Ces places sont réservées. Payez-les avant le ${until}, en ligne ou au guichet. Votre commande\u00a0:`,
    }),
    paid: ({ institution, number, lines }) => ({
      subject: `Vos billets de la commande ${number} – ${institution}`,
      body: `Bonjour,

Votre paiement nous est parvenu. Merci\u00a0! Votre commande ${number}\u00a0:

${lines}

Vos billets vous attendent ici\u00a0:`,
    }),
    moved: ({ institution, product, before, after }) => ({
      subject: `Nouvelle date\u00a0: ${product} – ${institution}`,
      body: `Bonjour,

La représentation «\u00a0${product}\u00a0»${before} est reportée. La nouvelle date\u00a0: ${after}.

Vos billets, réservations et options restent valables pour cette date\u00a0; vous n’avez rien à faire. Les billets que vous téléchargez à nouveau portent la nouvelle date, les anciens sont acceptés aussi.

Si elle ne vous convient pas, adressez-vous à la billetterie.`,
    }),
    'moved-waiting': ({ institution, product, before, after }) => ({
      subject: `Nouvelle date\u00a0: ${product} – ${institution}`,
      body: `Bonjour,

La représentation «\u00a0${product}\u00a0»${before} est reportée. La nouvelle date\u00a0: ${after}.

Vous restez sur la liste d’attente. Si la nouvelle date ne vous convient pas, adressez-vous à la billetterie.`,
    }),
    cancelled: ({ institution, product, before }) => ({
      subject: `Annulation\u00a0: ${product} – ${institution}`,
      body: `Bonjour,

La représentation «\u00a0${product}\u00a0»${before} est annulée. Vos places sont annulées avec elle, et vous n’avez plus rien à payer.`,
    }),
    'cancelled-credit': ({ institution, product, before, credit }) => ({
      subject: `Annulation\u00a0: ${product} – ${institution}`,
      body: `Bonjour,

La représentation «\u00a0${product}\u00a0»${before} est annulée, et vos billets avec elle.

Leur prix, ${credit}, est porté à votre crédit\u00a0: la billetterie vous rembourse ce que vous avez payé, ou le déduit d’une prochaine commande.`,
    }),
    'cancelled-waiting': ({ institution, product, before }) => ({
      subject: `Annulation\u00a0: ${product} – ${institution}`,
      body: `Bonjour,

La représentation «\u00a0${product}\u00a0»${before} est annulée. La liste d’attente sur laquelle vous étiez est close.`,
    }),
  },
  en: {
    'sign-up': ({ institution }) => ({
      subject: `Confirm your e-mail address – ${institution}`,
      body: `Hello,

You asked for an account in our ticket shop. To create it, open the link below and type the password that you chose. The link is good for 24 hours.

If it was not you who asked, ignore this message: no account will be created.`,
    }),
    'account-there': ({ institution }) => ({
      subject: `You already have an account – ${institution}`,
      body: `Hello,

Somebody, perhaps you, wanted to create an account with your e-mail address. You already have one: sign in with your password, or choose a new one at the address below.

If it was not you, there is nothing to do.`,
    }),
    'forgotten-password': ({ institution }) => ({
      subject: `Your new password – ${institution}`,
      body: `Hello,

To choose a new password, open the link below. It is good for one hour.

If it was not you who asked, ignore this message: your password stays the same.`,
    }),
    'new-email': ({ institution }) => ({
      subject: `Confirm your new address – ${institution}`,
      body: `Hello,

You want to use this address for your account. To confirm it, open the link below. It is good for 24 hours.`,
    }),
    'request-answered': ({ institution }) => ({
      subject: `An answer to your request – ${institution}`,
      body: `Hello,

We have answered your request about your personal data. The answer is in your account; sign in to read it.`,
    }),
    'request-extended': ({ institution }) => ({
      subject: `Your request takes longer – ${institution}`,
      body: `Hello,

We need more time to answer your request about your personal data. The reason and the new day are in your account; sign in to read them.`,
    }),
    'email-changed': ({ institution }) => ({
      subject: `Your e-mail address has changed – ${institution}`,
      body: `Hello,

The e-mail address of your account has just been changed. This is the last message we send to the old one.

If it was not you, answer us without delay.`,
    }),
    order: ({ institution, number, lines, next }) => ({
      subject: `Your order ${number} – ${institution}`,
      body: `Hello,

Thank you! Here is your order ${number}:

${lines}

${next}`,
    }),
    option: ({ until }) => ({
      subject: '',
      body: `These places are held for you until ${until}. Confirm your option before then, or they will be on sale again:`,
    }),
    reserved: ({ until }) => ({
      subject: '',
      body: `These places are reserved. Pay at the box office before ${until}. Your reservation:`,
    }),
    sold: () => ({ subject: '', body: 'Your tickets are waiting for you here:' }),
    offer: ({ institution, product, when, until }) => ({
      subject: `A place has come free: ${product} – ${institution}`,
      body: `Hello,

Good news: a place has come free for ${product}${when}. We keep it for you until ${until}. After that it is offered to the next person.

To take it:`,
    }),
    'offer-without-account': ({ institution, product, when, until }) => ({
      subject: `A place has come free: ${product} – ${institution}`,
      body: `Hello,

Good news: a place has come free for ${product}${when}. We keep it for you until ${until}. After that it is offered to the next person.

To take it, create an account with this e-mail address and your name: the place is waiting for you there.`,
    }),
    payable: ({ until }) => ({
      subject: '',
      body: `These places are reserved. Pay for them before ${until}, online or at the box office. Your order:`,
    }),
    paid: ({ institution, number, lines }) => ({
      subject: `Your tickets of order ${number} – ${institution}`,
      body: `Hello,

Your payment has reached us. Thank you! Your order ${number}:

${lines}

Your tickets are waiting for you here:`,
    }),
    moved: ({ institution, product, before, after }) => ({
      subject: `New date: ${product} – ${institution}`,
      body: `Hello,

The performance of ${product}${before} is rescheduled. The new date: ${after}.

Your tickets, reservations and options stay good for that date; there is nothing to do. Tickets that you download again bear the new date, and the old ones are accepted, too.

If it does not suit you, please ask the box office.`,
    }),
    'moved-waiting': ({ institution, product, before, after }) => ({
      subject: `New date: ${product} – ${institution}`,
      body: `Hello,

The performance of ${product}${before} is rescheduled. The new date: ${after}.

You stay on the waiting list. If the new date does not suit you, please ask the box office.`,
    }),
    cancelled: ({ institution, product, before }) => ({
      subject: `Cancelled: ${product} – ${institution}`,
      body: `Hello,

The performance of ${product}${before} is cancelled. Your places are cancelled with it, and there is nothing left to pay.`,
    }),
    'cancelled-credit': ({ institution, product, before, credit }) => ({
      subject: `Cancelled: ${product} – ${institution}`,
      body: `Hello,

The performance of ${product}${before} is cancelled, and your tickets with it.

Their price, ${credit}, is a credit of yours: the box office pays back what you paid, or takes it off your next order.`,
    }),
    'cancelled-waiting': ({ institution, product, before }) => ({
      subject: `Cancelled: ${product} – ${institution}`,
      body: `Hello,

The performance of ${product}${before} is cancelled. The waiting list that you were on is closed.`,
    }),
  },
};

/** @param name one of those above; @param filled what stands in it */
export function letter(locale: Locale, name: string, filled: Filled): Words {
  const written = letters[locale][name];
  if (written === undefined) throw new TypeError(`there is no letter ${name}`);
  return written(filled);
}
