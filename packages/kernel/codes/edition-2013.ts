import { ok, type Result, refuse } from '../result.ts';
import { parseAreaOfCode } from './area.ts';

export type Kind2013 = 'component' | 'event';

/** A component of the 2013 generation: 6 area + 2 major + 2 minor + 6 sequence. GB/T 30428.2-2013. */
export interface ComponentId2013 {
  readonly code: string;
  readonly areaCode: string;
  readonly classCode: string;
  readonly sequence: string;
}

/** An event class in an area, 2013 generation: 6 area + 2 major + 2 minor. GB/T 30428.2-2013. */
export interface EventCode2013 {
  readonly code: string;
  readonly areaCode: string;
  readonly classCode: string;
}

/** Reads 16 digits. Refuses `codes.component_2013_malformed` and a bad area. */
export function parseComponentId2013(text: string): Result<ComponentId2013> {
  if (!/^\d{16}$/.test(text)) return refuse('codes.component_2013_malformed', { code: text });
  const area = parseAreaOfCode(text.slice(0, 6));
  return area.ok ? ok({ code: text, areaCode: area.value, classCode: text.slice(6, 10), sequence: text.slice(10) }) : area;
}

/** Reads 10 digits. Refuses `codes.event_2013_malformed` and a bad area. */
export function parseEventCode2013(text: string): Result<EventCode2013> {
  if (!/^\d{10}$/.test(text)) return refuse('codes.event_2013_malformed', { code: text });
  const area = parseAreaOfCode(text.slice(0, 6));
  return area.ok ? ok({ code: text, areaCode: area.value, classCode: text.slice(6) }) : area;
}
