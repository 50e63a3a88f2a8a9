/**
 * A case number for lists: of 6 digits of area, 8 of date and 5 of sequence it keeps month, day and sequence, which is what people say to
 * each other. Other forms keep their end.
 */
export function shortNumber(number: string): string {
  if (!/^\d{19}$/.test(number)) return number.length > 10 ? `…${number.slice(-9)}` : number;
  return `${number.slice(10, 14)}-${number.slice(14).replace(/^0/, '')}`;
}
