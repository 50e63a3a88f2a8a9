import { useConnection } from '../api/connection.ts';
import { useWords } from '../i18n/words.ts';

export function ConnectionBanner() {
  const { t } = useWords();
  const state = useConnection((connection) => connection.state);
  if (state === 'up') return null;
  return (
    <div className="banner" role="status">
      {t(state === 'down' ? 'banner.down' : 'banner.busy')}
    </div>
  );
}
