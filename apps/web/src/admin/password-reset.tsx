import type { User } from '@chengmai/modules/identity/contract.ts';
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { put } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { Failure } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';

/** Ends the person's sessions; the person must choose an own password at the next sign-in. */
export function PasswordReset({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useWords();
  const [form] = Form.useForm<{ password: string }>();
  const reset = useMutation({
    mutationFn: (fields: { password: string }) => put(`/api/users/${user.id}/password`, fields),
    onSuccess: () => {
      toast.done(t('users.resetDone', { name: user.name }));
      onClose();
    },
  });
  return (
    <Modal
      open
      title={`${t('users.reset')} · ${user.name}`}
      onCancel={onClose}
      onOk={() => form.submit()}
      confirmLoading={reset.isPending}
      okText={t('users.reset')}
    >
      <p className="form-note">{t('users.resetNote')}</p>
      <Form form={form} layout="vertical" onFinish={(fields) => reset.mutate(fields)}>
        <Form.Item name="password" label={t('password.new')} extra={t('password.hint')} rules={[{ required: true, min: 10 }]}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
      {reset.error ? <Failure failure={reset.error} /> : null}
    </Modal>
  );
}
