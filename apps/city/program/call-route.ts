import { type Result, refuse } from '@chengmai/kernel/result.ts';
import { identity } from '@chengmai/modules/identity/contract.ts';
import type { Caller, Role } from '@chengmai/platform/runtime/scope.ts';
import type { Running } from '@chengmai/platform/runtime/start.ts';

/** The person at the shell: whoever may run this program on this machine may do everything; the audit trail says where it came from. */
export const shellCaller = (roles: readonly Role[]): Caller => ({
  kind: 'system',
  userId: 'command-line',
  name: '命令行',
  roles,
  unitId: null,
  scope: { areas: [''], units: null, userId: 'command-line', ownOnly: false },
  locale: 'zh',
  address: 'localhost',
});

export interface RouteCall {
  readonly method: string;
  /** As the route declares it: `/api/users/:id`. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly caller: Caller;
}

/** Does in this process what the HTTP route would do: the same schemas, handler and audit trail, without a socket. */
export async function callRoute<T>(running: Running, call: RouteCall): Promise<Result<T>> {
  const route = running.routes.find(({ method, path }) => method === call.method && path === call.path);
  if (!route) throw new Error(`bug: no route ${call.method} ${call.path}`);
  const input = {
    params: route.params?.safeParse(call.params),
    query: route.query?.safeParse(call.query ?? {}),
    body: route.body?.safeParse(call.body),
  };
  for (const parsed of Object.values(input)) {
    const issue = parsed?.error?.issues[0];
    if (issue) return refuse('http.invalid_input', { field: issue.path.join('.'), problem: issue.message });
  }
  const { audit } = running.use(identity);
  const trace = 'command-line';
  const result = await route.handle({
    params: input.params?.data,
    query: input.query?.data,
    body: input.body?.data,
    files: [],
    caller: call.caller,
    session: null,
    headers: {},
    trace,
    idempotency: null,
    once: (_tx, work) => work(),
    audit: (entry) => audit(call.caller, trace, [entry]),
  });
  return result as Result<T>;
}
