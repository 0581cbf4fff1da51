// The script of the inbox: adds new notifications at the top every few seconds. The others stay, so that the page keeps its
// scroll position and focus.

const refreshMs = 5_000;
const parser = new DOMParser();

function update(page: Document): void {
  const list = document.querySelector('#notifications');
  const latest = [...(page.querySelector('#notifications')?.children ?? [])];
  if (list === null || latest.length === 0) return;
  for (const old of [...list.children]) if (!latest.some(({ id }) => id === old.id)) old.remove();
  list.prepend(...latest.filter(({ id }) => document.getElementById(id) === null));
}

async function refresh(): Promise<void> {
  const response = await fetch('/').catch(() => undefined);
  if (response?.ok) update(parser.parseFromString(await response.text(), 'text/html'));
  setTimeout(refresh, refreshMs);
}

setTimeout(refresh, refreshMs);
