import { ROLES, type Role } from '@chengmai/kernel/lifecycle/roles.ts';
import type { AuditLine as AuditLineSchema } from '@chengmai/modules/identity/contract.ts';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Table } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { get } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { formatDay } from '../time/format.ts';
import { localParts } from '../time/local-parts.ts';
import { Empty, Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { MoreRows } from './more-rows.tsx';
import { usePaged } from './paged.ts';
import { SectionHead } from './section-head.tsx';
import { useAuditWords } from './use-audit-words.ts';

type AuditLine = z.infer<typeof AuditLineSchema>;

function exactly(at: string): string {
  const { hour, minute, second } = localParts(at);
  return `${formatDay(at)} ${hour}:${minute}:${second}`;
}

export function AuditSection() {
  const { t, pick } = useWords();
  const { actionWord, subjectWord } = useAuditWords();
  const [filter, setFilter] = useState<{ action?: string; subject?: string }>({});
  const list = usePaged<AuditLine>('audit', '/api/audit', filter);
  const verify = useMutation({
    mutationFn: () => get<{ intact: boolean; seals: number; lines: number; brokenSeal: number | null }>('/api/audit/verification'),
    onSuccess: ({ intact, seals, lines, brokenSeal }) =>
      toast.done(intact ? t('audit.intact', { seals, lines }) : t('audit.broken', { seal: brokenSeal ?? 0 })),
    onError: toast.failed,
  });
  return (
    <section>
      <SectionHead title={t('admin.audit')} note={t('audit.note')}>
        <Input.Search
          allowClear
          aria-label={t('audit.action')}
          placeholder={t('audit.actionHint')}
          style={{ width: 200 }}
          onSearch={(action) => setFilter((known) => ({ ...known, action }))}
        />
        <Input.Search
          allowClear
          aria-label={t('audit.subject')}
          placeholder={t('audit.subject')}
          style={{ width: 200 }}
          onSearch={(subject) => setFilter((known) => ({ ...known, subject }))}
        />
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('audit.verify')}
        </Button>
      </SectionHead>
      {list.error ? <Failure failure={list.error} onRetry={() => void list.refetch()} /> : null}
      <Table<AuditLine>
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isPending}
        dataSource={list.rows}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty title={t('audit.empty')} /> }}
        expandable={{
          expandedRowRender: (line) => <pre className="audit-detail">{JSON.stringify(line.detail, null, 2)}</pre>,
          rowExpandable: (line) => Object.keys(line.detail).length > 0,
        }}
        columns={[
          { title: t('audit.at'), dataIndex: 'at', render: exactly, width: 170 },
          {
            title: t('audit.actor'),
            dataIndex: 'actorName',
            render: (name: string, line) =>
              `${name} ${line.actorRoles.map((role) => (role in ROLES ? pick(ROLES[role as Role]) : role)).join(' ')}`,
          },
          { title: t('audit.action'), dataIndex: 'action', render: (action: string) => <span title={action}>{actionWord(action)}</span> },
          {
            title: t('audit.subject'),
            dataIndex: 'subject',
            render: (subject: string) => <span title={subject}>{subjectWord(subject)}</span>,
          },
          { title: t('audit.via'), dataIndex: 'via' },
          { title: t('audit.address'), dataIndex: 'address' },
          { title: t('audit.seal'), dataIndex: 'seal', render: (seal: number | null) => seal ?? '—' },
        ]}
      />
      <MoreRows {...list} count={list.rows.length} />
    </section>
  );
}
