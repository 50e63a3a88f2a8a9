import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Names of fields that may hold secrets or personal data; their values never reach a log. */
const secret = [
  'password',
  'oldPassword',
  'newPassword',
  'token',
  'secret',
  'cookie',
  'authorization',
  'csrf',
  'phone',
  'idCard',
  'reporterName',
  'reporterPhone',
];
const redacted = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export interface LogOptions {
  /** `trace` … `fatal`, or `silent`; default `info`. */
  readonly level?: string;
  /** Lines for people instead of JSON. */
  readonly pretty?: boolean;
  readonly destination?: DestinationStream;
}

/** The program's structured log: one JSON object a line on standard error, times in ISO, secrets removed. */
export function createLog(options: LogOptions = {}): Logger {
  const settings = {
    level: options.level ?? 'info',
    redact: { paths: redacted, censor: '[removed]' },
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  if (options.destination) return pino(settings, options.destination);
  if (options.pretty)
    return pino({
      ...settings,
      transport: { target: 'pino-pretty', options: { destination: 2, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' } },
    });
  return pino(settings, pino.destination({ dest: 2, sync: true }));
}
