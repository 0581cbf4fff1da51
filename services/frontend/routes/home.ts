import escapeHtml from 'escape-html';
import type { Route } from '#http/app.ts';
import { chooseLanguage, type Language } from '../language.ts';
import type { Shop } from '../shop.ts';

const words = {
  fr: { title: 'Produits', price: 'Prix', stock: 'En stock', locale: 'fr-FR' },
  en: { title: 'Products', price: 'Price', stock: 'In stock', locale: 'en-IE' },
};

/** The home page: the products, their prices and their stock. */
export const home = ({ catalogue, limit }: Shop): Route => ({
  method: 'get',
  path: '/',
  before: [limit],
  handle: async (request, response) => {
    const found = await catalogue.list();
    const language = chooseLanguage(request, response);
    const { title, price, stock } = words[language];
    const rows = found.map(
      ({ name, description, priceCents, available }) => `
        <tr><th scope="row">${escapeHtml(name[language])}</th><td>${escapeHtml(description[language])}</td>
          <td>${escapeHtml(euros(priceCents, language))}</td><td>${available}</td></tr>`,
    );
    response.type('html').send(`<!doctype html>
<html lang="${language}">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Orderflow: ${title}</title></head>
  <body>
    <main>
      <h1>${title}</h1>
      <table>
        <thead><tr><th scope="col">${title}</th><td></td><th scope="col">${price}</th><th scope="col">${stock}</th></tr></thead>
        <tbody>${rows.join('')}
        </tbody>
      </table>
    </main>
  </body>
</html>
`);
  },
});

const euros = (cents: number, language: Language): string =>
  new Intl.NumberFormat(words[language].locale, { style: 'currency', currency: 'EUR' }).format(cents / 100);
