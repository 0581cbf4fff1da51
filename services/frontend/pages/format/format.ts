import type { Language } from '../../language.ts';

const locales = { fr: 'fr-FR', en: 'en-IE' };

function once<T>(make: (locale: string) => T): Record<Language, T> {
  return { fr: make(locales.fr), en: make(locales.en) };
}

const currency = once((locale) => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }));
const number = once((locale) => new Intl.NumberFormat(locale));

/** The time zone of the shop. Browsers that run scripts show their own time zone instead. */
const timeZone = 'Europe/Paris';
const day = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }));
const clock = once(
  (locale) =>
    new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hour12: false,
      timeZone,
      timeZoneName: 'short',
    }),
);

const short = once(
  (locale) =>
    new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone }),
);

/** Formats a price: `1 299,99 €` or `€1,299.99`. */
export const euros = (cents: number, language: Language): string => currency[language].format(cents / 100);

/** Formats a whole number: `1 299` or `1,299`. */
export const count = (value: number, language: Language): string => number[language].format(value);

/** Formats a date with its time: `21 novembre 2026 à 14:03`. */
export const dayAndTime = (at: string, language: Language): string => day[language].format(new Date(at));

/** Formats a time with milliseconds: `14:03:12,345 UTC+1`. */
export const timeOfDay = (at: string, language: Language): string => clock[language].format(new Date(at));

/** Formats a time with seconds: `14:03:12`. */
export const shortTime = (at: string, language: Language): string => short[language].format(new Date(at));

/** Formats a short duration: `<1 ms`, `45 ms`, `1,3 s`. */
export const duration = (ms: number, language: Language): string =>
  ms < 1_000
    ? `${ms > 0 && ms < 1 ? '<1' : Math.round(ms)}\u00a0ms`
    : `${new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 }).format(ms / 1_000)}\u00a0s`;

const precise = once((locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }));

const preciseShare = once((locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }));

/** Formats a share with two decimals: `99,95 %` or `99.95%`. */
export const precisePercent = (value: number, language: Language): string => preciseShare[language].format(value);

/** Formats a number with three significant digits: `0,25`, `12,3`, `1 230`. */
export const decimal = (value: number, language: Language): string => precise[language].format(value);

const share = once((locale) => new Intl.NumberFormat(locale, { style: 'percent' }));

/** Formats a share of 1: `31 %` or `31%`. */
export const percent = (value: number, language: Language): string => share[language].format(value);

const conjunction = once((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** Formats a list of texts: `a, b et c`. */
export const list = (texts: readonly string[], language: Language): string => conjunction[language].format(texts);

const long = once((locale) => new Intl.DurationFormat(locale, { style: 'narrow' }));

/** Formats a duration with its seconds, unless it takes an hour: `1,3 s`, `1min 37s`, `2h 5min`. */
export function exactDuration(ms: number, language: Language): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes === 0 || minutes >= 60) return longDuration(ms / 1_000, language);
  return long[language].format({ minutes, seconds: Math.floor(ms / 1_000) % 60 });
}

/** Formats a duration that may be long: `8,2 s`, `12min`, `2h 5min`, `3j 4h`. */
export function longDuration(seconds: number, language: Language): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (minutes === 0) return duration(seconds * 1_000, language);
  if (hours === 0) return long[language].format({ minutes });
  if (days === 0) return long[language].format({ hours, minutes: minutes % 60 });
  return long[language].format({ days, hours: hours % 24 });
}
