import type { Cell, Division } from '@chengmai/modules/areas/contract.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Table, Tree } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { put } from '../api/http.ts';
import { peopleQuery } from '../api/people.ts';
import { cellsQuery, divisionsQuery } from '../api/places.ts';
import { useWords } from '../i18n/words.ts';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { toast } from '../ui/toasts.tsx';
import { SectionHead } from './section-head.tsx';

const MapView = lazy(() => import('../map/map-view.tsx').then((module) => ({ default: module.MapView })));

interface Node {
  key: string;
  title: string;
  children: Node[];
}

function treeOf(divisions: readonly Division[]): Node[] {
  const nodes = new Map(divisions.map((each) => [each.code, { key: each.code, title: each.name, children: [] as Node[] }]));
  const top: Node[] = [];
  for (const each of divisions) (nodes.get(each.parent ?? '')?.children ?? top).push(nodes.get(each.code)!);
  return top;
}

function Cells({ division }: { division: Division }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const cells = useQuery(cellsQuery(division.code));
  const { data: collectors } = useQuery(peopleQuery({ role: 'collector' }));
  const changed = () => queries.invalidateQueries({ queryKey: cellsQuery(division.code).queryKey });
  const one = useMutation({
    mutationFn: ({ cell, collectorId }: { cell: Cell; collectorId: string | null }) =>
      put(`/api/areas/cells/${encodeURIComponent(cell.code)}/duty`, { collectorId, version: cell.version }),
    onSettled: changed,
    onError: toast.failed,
  });
  const all = useMutation({
    mutationFn: (collectorId: string) => put<{ changed: number }>(`/api/areas/divisions/${division.code}/duty`, { collectorId }),
    onSuccess: ({ changed: n }) => toast.done(t('areas.dutyDone', { n })),
    onSettled: changed,
    onError: toast.failed,
  });
  const options = collectors?.map((person) => ({ value: person.id, label: person.name })) ?? [];
  if (cells.error) return <Failure failure={cells.error} onRetry={() => void cells.refetch()} />;
  return (
    <>
      <div className="acts">
        <h3>{t('areas.cells', { name: division.name })}</h3>
        <Select
          aria-label={t('areas.dutyAll')}
          placeholder={t('areas.dutyAll')}
          value={null}
          style={{ width: 200 }}
          showSearch={{ optionFilterProp: 'label' }}
          options={options}
          onChange={(id: string) => all.mutate(id)}
        />
      </div>
      <Table<Cell>
        size="small"
        rowKey="code"
        pagination={false}
        loading={cells.isPending}
        dataSource={cells.data ?? []}
        scroll={{ y: 320 }}
        locale={{ emptyText: <Empty title={t('areas.noCells')}>{t('areas.noCellsNext')}</Empty> }}
        columns={[
          { title: t('areas.code'), dataIndex: 'code', render: (code: string) => <code>{code}</code> },
          { title: t('areas.name'), dataIndex: 'name' },
          {
            title: t('areas.duty'),
            dataIndex: 'collectorId',
            render: (id: string | null, cell) => (
              <Select
                allowClear
                size="small"
                aria-label={`${t('areas.duty')} ${cell.name}`}
                style={{ width: 160 }}
                showSearch={{ optionFilterProp: 'label' }}
                value={id}
                options={options}
                onChange={(collectorId?: string) => one.mutate({ cell, collectorId: collectorId ?? null })}
              />
            ),
          },
        ]}
      />
    </>
  );
}

export function AreasSection() {
  const { t } = useWords();
  const { data: divisions, error, refetch } = useQuery(divisionsQuery);
  const [code, setCode] = useState<string | null>(null);
  const [mapOpen, setMapOpen] = useState(false);
  const tree = useMemo(() => treeOf(divisions ?? []), [divisions]);
  if (error) return <Failure failure={error} onRetry={() => void refetch()} />;
  if (!divisions) return <Loading />;
  const chosen = divisions.find((each) => each.code === code);
  const at = chosen && chosen.lon !== null ? chosen : divisions.find((each) => each.lon !== null);
  const synthetic = divisions.filter((each) => each.synthetic).length;
  return (
    <section>
      <SectionHead title={t('admin.areas')} note={t('areas.note', { n: divisions.length, synthetic })}>
        <Button onClick={() => setMapOpen(!mapOpen)}>{t(mapOpen ? 'report.mapHide' : 'areas.map')}</Button>
      </SectionHead>
      {mapOpen && at && at.lon !== null && at.lat !== null ? (
        <div className="card area-map">
          <Suspense fallback={<Loading />}>
            <MapView center={{ lon: at.lon, lat: at.lat }} zoom={14} marked={false} label={t('areas.map')} />
          </Suspense>
        </div>
      ) : null}
      <div className="admin-two">
        <div className="card admin-pad">
          <Tree
            blockNode
            height={560}
            defaultExpandedKeys={tree.map((node) => node.key)}
            treeData={tree}
            selectedKeys={code ? [code] : []}
            onSelect={([key]) => setCode(key === undefined ? null : String(key))}
          />
        </div>
        <div className="card admin-pad">
          {chosen?.level === 'community' ? (
            <Cells key={chosen.code} division={chosen} />
          ) : (
            <Empty title={t('areas.choose')}>{t('areas.chooseNext')}</Empty>
          )}
        </div>
      </div>
    </section>
  );
}
