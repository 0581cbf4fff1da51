/** A component as far as its order matters. */
interface Ordered {
  readonly name: string;
  readonly needs: readonly string[];
  readonly uses?: readonly string[];
}

/**
 * The components that must have stopped before `name` may: those that need or use it. What is not in the list is
 * taken as left out on purpose.
 */
export function dependents(name: string, components: readonly Ordered[]): readonly string[] {
  return components
    .filter((other) => [...other.needs, ...(other.uses ?? [])].includes(name))
    .map((other) => other.name);
}

/** Throws if components wait for each other in a circle, or need one that is not there. */
export function checkOrder(components: readonly Ordered[]): void {
  const byName = new Map(components.map((component) => [component.name, component]));
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]) => {
    if (done.has(name)) return;
    if (path.includes(name)) throw new Error(`components wait for each other: ${[...path, name].join(' -> ')}`);
    for (const next of linked(byName.get(name))) {
      if (byName.has(next)) visit(next, [...path, name]);
    }
    done.add(name);
  };
  for (const { name, needs } of components) {
    const absent = needs.find((need) => !byName.has(need));
    if (absent) throw new Error(`${name} needs ${absent}, which is not in the list`);
    visit(name, []);
  }
}

const linked = (component: Ordered | undefined): readonly string[] =>
  component ? [...component.needs, ...(component.uses ?? [])] : [];
