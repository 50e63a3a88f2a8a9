-- A city of three years, made of one statement a table: :rows cases, about one in a hundred open, classes, units and communities skewed.
-- Everything in it is made up: every row is marked synthetic and says so (示意数据).

select setseed(0.42);

create temporary table spot as
  select row_number() over (order by d.code) - 1 as n, cell.code as cell_code, d.code as community_code, street.code as street_code,
    street.parent as district_code, d.name as community_name, cell.lon, cell.lat,
    array_to_tsvector(array(select distinct substr(d.name, i, 2) from generate_series(1, length(d.name) - 1) i) || array['示意', '意路']) as words
  from areas_division d join areas_division street on street.code = d.parent
    join lateral (select code, lon, lat from areas_cell where community_code = d.code order by code limit 1) cell on true
  where d.level = 'community';
create unique index on spot (n);

create temporary table kind as
  select row_number() over (order by md5(id)) - 1 as n, id, code, name, major_name,
    array_to_tsvector(array(select distinct substr(name, i, 2) from generate_series(1, greatest(length(name) - 1, 1)) i)) as words
  from catalogue_class where kind = 'matter' and valid_to is null;
create unique index on kind (n);

create temporary table unit as
  select row_number() over (order by md5(u.id)) - 1 as n, u.id,
    (select p.id::text from identity_user p where p.unit_id in (select s.id from identity_unit s where s.path like u.path || '%') and 'handler' = any(p.roles) order by p.id limit 1) as handler_id
  from identity_unit u where u.kind = 'department';
create unique index on unit (n);

create temporary table sentence as
  select n - 1 as n, text, array_to_tsvector(array(select distinct substr(text, i, 2) from generate_series(1, length(text) - 1) i where substr(text, i, 2) !~ '[，。]')) as words
  from unnest(array[
    '人行道上堆放装修垃圾和旧家具，已有两天', '路口井盖松动，车辆经过时有很大声响', '店铺把桌椅摆到盲道上经营，油烟直接排到路面',
    '绿化带里有人乱倒泥头，草皮被压坏一大片', '河涌边护栏缺了一段，附近有小学', '路灯连续三晚不亮，行人看不清台阶',
    '共享单车占满人行道，轮椅无法通过', '垃圾桶满溢，污水流到巷口', '工地夜间施工噪声大，影响休息', '消防通道被私家车长期占用',
    '墙面贴满小广告，刚清理又出现', '行道树枝条压到电线上，有火花', '公交站牌被撞歪，玻璃碎了一地', '下水道堵塞，雨天积水没过脚踝',
    '市场门口流动摊贩聚集，堵住车道', '空地焚烧枯枝落叶，烟雾很大'
  ]) with ordinality as s (text, n);
create unique index on sentence (n);

create temporary table plan as
  select n, reported_at, spot_n, kind_n, unit_n, sentence_n, is_open, u as dice,
    case when is_open then (array['reported', 'reported', 'pre_checking', 'pending_dispatch', 'pending_dispatch', 'pending_assign', 'pending_assign',
        'handling', 'handling', 'handling', 'handling', 'handling', 'pending_confirm', 'pending_review', 'pending_close', 'post_checking', 'suspended'])[1 + floor(random() * 17)::int]
      when u < 0.93 then 'closed' when u < 0.95 then 'rejected' when u < 0.97 then 'merged' when u < 0.985 then 'voided' else 'force_closed' end as state,
    case when v < 0.60 then 'collector' when v < 0.78 then 'hotline' when v < 0.90 then 'citizen' when v < 0.95 then 'camera' when v < 0.975 then 'phone'
      when v < 0.99 then 'department' when v < 0.997 then 'leader' else 'superior' end as source
  from (
    select n, now() - (1 - n::float8 / :rows) * interval '1095 days' as reported_at,
      floor((select count(*) from spot) * power(random(), 1.6))::int as spot_n,
      floor((select count(*) from kind) * power(random(), 2.5))::int as kind_n,
      floor((select count(*) from unit) * power(random(), 1.8))::int as unit_n,
      floor(16 * power(random(), 1.5))::int as sentence_n,
      n > :rows * 0.988 and random() < 0.8 or random() < 0.0004 as is_open,
      random() as u, random() as v
    from generate_series(1, :rows) n
  ) drawn;

insert into cases_case (id, number, version, state, open, class_id, class_code, class_name, major_name, description, place, cell_code, community_code,
  street_code, district_code, area_code, lon, lat, accuracy_m, geom, source, synthetic, unit_id, handler_id, collector_id, holder, holder_user, pending_kind,
  pending_holder, returned_from, urged, reports, reworks, extensions, lifecycle, previous, last_actor, last_at, warn_at, due_at, escalate_at, reported_at,
  handled_at, handle_in_time, closed_at, search)
select
  i.id, s.district_code || to_char(p.reported_at at time zone 'Asia/Shanghai', 'YYYYMMDD') || lpad((p.n % 100000)::text, 5, '0'),
  t.version, p.state, p.is_open, k.id, k.code, k.name, k.major_name, x.text || '（示意数据）', s.community_name || '示意路 ' || p.n % 997 || ' 号',
  s.cell_code, s.community_code, s.street_code, s.district_code, s.community_code, s.lon + (random() - 0.5) * 0.004, s.lat + (random() - 0.5) * 0.004, 10,
  st_setsrid(st_makepoint(s.lon + (random() - 0.5) * 0.004, s.lat + (random() - 0.5) * 0.004), 4326), p.source, true,
  case when t.has_unit then u.id end, case when t.has_handler then u.handler_id end, null, t.holder, case when t.holder = 'handler' then u.handler_id end,
  a.kind, case when a.kind is not null then 'dispatcher' end, case when p.is_open and random() < 0.03 then 'pending_dispatch' end,
  p.is_open and random() < 0.05, 1 + floor(power(random(), 12) * 4)::int, floor(power(random(), 8) * 3)::int, floor(power(random(), 10) * 2)::int,
  jsonb_set(t.lifecycle, '{id}', to_jsonb(i.id)), jsonb_set(t.previous, '{id}', to_jsonb(i.id)), 'system', coalesce(e.closed_at, p.reported_at + interval '1 hour'),
  e.due_at - interval '1 hour', e.due_at, case when p.is_open then e.due_at + interval '365 days' end, p.reported_at,
  e.closed_at - interval '2 hours', case when e.closed_at is not null then p.dice < 0.84 end, e.closed_at, k.words || x.words || s.words
from plan p
  join spot s on s.n = p.spot_n join kind k on k.n = p.kind_n join unit u on u.n = p.unit_n join sentence x on x.n = p.sentence_n
  join bench_template t on t.state = p.state
  cross join lateral (select (lpad(to_hex((extract(epoch from p.reported_at) * 1000)::bigint), 12, '0') || '7' || substr(md5(p.n::text), 1, 3) || '8'
    || substr(md5(p.n::text), 4, 15))::uuid as id) i
  cross join lateral (select
    case when p.is_open and p.state <> 'suspended' then now() + (random() * 40 - 4) * interval '1 hour' end as due_at,
    case when not p.is_open then p.reported_at + (2 + random() * 60) * interval '1 hour' end as closed_at) e
  cross join lateral (select case when p.state = 'handling' and random() < 0.06 then 'extension' when p.state = 'handling' and random() < 0.03 then 'suspension' end as kind) a
order by p.n;
