/** The refusals of the catalogue and of points of sale. */
export const catalogueFrench = {
  'unknown-product': 'Ce produit n’existe pas, ou n’est pas de votre institution.',
  'unknown-performance': 'Cette représentation n’existe pas, ou n’est pas de votre institution.',
  'unknown-season': 'Cette saison n’existe pas.',
  'unknown-price-category': 'Cette catégorie de prix n’existe pas.',
  'unknown-quota': 'Ce quota n’est plus là. Rechargez la page.',
  'unknown-point-of-sale': 'Ce point de vente n’existe pas, ou n’est pas de votre institution.',
  'product-exists': 'Cet organisme a déjà un produit de ce nom.',
  'season-used': 'Des produits appartiennent à cette saison\u00a0: elle reste.',
  'price-category-used':
    'Cette catégorie a des prix, ou quelque chose a été vendu avec elle\u00a0: elle reste.',
  'season-exists': 'Une saison porte déjà ce nom.',
  'price-category-exists': 'Une catégorie de prix porte déjà ce nom.',
  'performance-exists':
    'Il y a déjà une représentation de cet événement à ce moment\u00a0: rien n’a été enregistré.',
  'point-of-sale-exists': 'Cet organisme a déjà un point de vente de ce nom.',
  'wrong-product':
    'Le produit n’est pas complet\u00a0: il lui faut un nom et, pour un abonnement, un dernier jour.',
  'wrong-season': 'Une saison a un nom, et ne se termine pas avant de commencer.',
  'wrong-price-category': 'Une catégorie de prix a un nom de 100 caractères au plus.',
  'wrong-prices': 'Un prix est un montant positif, et une catégorie n’en a qu’un.',
  'wrong-quotas':
    'Chaque quota a un nom à lui et un nombre entier de places. Pour échanger deux noms, enregistrez entre-temps.',
  'wrong-performance': 'Ajoutez de 1 à 500 représentations à la fois.',
  'end-before-start': 'La fin ne peut pas précéder le début.',
  'no-event': 'Seul un événement a des représentations.',
  'product-has-performances': 'Ce produit a des représentations\u00a0: il reste un événement.',
  'pass-sold':
    'Cet abonnement a déjà été vendu\u00a0: son dernier jour reste. Créez un autre abonnement pour une autre date.',
  'quota-below-taken':
    'Plus de places sont prises que le quota n’en aurait\u00a0: rien n’a été enregistré. Annulez d’abord des billets ou gardez plus de places.',
  'quota-used':
    'Des billets ont été pris dans ce quota\u00a0: il ne peut pas être retiré. Donnez-lui 0\u00a0place.',
  'not-ready': 'Il manque encore quelque chose pour mettre ce produit en vente.',
  'performance-cancelled': 'Cette représentation est annulée\u00a0: elle ne change plus.',
  'wrong-point-of-sale': 'Le point de vente n’est pas complet\u00a0: il lui faut un nom.',
  'wrong-slug':
    'L’adresse d’une boutique a des lettres minuscules sans accent, des chiffres et des traits d’union.',
  'reserved-slug': 'Rappel a besoin de cette adresse. Choisissez-en une autre.',
  'slug-exists': 'Une autre boutique a déjà cette adresse.',
  'wrong-policy-address': 'L’adresse de la politique de confidentialité commence par https://.',
  'policy-recommended': 'Il est recommandé d’indiquer l’adresse d’une politique de confidentialité.',
};

export const catalogueEnglish: typeof catalogueFrench = {
  'unknown-product': 'This product is not there, or not your institution’s.',
  'unknown-performance': 'This performance is not there, or not your institution’s.',
  'unknown-season': 'This season is not there.',
  'unknown-price-category': 'This price category is not there.',
  'unknown-quota': 'This quota is not there any more. Load the page again.',
  'unknown-point-of-sale': 'This point of sale is not there, or not your institution’s.',
  'product-exists': 'This organisation has a product of that name already.',
  'season-used': 'Products belong to this season: it stays.',
  'price-category-used': 'This category has prices, or something was sold at it: it stays.',
  'season-exists': 'A season has this name already.',
  'price-category-exists': 'A price category has this name already.',
  'performance-exists': 'The event has a performance at this moment already: nothing was saved.',
  'point-of-sale-exists': 'This organisation has a point of sale of that name already.',
  'wrong-product': 'The product is incomplete: it takes a name and, for a pass, a last day.',
  'wrong-season': 'A season has a name, and does not end before it begins.',
  'wrong-price-category': 'A price category has a name of 100 characters at the most.',
  'wrong-prices': 'A price is a positive amount, and a category has one only.',
  'wrong-quotas':
    'Each quota has a name of its own and a whole number of places. To swap two names, save in between.',
  'wrong-performance': 'Add 1 to 500 performances at once.',
  'end-before-start': 'The end cannot come before the start.',
  'no-event': 'Only an event has performances.',
  'product-has-performances': 'This product has performances: it stays an event.',
  'pass-sold': 'This pass was sold already: its last day stays. Create another pass for another day.',
  'quota-below-taken':
    'More places are taken than the quota would have: nothing was saved. Cancel tickets first, or keep more places.',
  'quota-used': 'Tickets were taken from this quota: it cannot be removed. Give it 0 places.',
  'not-ready': 'Something is still missing to put this product on sale.',
  'performance-cancelled': 'This performance is cancelled: it does not change any more.',
  'wrong-point-of-sale': 'The point of sale is incomplete: it takes a name.',
  'wrong-slug': 'The address of a shop has small letters without accents, digits and hyphens.',
  'reserved-slug': 'Rappel needs this address. Choose another.',
  'slug-exists': 'Another shop has this address already.',
  'wrong-policy-address': 'The address of the privacy policy begins with https://.',
  'policy-recommended': 'It is recommended to give the address of a privacy policy.',
};
