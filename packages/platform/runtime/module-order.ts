import type { ModuleDefinition } from './module.ts';

/** Modules so that each comes after what it needs; otherwise in the given order. A missing need, a cycle or a double name is a bug and throws. */
export function inOrder(definitions: readonly ModuleDefinition[]): ModuleDefinition[] {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  if (byName.size !== definitions.length) throw new Error('bug: two modules have the same name');
  const ordered = new Set<ModuleDefinition>();
  const visit = (definition: ModuleDefinition, path: readonly string[]): void => {
    if (ordered.has(definition)) return;
    if (path.includes(definition.name))
      throw new Error(`bug: modules need each other in a circle: ${[...path, definition.name].join(' → ')}`);
    for (const need of definition.needs) {
      const needed = byName.get(need);
      if (!needed) throw new Error(`bug: module ${definition.name} needs ${need}, which is not loaded`);
      visit(needed, [...path, definition.name]);
    }
    ordered.add(definition);
  };
  for (const definition of definitions) visit(definition, []);
  return [...ordered];
}
