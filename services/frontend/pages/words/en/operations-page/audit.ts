import type { AuditWords } from '../../fr/operations-page/audit.ts';

export const audit: AuditWords = {
  title: 'Who did what',
  entries: 'The last seven days',
  none: 'No one has intervened in the last seven days.',
  unavailable: 'Loki is not responding: the record cannot be read.',
  at: 'Date',
  who: 'Who',
  you: 'you',
  what: 'Action',
  subject: 'Subject',
  details: 'Details',
  events: {
    'fault.requested': 'switched a fault on',
    'fault.withdrawn': 'switched a fault off',
    'dead_letter.replayed': 'replayed a message',
    'dead_letter.discarded': 'discarded a message',
  },
};
