import { useEffect, useState } from 'react';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { applyLive } from './apply-live.ts';
import { browserPorts, type LiveState, startLive } from './live-leader.ts';

/** Keeps the stream while somebody is signed in, and turns events into the few reads that they make necessary. */
export function useLive(): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    const stopped = new AbortController();
    const stop = startLive(browserPorts(stopped.signal), {
      onState: setState,
      onEvent: (event) => {
        if (event.type === 'signed-out') void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
        // More was missed than the server keeps: everything is read again.
        else if (event.type === 'reset') void queryClient.invalidateQueries();
        else applyLive(queryClient, event);
      },
    });
    return () => {
      stopped.abort();
      stop();
    };
  }, []);
  return state;
}
