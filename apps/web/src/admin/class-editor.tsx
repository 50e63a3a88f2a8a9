import type { ClassDetail, Condition } from '@chengmai/modules/catalogue/contract.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Popconfirm, Switch, Table } from 'antd';
import { useState } from 'react';
import { get, put } from '../api/http.ts';
import { unitsQuery } from '../api/people.ts';
import { useWords } from '../i18n/words.ts';
import { formatDay } from '../time/format.ts';
import { Failure, Loading } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { useLimitWord } from '../workbench/case-facts.tsx';
import { ConditionForm } from './condition-form.tsx';

interface Fields {
  readonly name: string;
  readonly nameEn?: string;
  readonly duplicateRadiusM: number;
  readonly duplicateHours: number;
  readonly selfHandle: boolean;
  readonly publicRank?: number | null;
}

function Conditions({ detail, onChanged }: { detail: ClassDetail; onChanged: () => void }) {
  const { t } = useWords();
  const limitWord = useLimitWord();
  const { data: units } = useQuery(unitsQuery);
  const [editing, setEditing] = useState<Condition | 'new' | null>(null);
  const close = useMutation({
    mutationFn: (row: Condition) => put(`/api/catalogue/conditions/${encodeURIComponent(row.id)}`, { version: row.version, closed: true }),
    onSuccess: onChanged,
    onError: toast.failed,
  });
  return (
    <>
      <div className="acts">
        <h3>{t('conditions.title')}</h3>
        <Button size="small" onClick={() => setEditing('new')}>
          {t('conditions.new')}
        </Button>
      </div>
      <Table<Condition>
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={detail.conditions}
        locale={{ emptyText: t('condition.none') }}
        columns={[
          { title: t('fact.filing'), dataIndex: 'filing' },
          { title: t('fact.closing'), dataIndex: 'closing' },
          { title: t('fact.limit'), dataIndex: 'limit', render: limitWord },
          {
            title: t('filter.unit'),
            dataIndex: 'unitId',
            render: (id: string | null) => units?.find((unit) => unit.id === id)?.name ?? '—',
          },
          {
            title: t('admin.acts'),
            key: 'acts',
            render: (_: unknown, row) => (
              <span className="acts">
                <Button size="small" onClick={() => setEditing(row)}>
                  {t('common.edit')}
                </Button>
                <Popconfirm
                  title={t('conditions.closeAsk')}
                  okText={t('conditions.close')}
                  cancelText={t('common.cancel')}
                  onConfirm={() => close.mutate(row)}
                >
                  <Button size="small" danger>
                    {t('conditions.close')}
                  </Button>
                </Popconfirm>
              </span>
            ),
          },
        ]}
      />
      {editing ? (
        <ConditionForm
          classId={detail.id}
          row={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            onChanged();
          }}
        />
      ) : null}
    </>
  );
}

export function ClassEditor({ classId, onVersion }: { classId: string; onVersion: (id: string) => void }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const detail = useQuery({
    queryKey: ['catalogue', 'class', classId],
    queryFn: () => get<ClassDetail>(`/api/catalogue/classes/${encodeURIComponent(classId)}`),
  });
  const changed = () => void queries.invalidateQueries({ queryKey: ['catalogue'] });
  const save = useMutation({
    mutationFn: (fields: Fields) =>
      put<ClassDetail>(`/api/catalogue/classes/${encodeURIComponent(classId)}`, {
        ...fields,
        nameEn: fields.nameEn || null,
        publicRank: fields.publicRank ?? null,
        version: detail.data?.version,
      }),
    onSuccess: (saved) => {
      changed();
      toast.done(t('classes.saved', { n: saved.version }));
      onVersion(saved.id);
    },
  });
  if (detail.error) return <Failure failure={detail.error} onRetry={() => void detail.refetch()} />;
  if (!detail.data) return <Loading />;
  const entry = detail.data;
  return (
    <div className="stack">
      <header>
        <h2>
          {entry.name} <code className="tagline">{entry.id}</code>
        </h2>
        <p className="tagline">
          {t('classes.versions', {
            list: entry.versions.map((each) => `${each.version} (${formatDay(each.validFrom)})`).join(t('common.listSeparator')),
          })}
        </p>
      </header>
      <Form<Fields> layout="vertical" initialValues={{ ...entry, nameEn: entry.nameEn ?? '' }} onFinish={(fields) => save.mutate(fields)}>
        <div className="admin-fields">
          <Form.Item name="name" label={t('classes.name')} rules={[{ required: true, max: 60 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="nameEn" label={t('classes.nameEn')}>
            <Input />
          </Form.Item>
          <Form.Item name="duplicateRadiusM" label={t('classes.radius')}>
            <InputNumber min={1} max={5000} suffix="m" />
          </Form.Item>
          <Form.Item name="duplicateHours" label={t('classes.hours')}>
            <InputNumber min={1} max={8784} suffix="h" />
          </Form.Item>
          <Form.Item name="publicRank" label={t('classes.publicRank')} extra={t('classes.publicRankHint')}>
            <InputNumber min={1} max={999} />
          </Form.Item>
          <Form.Item name="selfHandle" label={t('classes.selfHandle')} valuePropName="checked">
            <Switch />
          </Form.Item>
        </div>
        {save.error ? <Failure failure={save.error} /> : null}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('classes.save')}
        </Button>
      </Form>
      <Conditions detail={entry} onChanged={changed} />
    </div>
  );
}
