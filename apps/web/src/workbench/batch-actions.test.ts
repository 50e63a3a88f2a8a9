import { describe, expect, it } from 'vitest';
import { batchActions, needsReason } from './batch-actions.ts';

describe('actions on many cases', () => {
  it('offers what every state of the selection allows', () => {
    expect(batchActions(['pending_dispatch', 'pending_dispatch'], ['dispatcher'])).toContain('dispatch');
    expect(batchActions(['pending_dispatch', 'handling'], ['dispatcher'])).not.toContain('dispatch');
  });

  it('offers nothing that the posts of the caller may not do', () => {
    expect(batchActions(['pending_dispatch'], ['handler'])).not.toContain('dispatch');
    expect(batchActions(['pending_close'], ['acceptor'])).toContain('close');
  });

  it('asks for a reason where the lifecycle does', () => {
    expect(needsReason('rework')).toBe(true);
    expect(needsReason('dispatch')).toBe(false);
  });
});
