import type { LayoutWords } from '../fr/layout.ts';

export const layout: LayoutWords = {
  shop: 'Orderflow',
  skip: 'Skip to content',
  menu: {
    label: 'Main menu',
    home: 'Home',
    products: 'Products',
    cart: 'Cart',
    orders: 'My orders',
    login: 'Log in',
    register: 'Sign up',
    logout: 'Log out',
    language: 'Language',
  },
  sending: 'Sending…',
  offline: 'You are offline. Try again once you are connected.',
  unanswered: 'The shop is not responding. Try again in a moment.',
  docs: 'API and events',
  footer: 'A demo shop: nothing is sold and nothing is charged.',
};
