import { ROLES } from '@chengmai/kernel/lifecycle/roles.ts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countsQuery, type HomeQueue, homeQuery } from '../api/cases.ts';
import { useSession } from '../api/session.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { Empty, Failure, Loading } from '../ui/notice.tsx';
import { StatusMark } from '../ui/status-mark.tsx';
import { defaultSearch, encodeSearch, searchOfQuery } from '../workbench/case-search.ts';
import { adviceFor } from './advice.ts';
import { NextCases } from './next-cases.tsx';
import './home.css';

/** Reds first, then what waits, then what is empty: an empty queue is good news and stays small. */
const byUrgency = (a: HomeQueue, b: HomeQueue): number => b.red - a.red || Math.sign(b.count) - Math.sign(a.count);

function QueueLine({ queue }: { queue: HomeQueue }) {
  const { t, pick } = useWords();
  return (
    <li>
      <Link
        to="/cases/{-$caseId}"
        params={{ caseId: undefined }}
        search={encodeSearch(searchOfQuery(queue.query))}
        className={queue.count === 0 ? 'hq hq-empty' : 'hq'}
      >
        <span className="hq-name">{pick(queue)}</span>
        <span className="hq-red">{queue.red > 0 ? <StatusMark mark="over">{t('home.red', { n: queue.red })}</StatusMark> : null}</span>
        <b>{queue.count}</b>
        <span className="hq-go">{t('home.open')} ›</span>
      </Link>
    </li>
  );
}

/** Everything open in the caller's reach: the parts add up, and each opens its rows. */
function OpenSum() {
  const { t } = useWords();
  const { data } = useQuery(countsQuery({ ...defaultSearch, view: 'open' }));
  if (!data) return null;
  const parts = [
    ['red', 'over'],
    ['yellow', 'near'],
    ['green', 'ok'],
    ['hold', 'hold'],
    ['none', 'stale'],
  ] as const;
  const link = (light: string) => encodeSearch({ ...defaultSearch, view: 'open', light: light ? [light] : [] });
  return (
    <section className="card home-sum" aria-label={t('queue.open')}>
      <Link to="/cases/{-$caseId}" params={{ caseId: undefined }} search={link('')} className="sum-total">
        <span>{t('queue.open')}</span>
        <b className="n">{data.open}</b>
      </Link>
      {parts
        .filter(([light]) => light !== 'none' || (data.byLight.none ?? 0) > 0)
        .map(([light, mark]) => (
          <Link key={light} to="/cases/{-$caseId}" params={{ caseId: undefined }} search={link(light)}>
            <StatusMark mark={mark}>{t(`light.${light}`)}</StatusMark>
            <b className="n">{data.byLight[light] ?? 0}</b>
          </Link>
        ))}
    </section>
  );
}

export function HomePage() {
  const { t, pick } = useWords();
  const { user } = useSession();
  const now = useNow(60_000);
  const home = useQuery(homeQuery);
  const roles = user.roles.map((role) => pick(ROLES[role])).join(t('common.listSeparator'));
  const queues = [...(home.data?.queues ?? [])].sort(byUrgency);
  const advice = adviceFor(user.roles, queues);
  return (
    <div className="page home">
      <header className="page-head">
        <h1>
          {user.name}
          <small>
            {roles}
            {user.unitName ? ` · ${user.unitName}` : ''}
          </small>
        </h1>
        <span className="grow" />
        {home.data ? <span className="age">{t('home.asOf', { at: formatAt(home.data.asOf, now) })}</span> : null}
      </header>
      {home.isPending ? <Loading /> : null}
      {home.error ? <Failure failure={home.error} onRetry={() => void home.refetch()} /> : null}
      <div className="home-grid">
        <section className="card" aria-label={t('home.queues')}>
          <h2>
            {t('home.queues')} <span>{t('home.queuesNote')}</span>
          </h2>
          {home.data && queues.length === 0 ? <Empty title={t('home.noQueues')}>{t('home.noQueuesNext')}</Empty> : null}
          <ul className="hqs">
            {queues.map((queue) => (
              <QueueLine key={queue.id} queue={queue} />
            ))}
          </ul>
        </section>
        <section className="card" aria-label={t('home.next')}>
          <h2>{t('home.next')}</h2>
          <p className="home-advice">{t(advice)}</p>
          <NextCases />
        </section>
      </div>
      <OpenSum />
    </div>
  );
}
