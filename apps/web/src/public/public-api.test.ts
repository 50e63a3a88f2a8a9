import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { emptyDraft, formOf, newKey } from './public-api.ts';
import { say } from './words.ts';
import { zh } from './zh.ts';

describe('the citizen’s form', () => {
  it('sends only what was given, fields before photographs', () => {
    const form = formOf({ ...emptyDraft, description: ' full bin ', place: 'Main Road 5', lon: 113.1, lat: 23 }, [new Blob(['x'])]);
    expect([...form.keys()]).toEqual(['description', 'place', 'lon', 'lat', 'photo']);
    expect(form.get('description')).toBe('full bin');
  });

  it('makes keys that are UUIDs and never the same', () => {
    const keys = Array.from({ length: 50 }, newKey);
    expect(new Set(keys).size).toBe(50);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has the same places in both languages', () => {
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const key of Object.keys(zh) as (keyof typeof zh)[]) expect(places(en[key])).toEqual(places(zh[key]));
    expect(say('en', 'step', { n: 2 })).toBe('Step 2 of 3');
  });
});
