import type { Condition } from '@chengmai/modules/catalogue/contract.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Modal, Select, Switch } from 'antd';
import { post, put } from '../api/http.ts';
import { unitsQuery } from '../api/people.ts';
import { useWords, type WordKey } from '../i18n/words.ts';
import { Failure } from '../ui/notice.tsx';

const limitUnits = ['work_hour', 'work_day', 'urgent_minute', 'urgent_hour', 'urgent_day', 'natural_day'] as const;

interface Fields {
  readonly filing: string;
  readonly closing: string;
  readonly value: number;
  readonly unit: (typeof limitUnits)[number];
  readonly unitId?: string;
  readonly photoAfterRequired: boolean;
}

interface FormProps {
  readonly classId: string;
  readonly row: Condition | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

export function ConditionForm({ classId, row, onClose, onSaved }: FormProps) {
  const { t } = useWords();
  const [form] = Form.useForm<Fields>();
  const { data: units } = useQuery(unitsQuery);
  const save = useMutation({
    mutationFn: ({ value, unit, unitId, ...fields }: Fields) => {
      const body = { ...fields, limit: { value, unit }, unitId: unitId ?? null };
      return row
        ? put(`/api/catalogue/conditions/${encodeURIComponent(row.id)}`, { ...body, version: row.version })
        : post(`/api/catalogue/classes/${encodeURIComponent(classId)}/conditions`, body);
    },
    onSuccess: onSaved,
  });
  const initial = row
    ? { ...row, value: row.limit.value, unit: row.limit.unit, unitId: row.unitId ?? undefined }
    : { value: 4, unit: 'work_hour' as const, photoAfterRequired: true };
  return (
    <Modal
      open
      title={t(row ? 'conditions.edit' : 'conditions.new')}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('common.save')}
      confirmLoading={save.isPending}
    >
      <Form<Fields> form={form} layout="vertical" initialValues={initial} onFinish={(fields) => save.mutate(fields)}>
        <Form.Item name="filing" label={t('fact.filing')} rules={[{ required: true, max: 500 }]}>
          <Input.TextArea autoSize />
        </Form.Item>
        <Form.Item name="closing" label={t('fact.closing')} rules={[{ required: true, max: 500 }]}>
          <Input.TextArea autoSize />
        </Form.Item>
        <div className="admin-fields">
          <Form.Item name="value" label={t('fact.limit')} rules={[{ required: true }]}>
            <InputNumber min={1} max={10_000} precision={0} />
          </Form.Item>
          <Form.Item name="unit" label={t('conditions.unit')}>
            <Select options={limitUnits.map((unit) => ({ value: unit, label: t(`limitUnit.${unit}` as WordKey) }))} />
          </Form.Item>
        </div>
        <Form.Item name="unitId" label={t('filter.unit')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={units?.map((unit) => ({ value: unit.id, label: unit.name })) ?? []}
          />
        </Form.Item>
        <Form.Item name="photoAfterRequired" label={t('conditions.photo')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
      {save.error ? <Failure failure={save.error} /> : null}
    </Modal>
  );
}
