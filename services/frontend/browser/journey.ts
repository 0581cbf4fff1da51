// The script of the journey page: opens details without leaving the page, and lets keys move between the bars.
import { load } from './page.ts';
import { replace, replaced } from './replace.ts';
import { fitPictures, zoomByButton, zoomByKey } from './zoom.ts';

const bars = (row: Element) => [...row.querySelectorAll<SVGAElement>('.bar')];

/** Makes each picture one stop of the tab key: its selected bar, or its first one. The arrow keys reach the others. */
function prepare(): void {
  for (const picture of document.querySelectorAll('.lane-bars')) {
    const all = bars(picture);
    const stop = all.find((bar) => bar.classList.contains('is-selected')) ?? all[0];
    for (const bar of all) bar.setAttribute('tabindex', bar === stop ? '0' : '-1');
  }
  fitPictures();
}

/** Shows the page of a link in place of this one. If that fails, lets the browser follow the link. */
async function show(href: string, cause?: Event): Promise<boolean> {
  const answer = await load(href, {}, cause).catch(() => undefined);
  return answer?.ok === true && replace('#order', answer.page);
}

async function follow(link: Element, cause: Event): Promise<void> {
  const url = new URL(link.getAttribute('href') ?? '', location.href);
  // The visitor may have zoomed after the page was made.
  const shown = new URLSearchParams(location.search);
  for (const name of ['from', 'to']) {
    const value = shown.get(name);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  const before = shown.get('span');
  if (!(await show(url.href, cause))) return location.assign(url);
  history.pushState(null, '', url);
  const title = document.getElementById('detail-title');
  (title ?? document.getElementById(`bar-working-${before}`))?.focus();
  title?.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null;
  zoomByButton(target?.closest<HTMLElement>('[data-zoom]'));
  const link = target?.closest('a[data-view]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  void follow(link, event);
});

addEventListener('popstate', () => void show(location.href));

/** Returns the bar that an arrow key reaches: the next one of the lane, or the nearest one of the next lane. */
function neighbor(bar: SVGAElement, key: string): SVGAElement | undefined {
  const row = bar.closest('.lane-row');
  if (row === null) return undefined;
  const lane = bars(row);
  if (key === 'ArrowLeft' || key === 'ArrowRight') return lane[lane.indexOf(bar) + (key === 'ArrowLeft' ? -1 : 1)];
  const rows = [...(row.parentElement?.querySelectorAll('.lane-row') ?? [])];
  const next = rows[rows.indexOf(row) + (key === 'ArrowUp' ? -1 : 1)];
  const at = Number(bar.dataset['at']);
  const distance = (other: SVGAElement) => Math.abs(Number(other.dataset['at']) - at);
  return next && bars(next).toSorted((one, other) => distance(one) - distance(other))[0];
}

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  if (key === 'Escape') document.querySelector<HTMLElement>('[data-close]')?.click();
  const bar = target instanceof Element ? target.closest<SVGAElement>('.bar') : null;
  if (bar === null) return;
  if (zoomByKey(bar, key)) event.preventDefault();
  if (!key.startsWith('Arrow')) return;
  event.preventDefault();
  const next = neighbor(bar, key);
  if (next === undefined) return;
  bar.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  next.focus();
});

// The script of the shop changes the journey while it is incomplete.
document.addEventListener(replaced, prepare);
prepare();
