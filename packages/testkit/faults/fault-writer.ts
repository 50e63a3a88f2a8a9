import { type FaultPlace, openPlace, startFaultProgram } from './fault-program.ts';

// Run as a child: node fault-writer.ts PLACE ROUND. Writes until it is killed and says each change after its commit was acknowledged.
const place = JSON.parse(process.argv[2] ?? '') as FaultPlace;
const round = Number(process.argv[3]);
const { write } = await startFaultProgram(await openPlace(place));
process.stdout.write('ready\n');

async function writer(lane: number): Promise<never> {
  for (let change = 1; ; change += 1) {
    const n = round * 1_000 + lane * 100 + (change % 7);
    await write({ n, change });
    process.stdout.write(`${n}:${change}\n`);
  }
}
await Promise.all([0, 1, 2, 3].map(writer));
