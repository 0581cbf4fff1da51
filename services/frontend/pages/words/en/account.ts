import type { AccountWords } from '../fr/account.ts';

export const account: AccountWords = {
  loginTitle: 'Log in',
  loginLead: 'Welcome back.',
  registerTitle: 'Sign up',
  registerLead: 'A username and a password, nothing more.',
  username: 'Username',
  password: 'Password',
  login: 'Log in',
  register: 'Create my account',
  noAccount: 'No account yet?',
  haveAccount: 'Already have an account?',
  usernameRule: '3 to 64 characters: letters a to z, digits, dots, dashes.',
  passwordRule: '8 to 128 characters, and not a common password.',
  wrong: 'Wrong username or password.',
  taken: 'This name is taken. Choose another one.',
  tooMany: (minutes: number) => `Too many attempts. Try again in ${minutes} min.`,
  busy: (seconds: number) => `Too many logins at the moment. Try again in ${seconds} s.`,
  cartKept: 'Your cart is waiting for you.',
};
