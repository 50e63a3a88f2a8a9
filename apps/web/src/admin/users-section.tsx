import { ROLES, type Role } from '@chengmai/kernel/lifecycle/roles.ts';
import type { User } from '@chengmai/modules/identity/contract.ts';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { divisionsQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { Empty, Failure } from '../ui/notice.tsx';
import { MoreRows } from './more-rows.tsx';
import { usePaged } from './paged.ts';
import { PasswordReset } from './password-reset.tsx';
import { SectionHead } from './section-head.tsx';
import { staffRoles } from './staff-roles.ts';
import { UserForm } from './user-form.tsx';

export function UsersSection() {
  const { t, pick } = useWords();
  const [filter, setFilter] = useState<{ text?: string; role?: Role; disabled?: string }>({});
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const [resetting, setResetting] = useState<User | null>(null);
  const { data: divisions } = useQuery(divisionsQuery);
  const list = usePaged<User>('users', '/api/users', filter);
  const narrow = (change: typeof filter) => setFilter((known) => ({ ...known, ...change }));
  return (
    <section>
      <SectionHead title={t('admin.users')} note={t('users.note')}>
        <Input.Search
          allowClear
          aria-label={t('users.search')}
          placeholder={t('users.search')}
          style={{ width: 220 }}
          onSearch={(text) => narrow({ text })}
        />
        <Select
          allowClear
          aria-label={t('users.role')}
          placeholder={t('users.role')}
          style={{ width: 160 }}
          options={staffRoles.map((role) => ({ value: role, label: pick(ROLES[role]) }))}
          onChange={(role?: Role) => setFilter(({ role: _, ...rest }) => (role ? { ...rest, role } : rest))}
        />
        <Button type="primary" onClick={() => setEditing('new')}>
          {t('users.new')}
        </Button>
      </SectionHead>
      {list.error ? <Failure failure={list.error} onRetry={() => void list.refetch()} /> : null}
      <Table<User>
        size="small"
        rowKey="id"
        pagination={false}
        loading={list.isPending}
        dataSource={list.rows}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty title={t('users.empty')}>{t('users.emptyNext')}</Empty> }}
        columns={[
          {
            title: t('users.name'),
            dataIndex: 'name',
            render: (name: string, user) => <b className={user.disabled ? 'missing' : undefined}>{name}</b>,
          },
          { title: t('login.account'), dataIndex: 'account' },
          {
            title: t('users.role'),
            dataIndex: 'roles',
            render: (roles: Role[]) => roles.map((role) => <Tag key={role}>{pick(ROLES[role])}</Tag>),
          },
          { title: t('users.unit'), dataIndex: 'unitName', render: (name: string | null) => name ?? '—' },
          {
            title: t('users.areas'),
            dataIndex: 'areas',
            render: (areas: string[]) =>
              areas.length === 0
                ? t('users.wholeCity')
                : areas.map((code) => divisions?.find((each) => each.code === code)?.name ?? code).join(t('common.listSeparator')),
          },
          { title: t('report.phone'), dataIndex: 'phone', render: (phone: string | null) => phone ?? '—' },
          { title: t('users.seen'), dataIndex: 'signedInAt', render: (at: string | null) => formatAt(at, Date.now()) },
          {
            title: t('users.state'),
            dataIndex: 'disabled',
            render: (disabled: boolean, user) =>
              t(disabled ? 'users.disabled' : user.mustChangePassword ? 'users.mustChange' : 'users.active'),
          },
          {
            title: t('admin.acts'),
            key: 'acts',
            render: (_: unknown, user) => (
              <span className="acts">
                <Button size="small" onClick={() => setEditing(user)}>
                  {t('common.edit')}
                </Button>
                <Button size="small" onClick={() => setResetting(user)}>
                  {t('users.reset')}
                </Button>
              </span>
            ),
          },
        ]}
      />
      <MoreRows {...list} count={list.rows.length} />
      {editing ? <UserForm user={editing === 'new' ? null : editing} onClose={() => setEditing(null)} /> : null}
      {resetting ? <PasswordReset user={resetting} onClose={() => setResetting(null)} /> : null}
    </section>
  );
}
