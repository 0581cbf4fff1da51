/** The texts of error pages. */
export const problem = {
  byStatus: {
    404: { title: 'Page introuvable', says: 'Cette page n’existe pas, ou n’existe plus.' },
    403: { title: 'Demande refusée', says: 'Cette demande venait d’un autre site. Rien n’a été fait.' },
    429: { title: 'Trop de demandes', says: 'Vous avez envoyé trop de demandes. Attendez un instant, puis réessayez.' },
    503: {
      title: 'La boutique est momentanément indisponible',
      says: 'Un service ne répond pas. Réessayez dans quelques secondes.',
    },
    400: { title: 'Demande incorrecte', says: 'Cette demande est incomplète ou incorrecte.' },
    500: {
      title: 'Une erreur est survenue',
      says: 'L’erreur vient de notre côté. Elle est enregistrée et sera examinée.',
    },
  },
  retry: 'Réessayer',
  home: 'Retour à l’accueil',
  safe: 'Votre panier est conservé. Vous pouvez renvoyer la commande sans risque : elle ne sera passée qu’une fois.',
  wait: (seconds: number) => `Réessayez dans ${seconds} s.`,
  trace: 'Référence',
};

export type ProblemWords = typeof problem;
