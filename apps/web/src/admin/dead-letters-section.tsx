import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { get, post } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { Empty, Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { SectionHead } from './section-head.tsx';

interface DeadLetter {
  readonly id: string;
  readonly handler: string;
  readonly type: string;
  readonly key: string;
  readonly error: string;
  readonly attempts: number;
  readonly at: string;
}

export function DeadLettersSection() {
  const { t } = useWords();
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: ['dead-letters'],
    queryFn: () => get<{ items: DeadLetter[] }>('/api/admin/dead-letters'),
    refetchInterval: 30_000,
  });
  const replay = useMutation({
    mutationFn: (id: string) => post(`/api/admin/dead-letters/${encodeURIComponent(id)}/replay`),
    onSuccess: () => toast.done(t('dead.replayed')),
    onError: toast.failed,
    onSettled: () => queries.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
  return (
    <section>
      <SectionHead title={t('admin.deadLetters')} note={t('dead.note')} />
      {list.error ? <Failure failure={list.error} onRetry={() => void list.refetch()} /> : null}
      <Table<DeadLetter>
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isPending}
        dataSource={list.data?.items ?? []}
        scroll={{ x: 800 }}
        locale={{ emptyText: <Empty title={t('dead.empty')}>{t('dead.emptyNext')}</Empty> }}
        columns={[
          { title: t('audit.at'), dataIndex: 'at', render: (at: string) => formatAt(at, Date.now()) },
          { title: t('dead.type'), dataIndex: 'type', render: (type: string) => <code>{type}</code> },
          { title: t('dead.handler'), dataIndex: 'handler' },
          { title: t('dead.key'), dataIndex: 'key' },
          { title: t('dead.error'), dataIndex: 'error' },
          { title: t('dead.attempts'), dataIndex: 'attempts' },
          {
            title: t('admin.acts'),
            key: 'acts',
            render: (_: unknown, letter) => (
              <Button size="small" loading={replay.isPending && replay.variables === letter.id} onClick={() => replay.mutate(letter.id)}>
                {t('dead.replay')}
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}
