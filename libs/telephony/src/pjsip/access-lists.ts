import { KeyedQueue } from '@app/common';
import type { AmiClient } from '../ami/ami-client.js';
import { readFile, removeSection, replaceSection } from '../ami/config-file.js';
import type { AccessList } from './phone-to-objects.js';

/** Included by acl.conf with #tryinclude. */
const FILE = 'trunkline-acl.conf';

/**
 * Networks that desk phones may come from. A pushed endpoint does not keep `deny` and `permit` (measured), but it keeps the name of a list in acl.conf,
 * and a name that is not there lets nobody in.
 */
export class AccessLists {
  readonly #queue = new KeyedQueue();

  constructor(private readonly ami: AmiClient) {}

  /** @throws {TelephonyError} */
  ensure(list: AccessList): Promise<void> {
    return this.#queue.run(FILE, async () => {
      const wanted = linesOf(list);
      const present = (await readFile(this.ami, FILE)).find((section) => section.name === list.name);
      if (present && JSON.stringify(present.lines) === JSON.stringify(wanted)) return;
      await replaceSection(this.ami, FILE, { name: list.name, lines: wanted }, 'acl');
    });
  }

  /** Exactly these lists. @throws {TelephonyError} */
  async reconcile(lists: readonly AccessList[]): Promise<void> {
    const wanted = new Map(lists.map((list) => [list.name, list]));
    for (const list of wanted.values()) await this.ensure(list);
    await this.#queue.run(FILE, async () => {
      for (const { name } of await readFile(this.ami, FILE)) {
        if (!wanted.has(name)) await removeSection(this.ami, FILE, name, 'acl');
      }
    });
  }
}

const linesOf = ({ networks }: AccessList): { key: string; value: string }[] => [
  { key: 'deny', value: '0.0.0.0/0' },
  { key: 'deny', value: '::/0' },
  ...networks.map((network) => ({ key: 'permit', value: network })),
];
