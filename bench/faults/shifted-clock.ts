/** Loaded before the program (`node --import`): the wall clock of the process is off by as many ms as the file says that CHENGMAI_BENCH_CLOCK names. */
import { readFileSync } from 'node:fs';

const file = process.env.CHENGMAI_BENCH_CLOCK!;
const trueNow = Date.now;
let offsetMs = 0;
const look = (): void => {
  offsetMs = Number(readFileSync(file, 'utf8')) || 0;
};
look();
setInterval(look, 50).unref();

Date.now = () => trueNow() + offsetMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [Date.now()] : args, self) as Date,
});
