/** The first of zh and en that an Accept-Language header asks for with the highest weight; Chinese otherwise. RFC 9110 §12.5.4. */
export function localeOf(acceptLanguage: string | undefined): 'zh' | 'en' {
  let best: 'zh' | 'en' = 'zh';
  let bestWeight = 0;
  for (const part of (acceptLanguage ?? '').split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = tag.split('-')[0];
    if (language !== 'zh' && language !== 'en') continue;
    const q = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined);
    const weight = q === undefined ? 1 : Number(q);
    if (weight > bestWeight) [best, bestWeight] = [language, weight];
  }
  return best;
}
