import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeWith } from './describe-with.ts';
import { until } from './free-port.ts';

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describeWith(['postgres', 'nats'], 'private servers', () => {
  it.each(['startPostgres', 'startNats'])('of %s end with their owner, also when it is killed, and leave nothing', async (start) => {
    const source = `import { ${start} } from ${JSON.stringify(new URL('./servers.ts', import.meta.url).href)};
      const server = await ${start}();
      console.log(JSON.stringify([server.pid(), server.dir]));
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', source]);
    let said = '';
    owner.stdout.on('data', (text) => {
      said += String(text);
    });
    await until('it runs', () => said.includes('\n'), 60_000);
    const [pid, dir] = JSON.parse(said) as [number, string];
    expect([alive(pid), existsSync(dir)]).toEqual([true, true]);
    owner.kill('SIGKILL');
    await until('it has ended and is gone', () => !alive(pid) && !existsSync(dir), 30_000);
  });
});
