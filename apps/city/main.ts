/** The program: `./chengmai` runs this file on Node 24. */
import { runCommand } from './cli/run-command.ts';

process.exitCode = await runCommand(process.argv.slice(2), process.env);
