import { ROLES, type Role } from '@chengmai/kernel/lifecycle/roles.ts';
import type { User } from '@chengmai/modules/identity/contract.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal, Select, Switch } from 'antd';
import { patch, post } from '../api/http.ts';
import { unitsQuery } from '../api/people.ts';
import { divisionsQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { staffRoles } from './staff-roles.ts';

interface Fields {
  readonly account: string;
  readonly name: string;
  readonly phone?: string;
  readonly roles: Role[];
  readonly unitId?: string;
  readonly areas: string[];
  readonly password?: string;
  readonly disabled: boolean;
}

/** New or changed: roles decide what a person may do, unit and areas what the person sees. */
export function UserForm({ user, onClose }: { user: User | null; onClose: () => void }) {
  const { t, pick } = useWords();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const { data: units } = useQuery(unitsQuery);
  const { data: divisions } = useQuery(divisionsQuery);
  const save = useMutation({
    mutationFn: ({ account, password, disabled, phone, ...fields }: Fields) => {
      // A masked number that nobody touched stays what it is.
      const phoneChange = phone === (user?.phone ?? undefined) ? {} : { phone: phone || null };
      const common = { ...fields, unitId: fields.unitId ?? null };
      if (user) return patch(`/api/users/${user.id}`, { ...common, ...phoneChange, disabled, version: user.version });
      return post('/api/users', { ...common, account, phone: phone || null, password: password || null });
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['users'] });
      toast.done(t('admin.saved'));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={user ? `${t('common.edit')} · ${user.name}` : t('users.new')}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={save.isPending}
      okText={t('common.save')}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        onFinish={(fields) => save.mutate(fields)}
        initialValues={
          user ? { ...user, phone: user.phone ?? undefined, unitId: user.unitId ?? undefined } : { roles: [], areas: [], disabled: false }
        }
      >
        {user ? null : (
          <Form.Item
            name="account"
            label={t('login.account')}
            rules={[{ required: true, pattern: /^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u, message: t('users.accountRule') }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label={t('users.name')} rules={[{ required: true, max: 60 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="roles" label={t('users.role')} rules={[{ required: true }]}>
          <Select mode="multiple" options={staffRoles.map((role) => ({ value: role, label: pick(ROLES[role]) }))} />
        </Form.Item>
        <Form.Item name="unitId" label={t('users.unit')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={units?.map((unit) => ({ value: unit.id, label: unit.name })) ?? []}
          />
        </Form.Item>
        <Form.Item name="areas" label={t('users.areas')} extra={t('users.areasHint')}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: 'label' }}
            options={divisions?.map((division) => ({ value: division.code, label: `${division.name} ${division.code}` })) ?? []}
          />
        </Form.Item>
        <Form.Item name="phone" label={t('report.phone')}>
          <Input autoComplete="off" />
        </Form.Item>
        {user ? (
          <Form.Item name="disabled" label={t('users.disabled')} valuePropName="checked">
            <Switch />
          </Form.Item>
        ) : (
          <Form.Item name="password" label={t('users.firstPassword')} extra={t('users.firstPasswordHint')}>
            <Input.Password autoComplete="new-password" />
          </Form.Item>
        )}
      </Form>
      {save.error ? <Failure failure={save.error} /> : null}
    </Modal>
  );
}
