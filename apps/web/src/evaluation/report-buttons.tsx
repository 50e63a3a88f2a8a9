import { useState } from 'react';
import { download } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { toast } from '../ui/toasts.tsx';

/** The monthly report as a workbook or a printable page. */
export function ReportButtons({ month }: { month: string }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState(month);
  const [busy, setBusy] = useState(false);
  const save = async (format: 'xlsx' | 'pdf') => {
    setBusy(true);
    try {
      await download(`/api/evaluation/report?month=${chosen}&format=${format}`, `report-${chosen}.${format}`);
    } catch (failure) {
      toast.failed(failure);
    }
    setBusy(false);
  };
  return (
    <span className="report-buttons">
      <label>
        {t('eval.report')} <input className="in" type="month" value={chosen} onChange={(event) => setChosen(event.target.value)} />
      </label>
      <button type="button" className="b" disabled={busy || !chosen} onClick={() => void save('xlsx')}>
        Excel
      </button>
      <button type="button" className="b" disabled={busy || !chosen} onClick={() => void save('pdf')}>
        PDF
      </button>
    </span>
  );
}
