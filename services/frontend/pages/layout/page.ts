import type { Html } from '../html.ts';

/** A page, without the layout that all pages share. */
export interface Page {
  title: string;
  body: Html;
  /** The menu entry to mark as current. */
  entry?: 'home' | 'products' | 'cart' | 'orders' | 'operations' | 'login' | 'register';
  /** The asset that browsers show in the tab; by default the logo. */
  icon?: string;
  /** Assets of this page, besides those of all pages. */
  styles?: readonly string[];
  scripts?: readonly string[];
  /** Reloads the page after this many seconds in browsers that run no scripts. */
  refreshSeconds?: number;
}
