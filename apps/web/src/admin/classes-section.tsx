import type { ClassEntry } from '@chengmai/modules/catalogue/contract.ts';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { get } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { matchClasses } from '../ui/class-search.tsx';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { CatalogueImport } from './catalogue-import.tsx';
import { ClassEditor } from './class-editor.tsx';
import { SectionHead } from './section-head.tsx';

const SHOWN = 200;

/** The classes in use, their filing and closing conditions and limits. A change makes a new version; cases keep the one they were filed under. */
export function ClassesSection() {
  const { t, language } = useWords();
  const [kind, setKind] = useState<'matter' | 'component'>('matter');
  const [text, setText] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [importing, setImporting] = useState(false);
  const list = useQuery({
    queryKey: ['catalogue', 'classes', kind],
    queryFn: () => get<ClassEntry[]>(`/api/catalogue/classes?kind=${kind}`),
    staleTime: 60_000,
  });
  const found = matchClasses(list.data ?? [], text);
  return (
    <section>
      <SectionHead title={t('admin.classes')} note={t('classes.note')}>
        <Button onClick={() => setImporting(true)}>{t('classes.import')}</Button>
      </SectionHead>
      <div className="admin-two">
        <div className="card">
          <div className="admin-pad acts">
            <Select
              aria-label={t('classes.kind')}
              value={kind}
              onChange={setKind}
              options={[
                { value: 'matter', label: t('classes.matter') },
                { value: 'component', label: t('classes.component') },
              ]}
            />
            <Input
              allowClear
              aria-label={t('class.search')}
              placeholder={t('class.search')}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
          {list.error ? <Failure failure={list.error} onRetry={() => void list.refetch()} /> : null}
          {list.isPending ? <Loading /> : null}
          <div className="class-list">
            {found.slice(0, SHOWN).map((entry) => (
              <button
                key={entry.id}
                type="button"
                aria-current={entry.id === chosenId ? 'true' : undefined}
                onClick={() => setChosenId(entry.id)}
              >
                <code>{entry.code}</code>
                <b>
                  {entry.name}
                  {language === 'en' && entry.nameEn ? <em>{entry.nameEn}</em> : null}
                </b>
                <span>{entry.majorName}</span>
              </button>
            ))}
            {list.isSuccess && found.length === 0 ? <Empty title={t('class.notFound')} /> : null}
          </div>
          <p className="admin-end">{t('classes.count', { shown: Math.min(SHOWN, found.length), n: found.length })}</p>
        </div>
        <div className="card admin-pad">
          {chosenId ? (
            <ClassEditor key={chosenId} classId={chosenId} onVersion={setChosenId} />
          ) : (
            <Empty title={t('classes.choose')}>{t('classes.chooseNext')}</Empty>
          )}
        </div>
      </div>
      {importing ? <CatalogueImport onClose={() => setImporting(false)} /> : null}
    </section>
  );
}
