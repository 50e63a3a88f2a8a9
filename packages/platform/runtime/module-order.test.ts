import { describe, expect, it } from 'vitest';
import type { ModuleDefinition } from './module.ts';
import { inOrder } from './module-order.ts';

const organ = (name: string, ...needs: string[]): ModuleDefinition => ({ name, needs, start: () => ({}) });
const names = (...definitions: ModuleDefinition[]): string[] => inOrder(definitions).map(({ name }) => name);

describe('the order of modules', () => {
  it('puts each after what it needs and otherwise keeps the given one', () => {
    expect(names(organ('cases', 'areas', 'identity'), organ('waste', 'cases'), organ('areas'), organ('identity'))).toEqual([
      'areas',
      'identity',
      'cases',
      'waste',
    ]);
  });
  it('refuses a circle, naming it', () => {
    expect(() => names(organ('a', 'b'), organ('b', 'c'), organ('c', 'a'))).toThrow('a → b → c → a');
  });
  it('refuses a need that is not loaded', () => {
    expect(() => names(organ('a', 'b'))).toThrow('module a needs b, which is not loaded');
  });
  it('refuses two modules of one name', () => {
    expect(() => names(organ('a'), organ('a'))).toThrow('same name');
  });
});
