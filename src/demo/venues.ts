/** The sellers inside the demo institution; what follows is in the same order. */
export const VENUES = ['Théâtre du Lac', 'Festival des Quais', 'Musée du Léman – boutique'];

/** Dated by an end of validity. */
export const PASSES = ['Abonnement de saison', 'Pass festival', 'Carte annuelle'];

/** Dated by nothing. */
export const UNDATED = ['Bon cadeau', 'Amis du festival', 'Affiche d’exposition'];
