import type { ProblemWords } from '../fr/problem.ts';

export const problem: ProblemWords = {
  byStatus: {
    404: { title: 'Page not found', says: 'This page does not exist, or no longer exists.' },
    403: { title: 'Request refused', says: 'This request came from another site. Nothing was done.' },
    429: { title: 'Too many requests', says: 'You sent too many requests. Wait a moment, then try again.' },
    503: {
      title: 'The shop is temporarily unavailable',
      says: 'A service is not responding. Try again in a few seconds.',
    },
    400: { title: 'Invalid request', says: 'This request is incomplete or incorrect.' },
    500: { title: 'Something went wrong', says: 'The error is on our side. It was recorded and will be investigated.' },
  },
  retry: 'Try again',
  home: 'Back to the home page',
  safe: 'Your cart is kept. You can safely send the order again: it will be placed only once.',
  wait: (seconds: number) => `Try again in ${seconds} s.`,
  trace: 'Reference',
};
