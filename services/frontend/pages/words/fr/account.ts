/** The texts of the login and sign-up pages. */
export const account = {
  loginTitle: 'Connexion',
  loginLead: 'Heureux de vous revoir.',
  registerTitle: 'Inscription',
  registerLead: 'Un nom et un mot de passe, rien de plus.',
  username: 'Nom d’utilisateur',
  password: 'Mot de passe',
  login: 'Se connecter',
  register: 'Créer mon compte',
  noAccount: 'Pas encore de compte ?',
  haveAccount: 'Déjà un compte ?',
  usernameRule: 'De 3 à 64 caractères : lettres sans accent, chiffres, points, tirets.',
  passwordRule: 'De 8 à 128 caractères, et pas un mot de passe courant.',
  wrong: 'Nom d’utilisateur ou mot de passe incorrect.',
  taken: 'Ce nom est déjà pris. Choisissez-en un autre.',
  tooMany: (minutes: number) => `Trop de tentatives. Réessayez dans ${minutes} min.`,
  busy: (seconds: number) => `Trop de connexions en ce moment. Réessayez dans ${seconds} s.`,
  cartKept: 'Votre panier vous attend.',
};

export type AccountWords = typeof account;
