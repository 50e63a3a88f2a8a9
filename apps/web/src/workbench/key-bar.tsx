import { useWords, type WordKey } from '../i18n/words.ts';
import { Kbd } from '../ui/kbd.tsx';

const shown: readonly (readonly [readonly string[], WordKey])[] = [
  [['J', 'K'], 'keybar.move'],
  [['Enter'], 'keybar.open'],
  [['D'], 'keybar.dispatch'],
  [['A', 'R'], 'keybar.acceptReject'],
  [['M'], 'keybar.merge'],
  [['E'], 'keybar.escalate'],
  [['X'], 'keybar.select'],
  [['N'], 'keybar.report'],
  [['G', 'M'], 'keybar.map'],
  [['/'], 'keybar.search'],
  [['?'], 'keybar.help'],
];

export function KeyBar() {
  const { t } = useWords();
  return (
    <footer className="keys">
      {shown.map(([keys, word]) => (
        <span key={word}>
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {t(word)}
        </span>
      ))}
      <span className="end">
        {t('keybar.undo')} <Kbd>Z</Kbd>
      </span>
    </footer>
  );
}
