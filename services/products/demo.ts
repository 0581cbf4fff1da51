import { Product } from './models.ts';

/** Enough for every load test. */
const plenty = 1_000_000;

/** The demo catalogue. One product is scarce, so that orders can be seen to be rejected. */
const catalogue = [
  {
    id: 'laptop-pro',
    nameFr: 'Laptop Pro',
    nameEn: 'Laptop Pro',
    descriptionFr: 'Ordinateur portable de 14 pouces, 32 Go de mémoire et 1 To de stockage, pour travailler partout.',
    descriptionEn: 'A 14-inch laptop with 32 GB of memory and 1 TB of storage, for work anywhere.',
    priceCents: 129_999,
    stock: plenty,
  },
  {
    id: 'smartphone-x',
    nameFr: 'Smartphone X',
    nameEn: 'Smartphone X',
    descriptionFr: 'Écran OLED de 6,1 pouces, triple appareil photo et deux jours d’autonomie.',
    descriptionEn: 'A 6.1-inch OLED screen, three cameras and two days of battery.',
    priceCents: 89_999,
    stock: plenty,
  },
  {
    id: 'casque-sans-fil',
    nameFr: 'Casque Sans Fil',
    nameEn: 'Wireless Headphones',
    descriptionFr: 'Casque Bluetooth à réduction de bruit active, 30 heures d’écoute.',
    descriptionEn: 'Bluetooth headphones with active noise cancelling and 30 hours of listening.',
    priceCents: 19_999,
    stock: plenty,
  },
  {
    id: 'tablette-pro',
    nameFr: 'Tablette Pro',
    nameEn: 'Pro Tablet',
    descriptionFr: 'Tablette de 11 pouces avec stylet, pour dessiner, lire et prendre des notes.',
    descriptionEn: 'An 11-inch tablet with a pen, for drawing, reading and taking notes.',
    priceCents: 74_999,
    stock: plenty,
  },
  {
    id: 'montre-connectee',
    nameFr: 'Montre Connectée',
    nameEn: 'Smartwatch',
    descriptionFr: 'Suivi du cœur, du sommeil et du sport, étanche à 50 mètres. Édition limitée.',
    descriptionEn: 'Follows heart, sleep and sport, waterproof to 50 metres. Limited edition.',
    priceCents: 29_999,
    stock: 25,
  },
  {
    id: 'appareil-photo',
    nameFr: 'Appareil Photo',
    nameEn: 'Camera',
    descriptionFr: 'Hybride de 24 mégapixels, vidéo 4K, livré avec un objectif 18-55 mm.',
    descriptionEn: 'A 24-megapixel mirrorless camera with 4K video and an 18-55 mm lens.',
    priceCents: 64_999,
    stock: plenty,
  },
  {
    id: 'enceinte-bluetooth',
    nameFr: 'Enceinte Bluetooth',
    nameEn: 'Bluetooth Speaker',
    descriptionFr: 'Enceinte portable au son ample, résistante à l’eau, 12 heures d’autonomie.',
    descriptionEn: 'A portable speaker with a full sound, water-resistant, with 12 hours of battery.',
    priceCents: 12_999,
    stock: plenty,
  },
  {
    id: 'clavier-mecanique',
    nameFr: 'Clavier Mécanique',
    nameEn: 'Mechanical Keyboard',
    descriptionFr: 'Clavier compact rétroéclairé, touches interchangeables à chaud.',
    descriptionEn: 'A compact backlit keyboard with hot-swappable switches.',
    priceCents: 14_999,
    stock: plenty,
  },
  {
    id: 'souris-gaming',
    nameFr: 'Souris Gaming',
    nameEn: 'Gaming Mouse',
    descriptionFr: 'Souris de 60 grammes, capteur de 26 000 points par pouce et six boutons.',
    descriptionEn: 'A 60-gram mouse with a 26,000 dpi sensor and six buttons.',
    priceCents: 4_999,
    stock: plenty,
  },
  {
    id: 'webcam-hd',
    nameFr: 'Webcam HD',
    nameEn: 'HD Webcam',
    descriptionFr: 'Caméra 1080p à 60 images par seconde, double micro et cache de confidentialité.',
    descriptionEn: 'A 1080p camera at 60 frames a second, with two microphones and a privacy cover.',
    priceCents: 7_999,
    stock: plenty,
  },
];

/** Adds the products that are not there yet; never touches one that is, nor its stock. Safe when several instances start at once. */
export async function addDemoProducts(): Promise<void> {
  await Product.bulkCreate(
    catalogue.map(({ stock, ...product }, index) => ({
      ...product,
      initialStock: stock,
      available: stock,
      position: index + 1,
    })),
    { ignoreDuplicates: true },
  );
}
