import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const TICKS = 100;

interface Proc {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

function readProc(pid: number): Proc | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; fields are counted after it. utime and stime stand at 14 and 15, those of reaped children after them.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user, system, goneUser, goneSystem] = fields.slice(11, 15).map(Number) as [number, number, number, number];
    return { pid, parent: Number(fields[1]), cpuMs: ((user + system + goneUser + goneSystem) * 1000) / TICKS };
  } catch {
    return null;
  }
}

/** CPU time that a process and all below it have used so far, ms; what an overloaded machine does not change, unlike seconds on the wall. */
export function cpuMsOf(root: number): number {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProc(Number(name)))
    .filter((proc) => proc !== null);
  const below = (pid: number): number =>
    all.filter((proc) => proc.parent === pid).reduce((sum, proc) => sum + proc.cpuMs + below(proc.pid), 0);
  return (all.find((proc) => proc.pid === root)?.cpuMs ?? 0) + below(root);
}
