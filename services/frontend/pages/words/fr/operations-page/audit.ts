/** The texts of the page that shows who did what. */
export const audit = {
  title: 'Journal des interventions',
  entries: 'Les sept derniers jours',
  none: 'Personne n’est intervenu ces sept derniers jours.',
  unavailable: 'Loki ne répond pas : le journal ne peut pas être lu.',
  at: 'Date',
  who: 'Auteur',
  you: 'vous',
  what: 'Action',
  subject: 'Objet',
  details: 'Détails',
  events: {
    'fault.requested': 'a déclenché une panne',
    'fault.withdrawn': 'a arrêté une panne',
    'dead_letter.replayed': 'a rejoué un message',
    'dead_letter.discarded': 'a abandonné un message',
  },
};

export type AuditWords = typeof audit;
