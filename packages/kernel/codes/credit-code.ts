import { ok, type Result, refuse } from '../result.ts';

/** 31 characters; I, O, S, V and Z are left out because they look like digits or each other. GB 32100-2015. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const BODY = /^[0-9A-HJ-NPQRTUWXY]{17}$/;
const WHOLE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

function checkCharacter(body: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** The check character of the first 17 characters. Refuses `codes.credit_code_malformed`. GB 32100-2015. */
export function creditCodeCheck(body: string): Result<string> {
  return BODY.test(body) ? ok(checkCharacter(body)) : refuse('codes.credit_code_malformed', { code: body });
}

/**
 * A unified social credit code 统一社会信用代码 of an organisation, 18 characters; lower case is read, upper case comes back.
 * Refuses `codes.credit_code_malformed`, `codes.credit_code_check` (a digit is wrong or two are swapped).
 */
export function parseCreditCode(text: string): Result<string> {
  const code = text.toUpperCase();
  if (!WHOLE.test(code)) return refuse('codes.credit_code_malformed', { code: text });
  if (checkCharacter(code.slice(0, 17)) !== code[17]) return refuse('codes.credit_code_check', { code: text });
  return ok(code);
}
