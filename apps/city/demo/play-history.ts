import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import type { Areas, Division } from '@chengmai/modules/areas/contract.ts';
import type { Desk } from '@chengmai/modules/cases/desk.ts';
import { recordPhoto } from '@chengmai/modules/cases/photos.ts';
import { reportCase } from '@chengmai/modules/cases/report-case.ts';
import { performAction } from '@chengmai/modules/cases/routes-case.ts';
import type { Condition } from '@chengmai/modules/catalogue/contract.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import { type LifeOf, lifeOf, type Step } from './case-life.ts';
import { type Chance, createChance } from './chance.ts';
import { openPhotoAlbum, type PhotoAlbum } from './photo-album.ts';
import { type Scene, scenes, spots } from './scenes.ts';
import type { Staff } from './staff.ts';
import { type WaitingWork, waitingWork } from './waiting-work.ts';

/** A clock that the past is played on. */
export interface PlayedClock {
  now(): number;
  set(at: number): void;
}

export interface Play {
  readonly desk: Desk;
  readonly staff: Staff;
  readonly clock: PlayedClock;
  readonly dir: string;
  readonly until: number;
  readonly days: number;
  readonly cases: number;
  readonly seed: number;
  readonly tell: (text: string) => void;
}

export interface Played {
  readonly cases: number;
  readonly steps: number;
  /** Steps that the platform refused, with its code; a sound history has none. */
  readonly refused: readonly string[];
}

interface Story {
  readonly scene: Scene;
  readonly one: LifeOf;
  readonly community: Division;
  readonly lon: number;
  readonly lat: number;
  readonly life: Generator<Step, void, CaseState>;
  /** The step that has not been done yet at the present. */
  readonly before: string | null;
  caseId: string;
  state: CaseState | null;
  next: Step | null;
  at: number;
}

const day = 86_400_000;
const trace = 'demo-history';
/** Moments in one transaction: a commit waits for the disk, and a made-up past need not do so each time. */
const momentsAtOnce = 50;

/** Each scene as often as it weighs. */
const weighted = scenes.flatMap((scene) => Array.from({ length: scene.weight }, () => scene));

/** A point of the community that lies in a grid cell. */
function spotIn(areas: Areas, community: Division, chance: Chance): { lon: number; lat: number } | null {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const lon = (community.lon ?? 0) + chance.between(-0.004, 0.004);
    const lat = (community.lat ?? 0) + chance.between(-0.004, 0.004);
    if (areas.locate(lon, lat)?.communityCode === community.code) return { lon, lat };
  }
  return null;
}

/** The unit of the condition when it has people there, else the street office. */
function unitFor(play: Play, condition: Condition, areaCode: string): string | null {
  const streets = play.staff.withRole('dept_manager').flatMap((manager) => manager.unitId ?? []);
  const candidates = [condition.unitId, ...streets.filter((unit) => unit.startsWith('street-'))];
  return candidates.find((unit) => unit && play.staff.handlersFor(unit, areaCode).length && play.staff.managersOf(unit).length) ?? null;
}

function storyAt(play: Play, chance: Chance, communities: readonly Division[], reportedAt: number, waits?: WaitingWork): Story | null {
  const scene = chance.pick(weighted);
  const community = chance.pick(communities);
  const spot = spotIn(play.desk.areas, community, chance);
  const entry = play.desk.catalogue.classOf(scene.classCode, play.until);
  const condition = chance.pick(entry ? play.desk.catalogue.conditionsOf(entry.id) : []);
  const unitId = unitFor(play, condition, community.code);
  if (!spot || !unitId) return null;
  const isChecked = waits?.before.endsWith('pre_check') ?? false;
  const source = isChecked ? 'citizen' : chance.pick(['collector', 'collector', 'citizen', 'citizen', 'hotline'] as const);
  const one: LifeOf = {
    reportedAt,
    source,
    condition,
    classCode: scene.classCode,
    areaCode: community.code,
    unitId,
    postponed: waits?.postponed ?? false,
    chance,
    staff: play.staff,
    calendar: play.desk.catalogue.calendar(),
  };
  return {
    scene,
    one,
    community,
    ...spot,
    life: lifeOf(one),
    before: waits?.before ?? null,
    caseId: '',
    state: null,
    next: null,
    at: reportedAt,
  };
}

const citizen = (one: Caller): Caller => ({ ...one, kind: 'anonymous', userId: '', name: '市民', roles: [], unitId: null });

function reporter(play: Play, story: Story): Caller {
  const { source, areaCode, chance } = story.one;
  const collectors = play.staff.withRole('collector').filter((one) => one.scope.areas.some((prefix) => areaCode.startsWith(prefix)));
  const acceptor = chance.pick(play.staff.withRole('acceptor'));
  if (source === 'citizen') return citizen(acceptor);
  return source === 'hotline' || collectors.length === 0 ? acceptor : chance.pick(collectors);
}

