/** Shows all times in the time zone of the browser. */
export function showLocalTimes(): void {
  const { lang } = document.documentElement;
  const locale = lang === 'fr' ? 'fr-FR' : 'en-IE';
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const;
  const formats = {
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }),
    clock: new Intl.DateTimeFormat(locale, { ...clock, fractionalSecondDigits: 3 }),
    short: new Intl.DateTimeFormat(locale, clock),
  };
  for (const time of document.querySelectorAll('time')) {
    const shown = time.dataset['shown'];
    if (shown === 'day' || shown === 'clock' || shown === 'short') {
      time.textContent = formats[shown].format(new Date(time.dateTime));
    }
  }
}
