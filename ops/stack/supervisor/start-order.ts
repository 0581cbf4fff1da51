interface Dependent {
  readonly name: string;
  readonly needs: readonly string[];
  readonly uses?: readonly string[];
}

/** Returns the components that must stop before `name` does: those that need or use it. */
export function dependents(name: string, components: readonly Dependent[]): readonly string[] {
  return components.filter((other) => dependenciesOf(other).includes(name)).map((other) => other.name);
}

/**
 * Checks the dependencies of components.
 * @throws {Error} if components depend on each other in a cycle, or need one that is not in the list
 */
export function checkDependencies(components: readonly Dependent[]): void {
  const byName = new Map(components.map((component) => [component.name, component]));
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]) => {
    const component = byName.get(name);
    // A component that is only used may be left out of a stack.
    if (component === undefined || done.has(name)) return;
    if (path.includes(name)) throw new Error(`components depend on each other: ${[...path, name].join(' -> ')}`);
    for (const next of dependenciesOf(component)) visit(next, [...path, name]);
    done.add(name);
  };
  for (const { name, needs } of components) {
    const absent = needs.find((need) => !byName.has(need));
    if (absent) throw new Error(`${name} needs ${absent}, which is not in the list`);
    visit(name, []);
  }
}

const dependenciesOf = ({ needs, uses = [] }: Dependent): readonly string[] => [...needs, ...uses];
