import type { Score } from '@chengmai/kernel/evaluation/score-formula.ts';
import { useWords } from '../i18n/words.ts';

const figure = (value: number | null): string => (value === null ? '—' : Number.isInteger(value) ? String(value) : value.toFixed(3));

/** How the points came about, term by term, with the counts behind each rate. */
export function ScoreTerms({ score }: { score: Score }) {
  const { t, pick } = useWords();
  return (
    <div className="score-terms">
      <p className="formula">{pick(score.formula)}</p>
      <table className="t">
        <thead>
          <tr>
            <th>{t('scores.term')}</th>
            <th>{t('scores.inputs')}</th>
            <th className="num">{t('scores.weight')}</th>
            <th className="num">{t('scores.points')}</th>
          </tr>
        </thead>
        <tbody>
          {score.terms.map((term) => (
            <tr key={term.id}>
              <td>
                {pick(term)}
                <small>{pick(term.formula)}</small>
              </td>
              <td>
                {term.inputs.map((input) => (
                  <span key={input.zh} className="score-input">
                    {pick(input)} {figure(input.value)}
                    {input.rate ? <small>{pick(input.rate.formula)}</small> : null}
                  </span>
                ))}
              </td>
              <td className="num">{figure(term.weight)}</td>
              <td className="num">
                <b>{figure(term.points)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
