import type { PublicReceipt as ReceiptSchema, PublicStatus as StatusSchema } from '@chengmai/modules/cases/contract.ts';
import type { PublicClass } from '@chengmai/modules/catalogue/contract.ts';
import type { z } from 'zod';
import type { Language } from './words.ts';

export type Receipt = z.infer<typeof ReceiptSchema>;
export type Status = z.infer<typeof StatusSchema>;

/** What the server refused, in the reader's words. */
export class PublicRefusal extends Error {
  readonly next: string;
  readonly code: string;
  readonly status: number;
  constructor(title: string, next: string, code: string, status: number) {
    super(title);
    this.next = next;
    this.code = code;
    this.status = status;
  }

  /** Whether it was a photograph that the server would not take. */
  get ofPhotos(): boolean {
    return /photo|upload|file|too_large|media/.test(this.code) || this.status === 413 || this.status === 415;
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { title?: string; next?: string; code?: string };
  throw new PublicRefusal(problem.title ?? `HTTP ${response.status}`, problem.next ?? '', problem.code ?? '', response.status);
}

/** A key that repeats with a retry, so that a report whose answer got lost is not taken twice. */
export const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

export interface Draft {
  readonly classCode: string;
  readonly description: string;
  readonly place: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly name: string;
  readonly phone: string;
}

export const emptyDraft: Draft = { classCode: '', description: '', place: '', lon: null, lat: null, name: '', phone: '' };

/** Only what was given is sent; fields stand before the files, because the server reads a multipart body in order. */
export function formOf(draft: Draft, photos: readonly Blob[]): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(draft)) {
    if (value !== null && String(value).trim() !== '') form.set(name, String(value).trim());
  }
  for (const [index, photo] of photos.entries()) form.append('photo', photo, `photo-${index + 1}.jpg`);
  return form;
}

export const publicClasses = async (language: Language): Promise<PublicClass[]> =>
  answerOf(await fetch('/api/catalogue/public-classes', { headers: { 'accept-language': language } }));

export async function sendReport(draft: Draft, photos: readonly Blob[], key: string, language: Language): Promise<Receipt> {
  const headers = { 'idempotency-key': key, 'accept-language': language };
  return answerOf(await fetch('/api/public/reports', { method: 'POST', headers, body: formOf(draft, photos) }));
}

export const readStatus = async (code: string, language: Language): Promise<Status> =>
  answerOf(await fetch(`/api/public/reports/${encodeURIComponent(code)}`, { headers: { 'accept-language': language } }));

export async function sendRating(code: string, satisfaction: string, comment: string, key: string, language: Language): Promise<void> {
  const body = JSON.stringify({ satisfaction, ...(comment.trim() ? { comment: comment.trim() } : {}) });
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, 'accept-language': language };
  await answerOf(await fetch(`/api/public/reports/${encodeURIComponent(code)}/rating`, { method: 'POST', headers, body }));
}
