import { createMemoryBus } from '@chengmai/platform/adapters/bus-memory.ts';
import { openNatsBus } from '@chengmai/platform/adapters/bus-nats.ts';
import type { Bus } from '@chengmai/platform/ports/bus.ts';
import type { Config } from '@chengmai/platform/runtime/config.ts';
import type { Logger } from '@chengmai/platform/runtime/log.ts';
import { Refused } from '@chengmai/platform/runtime/refused.ts';
import { withoutPassword } from './city-config.ts';

/** NATS where the settings name it, else inside the process. Throws Refused `cli.bus_unreachable`. */
export async function openBus(config: Config, log: Logger): Promise<Bus> {
  if (!config.natsUrl) return createMemoryBus({ log });
  try {
    return await openNatsBus({ url: config.natsUrl, replicas: config.natsReplicas, log });
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Refused('cli.bus_unreachable', { url: withoutPassword(config.natsUrl), problem }, { cause: error });
  }
}
