// Zooms the pictures of the journey page. The address of the page keeps the part of the first picture that is shown.
import { duration } from '../pages/format/format.ts';
import { percentAt, placed, type Range } from '../pages/journey/picture-layout.ts';

const language = document.documentElement.lang === 'fr' ? 'fr' : 'en';
const ranges = new WeakMap<SVGElement, Range>();

const total = (picture: SVGElement) => Number(picture.dataset['total']);
const rangeOf = (picture: SVGElement): Range => ranges.get(picture) ?? { from: 0, to: total(picture) };

/** Shows a part of a picture. */
function draw(picture: SVGElement, range: Range): void {
  ranges.set(picture, range);
  for (const bar of picture.querySelectorAll<SVGElement>('.bar')) {
    const [at, ms] = [Number(bar.dataset['at']), Number(bar.dataset['ms'])];
    const { x, width } = placed({ at, duration: ms }, range);
    const rect = bar.querySelector('rect');
    rect?.setAttribute('x', `${x}%`);
    rect?.setAttribute('width', `${width}%`);
    bar.classList.toggle('is-outside', at > range.to || at + ms < range.from);
  }
  for (const arrow of picture.querySelectorAll<SVGElement>('.arrow')) {
    arrow.setAttribute('x1', `${percentAt(Number(arrow.dataset['from']), range)}%`);
    arrow.setAttribute('x2', `${percentAt(Number(arrow.dataset['to']), range)}%`);
  }
  const labels = picture.closest('.journey-picture')?.querySelectorAll('.lane-axis span') ?? [];
  for (const [n, label] of [...labels].entries()) {
    label.textContent = duration(range.from + ((range.to - range.from) * n) / 2, language);
  }
}

/** Shows a part of a picture, within the bounds of the journey, and keeps it in the address. */
function zoom(picture: SVGElement, { from, to }: Range): void {
  const range = { from: Math.max(0, from), to: Math.min(total(picture), to) };
  // A thousandth of the journey is the most that a picture shows in full width.
  if (range.to - range.from < total(picture) / 1_000) return;
  draw(picture, range);
  if (picture !== document.querySelector('.lane-bars')) return;
  const url = new URL(location.href);
  const whole = range.from === 0 && range.to === total(picture);
  for (const [name, value] of Object.entries(range)) {
    if (whole) url.searchParams.delete(name);
    else url.searchParams.set(name, value.toFixed(2));
  }
  history.replaceState(null, '', url);
}

/** Enlarges the part that is shown, around a time, or shows more. */
function zoomBy(picture: SVGElement, factor: number, around?: number): void {
  const { from, to } = rangeOf(picture);
  const center = around ?? (from + to) / 2;
  const half = ((to - from) * factor) / 2;
  const begin = Math.min(Math.max(0, center - half), Math.max(0, total(picture) - 2 * half));
  zoom(picture, { from: begin, to: begin + 2 * half });
}

/** Shows the part of the first picture that the address names. */
export function fitPictures(): void {
  const picture = document.querySelector<SVGElement>('.lane-bars');
  const query = new URLSearchParams(location.search);
  const [from, to] = [Number(query.get('from')), Number(query.get('to'))];
  if (picture && to > from && to <= total(picture) * 1.001) draw(picture, { from, to });
}

export function zoomByButton(button: HTMLElement | null | undefined): void {
  const picture = button?.closest('.journey-picture')?.querySelector<SVGElement>('.lane-bars');
  if (!button || !picture) return;
  if (button.dataset['zoom'] === 'reset') zoom(picture, { from: 0, to: total(picture) });
  else zoomBy(picture, button.dataset['zoom'] === 'in' ? 0.5 : 2);
}

/** Zooms around the bar that has the focus. Returns false for other keys. */
export function zoomByKey(bar: SVGElement, key: string): boolean {
  const picture = bar.closest<SVGElement>('.lane-bars');
  if (picture === null || !['+', '=', '-', '0'].includes(key)) return false;
  const center = Number(bar.dataset['at']) + Number(bar.dataset['ms']) / 2;
  if (key === '0') zoom(picture, { from: 0, to: total(picture) });
  else zoomBy(picture, key === '-' ? 2 : 0.5, center);
  return true;
}

/** Ignores the click with which the browser ends a drag, so that it opens no bar. */
function ignoreClick(): void {
  const ignored = new AbortController();
  const ignore = (click: Event) => {
    click.preventDefault();
    click.stopPropagation();
  };
  addEventListener('click', ignore, { capture: true, once: true, signal: ignored.signal });
  setTimeout(() => ignored.abort());
}

/** The smallest part of a picture that a drag chooses, in pixels; anything less is a click. */
const minDrag = 6;

document.addEventListener('pointerdown', (down) => {
  const picture = down.target instanceof Element ? down.target.closest<SVGSVGElement>('svg.lane-bars') : null;
  if (picture === null || down.button !== 0) return;
  const box = picture.getBoundingClientRect();
  const brush = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  brush.setAttribute('class', 'brush');
  brush.setAttribute('height', '100%');
  const within = (x: number) => Math.min(Math.max(x - box.left, 0), box.width);
  const ends = (event: PointerEvent) =>
    [within(down.clientX), within(event.clientX)].toSorted((one, other) => one - other);
  const dragged = (event: PointerEvent) => Math.abs(event.clientX - down.clientX) >= minDrag;
  const listening = new AbortController();
  const { signal } = listening;
  const move = (event: PointerEvent) => {
    if (!dragged(event)) return;
    const [left = 0, right = 0] = ends(event);
    brush.setAttribute('x', String(left));
    brush.setAttribute('width', String(right - left));
    picture.append(brush);
  };
  const end = (event: PointerEvent) => {
    listening.abort();
    brush.remove();
    if (event.type === 'pointercancel' || !dragged(event)) return;
    ignoreClick();
    const [left = 0, right = 0] = ends(event);
    const { from, to } = rangeOf(picture);
    const at = (x: number) => from + ((to - from) * x) / box.width;
    zoom(picture, { from: at(left), to: at(right) });
  };
  addEventListener('pointermove', move, { signal });
  addEventListener('pointerup', end, { signal });
  addEventListener('pointercancel', end, { signal });
});

// Bars are links, which browsers would drag.
document.addEventListener('dragstart', (event) => {
  if (event.target instanceof Element && event.target.closest('.lane-bars')) event.preventDefault();
});
