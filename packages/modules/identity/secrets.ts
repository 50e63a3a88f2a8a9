import { hash } from 'node:crypto';

export const sessionCookie = 'cm_session';
export const csrfCookie = 'cm_csrf';
/** Recognisable, so that secret scanners find a leaked one. */
export const tokenPrefix = 'cmk_';

/** Secrets are 256 random bits: a fast hash is enough to keep the stored form useless. */
export const secretHash = (secret: string): string => hash('sha256', secret);

/** The CSRF token belongs to the session and is derived from its secret, which scripts never see. */
export const csrfOf = (secret: string): string => hash('sha256', `csrf:${secret}`, 'base64url');

/** The value of a cookie in a Cookie header, or `null`. RFC 6265 §4.2. */
export function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
