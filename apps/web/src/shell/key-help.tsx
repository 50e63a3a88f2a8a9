import { bindings } from '../app/keymap.ts';
import { useWords, type WordKey } from '../i18n/words.ts';
import { Dialog } from '../ui/dialog.tsx';

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  return (
    <Dialog title={t('keys.title')} onClose={onClose} widthPx={520}>
      <dl className="keyhelp">
        {bindings.map(({ command, keys }) => (
          <div key={command}>
            <dt>
              {keys.map((key) => (
                <kbd className="kbd" key={key}>
                  {key.length === 1 ? key.toUpperCase() : key}
                </kbd>
              ))}
            </dt>
            <dd>{t(`key.${command}` as WordKey)}</dd>
          </div>
        ))}
      </dl>
      <p className="tagline">{t('keys.note')}</p>
    </Dialog>
  );
}
