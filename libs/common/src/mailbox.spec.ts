import { describe, expect, it } from 'vitest';
import { Mailbox, SlowSubscriberError } from './mailbox.js';

function given(limit: number) {
  const ends: string[] = [];
  return { mailbox: new Mailbox<number>(limit, () => ends.push('ended')), ends };
}

describe('a mailbox', () => {
  it('should give what was put in, in order, and wait for what is not', async () => {
    const { mailbox } = given(10);
    mailbox.push(1);
    mailbox.push(2);
    expect([(await mailbox.next()).value, (await mailbox.next()).value]).toEqual([1, 2]);
    const third = mailbox.next();
    mailbox.push(3);
    expect((await third).value).toBe(3);
  });

  it('should end, once, and hold nothing, when more waits than it takes', async () => {
    const { mailbox, ends } = given(2);
    for (const value of [1, 2, 3, 4]) mailbox.push(value);
    expect(ends).toEqual(['ended']);
    await expect(mailbox.next()).rejects.toMatchObject({ name: 'SlowSubscriberError', code: 'SLOW_SUBSCRIBER' });
    await expect(mailbox.next()).resolves.toMatchObject({ done: true });
    await mailbox.return();
    expect(ends).toEqual(['ended']);
  });

  it('should end a waiting next() when its reader leaves, and take nothing more', async () => {
    const { mailbox, ends } = given(2);
    const waiting = mailbox.next();
    await mailbox.return();
    mailbox.push(1);
    await expect(waiting).resolves.toMatchObject({ done: true });
    await expect(mailbox.next()).resolves.toMatchObject({ done: true });
    expect(ends).toEqual(['ended']);
  });

  it('should pass on what its reader throws', async () => {
    const { mailbox, ends } = given(2);
    await expect(mailbox.throw(new SlowSubscriberError())).rejects.toBeInstanceOf(SlowSubscriberError);
    expect(ends).toEqual(['ended']);
  });
});
