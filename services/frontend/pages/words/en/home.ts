import type { HomeWords } from '../fr/home.ts';

export const home: HomeWords = {
  title: 'Home',
  headline: 'Order and follow every step.',
  lead: 'Each order travels through Kafka and two services before it is confirmed. You watch it move, live.',
  browse: 'Browse the products',
  steps: [
    { name: 'Accepted', says: 'recorded by Kafka, it can no longer be lost' },
    { name: 'Reserved', says: 'the warehouse reserves the items and sets the price' },
    { name: 'Confirmed', says: 'you see when, to the millisecond' },
  ],
  selection: 'Our selection',
};