async function report(play: Play, tx: Tx, album: PhotoAlbum, story: Story): Promise<string | null> {
  const { one, scene, community, lon, lat } = story;
  const caller = reporter(play, story);
  const said = {
    description: `${one.chance.pick(scene.words)}（示意数据）`,
    place: `${community.name}${one.chance.pick(spots)}`,
    lon,
    lat,
    source: one.source,
    hideReporter: one.source === 'citizen',
    photoIds: [],
    ...(one.source === 'citizen' ? {} : { classCode: one.classCode }),
  };
  const made = await reportCase(play.desk, tx, { report: said, caller, trace, trackingHash: null, synthetic: true });
  if (!made.ok) return made.refusal.code;
  story.caseId = made.value.caseId;
  story.state = { version: made.value.version } as CaseState;
  await recordPhoto(play.desk, tx, await album.photo(scene.picture, 'before', one.chance), story.caseId, 'report', caller);
  return null;
}

async function act(play: Play, tx: Tx, album: PhotoAlbum, story: Story, step: Step): Promise<string | null> {
  const { desk } = play;
  const version = story.state?.version ?? 0;
  const photo = step.photo
    ? await recordPhoto(desk, tx, await album.photo(story.scene.picture, step.photo, story.one.chance), null, 'other', step.by)
    : null;
  const input = { ...step.input, version, ...(photo ? { photoIds: [photo.id] } : {}) };
  const result = await performAction(desk, tx, step.by, story.caseId, step.action, input, trace);
  if (!result.ok) return `${step.action}: ${result.refusal.code}`;
  story.state = result.value;
  return null;
}

/** One moment of one story; answers the refusal that ends the story, if any. */
async function playMoment(play: Play, tx: Tx, album: PhotoAlbum, story: Story): Promise<string | null> {
  play.clock.set(story.at);
  const refusal = await (story.next ? act(play, tx, album, story, story.next) : report(play, tx, album, story));
  if (refusal) return refusal;
  const step = story.life.next(story.state as CaseState);
  const ends = step.done || step.value.action === story.before;
  story.next = step.done ? null : step.value;
  story.at = ends ? Number.POSITIVE_INFINITY : Math.max(step.value?.at ?? 0, story.at + 1000);
  return null;
}

/** Reports come mostly by day, more on working days. */
function reportTimes(play: Play, chance: Chance): number[] {
  const times: number[] = [];
  const start = play.until - play.days * day;
  while (times.length < play.cases) {
    const at = start + chance.next() * play.days * day;
    const hour = (at / 3_600_000 + 8) % 24;
    if (hour > 7 && hour < 20 ? chance.of(0.95) : chance.of(0.12)) times.push(Math.floor(at));
  }
  return times.sort((a, b) => a - b);
}

function waitingStories(play: Play, chance: Chance, tell: (at: number, work: WaitingWork) => Story | null): Story[] {
  return waitingWork.flatMap((work) =>
    Array.from({ length: work.count }).flatMap(() => tell(play.until - chance.between(...work.agoMinutes) * 60_000, work) ?? []),
  );
}

/**
 * Plays the last days of a demonstration city up to the present: made-up cases go through the lifecycle by the cases module's own functions,
 * in the order of time, on a clock that stands in the past. What lies after `until` has not happened yet, so some cases are still open.
 */
export async function playHistory(play: Play): Promise<Played> {
  const chance = createChance(play.seed);
  const communities = play.desk.areas.divisions().filter((division) => division.level === 'community' && division.lon !== null);
  const own = () => createChance(Math.floor(chance.next() * 2 ** 32));
  const past = reportTimes(play, chance).flatMap((at) => storyAt(play, own(), communities, at) ?? []);
  const stories = [...past, ...waitingStories(play, chance, (at, work) => storyAt(play, own(), communities, at, work))];
  const album = openPhotoAlbum(play.desk, play.dir);
  const refused: string[] = [];
  let steps = 0;
  const earliest = () => stories.reduce<Story | null>((first, one) => (first === null || one.at < first.at ? one : first), null);
  const isPast = (story: Story | null): story is Story => story !== null && story.at < play.until;
  const playSome = async (tx: Tx) => {
    for (let n = 0, story = earliest(); n < momentsAtOnce && isPast(story); n += 1, story = earliest()) {
      const refusal = await playMoment(play, tx, album, story);
      steps += 1;
      if (!refusal) continue;
      refused.push(refusal);
      story.at = Number.POSITIVE_INFINITY;
    }
  };
  while (isPast(earliest())) {
    await play.desk.ctx.db.tx(playSome);
    play.tell(`${new Date(play.clock.now()).toISOString().slice(0, 10)} · ${steps}`);
  }
  return { cases: stories.filter((story) => story.caseId).length, steps, refused };
}
