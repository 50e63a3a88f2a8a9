import type { Unit } from '@chengmai/modules/identity/contract.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select, Switch, Tree } from 'antd';
import { useState } from 'react';
import { patch, post } from '../api/http.ts';
import { unitsQuery } from '../api/people.ts';
import { divisionsQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { SectionHead } from './section-head.tsx';

interface Node {
  key: string;
  title: string;
  children: Node[];
}

/** Units as a tree; one whose parent is out of view stands at the top. */
export function treeOf(units: readonly Unit[], disabledWord: string): Node[] {
  const nodes = new Map(
    units.map((unit) => [
      unit.id,
      { key: unit.id, title: unit.disabled ? `${unit.name} (${disabledWord})` : unit.name, children: [] as Node[] },
    ]),
  );
  const top: Node[] = [];
  for (const unit of units) (nodes.get(unit.parentId ?? '')?.children ?? top).push(nodes.get(unit.id)!);
  return top;
}

const kinds = ['centre', 'department', 'team', 'street'] as const;

type Fields = Pick<Unit, 'name' | 'kind' | 'disabled'> & { nameEn?: string; creditCode?: string; areaCode?: string; parentId?: string };

function UnitForm({
  unit,
  parentId,
  units,
  onDone,
}: {
  unit: Unit | null;
  parentId: string | null;
  units: readonly Unit[];
  onDone: (id: string) => void;
}) {
  const { t } = useWords();
  const queries = useQueryClient();
  const { data: divisions } = useQuery(divisionsQuery);
  const save = useMutation({
    mutationFn: ({ disabled, ...fields }: Fields) => {
      const body = {
        ...fields,
        nameEn: fields.nameEn || null,
        creditCode: fields.creditCode || null,
        areaCode: fields.areaCode ?? null,
        parentId: fields.parentId ?? null,
      };
      return unit ? patch<Unit>(`/api/units/${unit.id}`, { ...body, disabled, version: unit.version }) : post<Unit>('/api/units', body);
    },
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: unitsQuery.queryKey });
      toast.done(t('admin.saved'));
      onDone(saved.id);
    },
  });
  const initial = unit
    ? {
        ...unit,
        nameEn: unit.nameEn ?? '',
        creditCode: unit.creditCode ?? '',
        areaCode: unit.areaCode ?? undefined,
        parentId: unit.parentId ?? undefined,
      }
    : { kind: 'team' as const, disabled: false, parentId: parentId ?? undefined };
  return (
    <Form<Fields> key={unit?.id ?? `new-${parentId}`} layout="vertical" initialValues={initial} onFinish={(fields) => save.mutate(fields)}>
      <Form.Item name="name" label={t('units.name')} rules={[{ required: true, max: 100 }]}>
        <Input />
      </Form.Item>
      <Form.Item name="nameEn" label={t('units.nameEn')}>
        <Input />
      </Form.Item>
      <Form.Item name="kind" label={t('units.kind')} rules={[{ required: true }]}>
        <Select options={kinds.map((kind) => ({ value: kind, label: t(`units.kind.${kind}`) }))} />
      </Form.Item>
      <Form.Item name="parentId" label={t('units.parent')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={units.filter((each) => each.id !== unit?.id).map((each) => ({ value: each.id, label: each.name }))}
        />
      </Form.Item>
      <Form.Item name="areaCode" label={t('units.area')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={divisions?.map((each) => ({ value: each.code, label: `${each.name} ${each.code}` })) ?? []}
        />
      </Form.Item>
      <Form.Item name="creditCode" label={t('units.creditCode')}>
        <Input maxLength={18} />
      </Form.Item>
      {unit ? (
        <Form.Item name="disabled" label={t('users.disabled')} valuePropName="checked">
          <Switch />
        </Form.Item>
      ) : null}
      {save.error ? <Failure failure={save.error} /> : null}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('common.save')}
      </Button>
    </Form>
  );
}

export function UnitsSection() {
  const { t } = useWords();
  const { data: units, error, refetch } = useQuery(unitsQuery);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const chosen = units?.find((unit) => unit.id === chosenId) ?? null;
  if (error) return <Failure failure={error} onRetry={() => void refetch()} />;
  if (!units) return <Loading />;
  return (
    <section>
      <SectionHead title={t('admin.units')} note={t('units.note')}>
        <Button type="primary" onClick={() => setAdding(true)}>
          {chosen ? t('units.newUnder', { name: chosen.name }) : t('units.new')}
        </Button>
      </SectionHead>
      <div className="admin-two">
        <div className="card admin-pad">
          <Tree
            blockNode
            defaultExpandAll
            treeData={treeOf(units, t('users.disabled'))}
            selectedKeys={chosenId ? [chosenId] : []}
            onSelect={([key]) => {
              setChosenId(key === undefined ? null : String(key));
              setAdding(false);
            }}
          />
        </div>
        <div className="card admin-pad">
          {adding || chosen ? (
            <UnitForm
              unit={adding ? null : chosen}
              parentId={chosenId}
              units={units}
              onDone={(id) => {
                setAdding(false);
                setChosenId(id);
              }}
            />
          ) : (
            <Empty title={t('units.choose')}>{t('units.chooseNext')}</Empty>
          )}
        </div>
      </div>
    </section>
  );
}
