import { ROLES, type Role } from '@chengmai/kernel/lifecycle/roles.ts';
import type { ApiToken, MadeToken as MadeTokenSchema } from '@chengmai/modules/identity/contract.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Popconfirm, Select, Table, Typography } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { get, post, remove } from '../api/http.ts';
import { useSession } from '../api/session.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt, formatDay } from '../time/format.ts';
import { Empty, Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { SectionHead } from './section-head.tsx';

type Made = z.infer<typeof MadeTokenSchema>;

function TokenForm({ onClose }: { onClose: () => void }) {
  const { t, pick } = useWords();
  const { user } = useSession();
  const queries = useQueryClient();
  const [form] = Form.useForm<{ name: string; roles: Role[]; days: number }>();
  const make = useMutation({
    mutationFn: (fields: { name: string; roles: Role[]; days: number }) => post<Made>('/api/tokens', fields),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
  });
  if (make.data) {
    return (
      <Modal
        open
        title={t('tokens.made')}
        onCancel={onClose}
        onOk={onClose}
        cancelButtonProps={{ style: { display: 'none' } }}
        okText={t('common.close')}
      >
        <p>{t('tokens.once')}</p>
        <Typography.Paragraph copyable code>
          {make.data.secret ?? '—'}
        </Typography.Paragraph>
      </Modal>
    );
  }
  return (
    <Modal
      open
      title={t('tokens.new')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={make.isPending}
      okText={t('tokens.new')}
    >
      <Form form={form} layout="vertical" initialValues={{ roles: [], days: 90 }} onFinish={(fields) => make.mutate(fields)}>
        <Form.Item name="name" label={t('tokens.name')} rules={[{ required: true, max: 100 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="roles" label={t('users.role')} rules={[{ required: true }]}>
          <Select mode="multiple" options={user.roles.map((role) => ({ value: role, label: pick(ROLES[role]) }))} />
        </Form.Item>
        <Form.Item name="days" label={t('tokens.days')} rules={[{ required: true }]}>
          <InputNumber min={1} max={366} />
        </Form.Item>
      </Form>
      {make.error ? <Failure failure={make.error} /> : null}
    </Modal>
  );
}

export function TokensSection() {
  const { t, pick } = useWords();
  const queries = useQueryClient();
  const [making, setMaking] = useState(false);
  const list = useQuery({ queryKey: ['tokens'], queryFn: () => get<{ items: ApiToken[] }>('/api/tokens?all=true') });
  const revoke = useMutation({
    mutationFn: (id: string) => remove(`/api/tokens/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tokens'] }),
    onError: toast.failed,
  });
  return (
    <section>
      <SectionHead title={t('admin.tokens')} note={t('tokens.note')}>
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('tokens.new')}
        </Button>
      </SectionHead>
      {list.error ? <Failure failure={list.error} onRetry={() => void list.refetch()} /> : null}
      <Table<ApiToken>
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isPending}
        dataSource={list.data?.items ?? []}
        scroll={{ x: 800 }}
        locale={{ emptyText: <Empty title={t('tokens.empty')}>{t('tokens.emptyNext')}</Empty> }}
        columns={[
          { title: t('tokens.name'), dataIndex: 'name' },
          { title: t('tokens.owner'), dataIndex: 'userName' },
          {
            title: t('users.role'),
            dataIndex: 'roles',
            render: (roles: Role[]) => roles.map((role) => pick(ROLES[role])).join(t('common.listSeparator')),
          },
          { title: t('tokens.expires'), dataIndex: 'expiresAt', render: (at: string) => formatDay(at) },
          { title: t('tokens.used'), dataIndex: 'usedAt', render: (at: string | null) => formatAt(at, Date.now()) },
          {
            title: t('admin.acts'),
            key: 'acts',
            render: (_: unknown, each) =>
              each.revokedAt ? (
                <span className="missing">{t('tokens.revoked')}</span>
              ) : (
                <Popconfirm
                  title={t('tokens.revokeAsk')}
                  okText={t('tokens.revoke')}
                  cancelText={t('common.cancel')}
                  onConfirm={() => revoke.mutate(each.id)}
                >
                  <Button size="small" danger>
                    {t('tokens.revoke')}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
      {making ? <TokenForm onClose={() => setMaking(false)} /> : null}
    </section>
  );
}
