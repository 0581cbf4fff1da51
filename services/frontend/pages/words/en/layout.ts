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
  docs: 'API and events',
  footer: 'A demo shop: nothing is sold and nothing is charged.',
};
