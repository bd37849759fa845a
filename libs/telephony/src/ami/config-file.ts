import { TelephonyError } from '../telephony.gateway.js';
import type { AmiClient } from './ami-client.js';
import type { AmiMessage } from './ami-message.js';

/** A section of a configuration file: its [name] and its lines. */
export interface Section {
  name: string;
  lines: readonly { key: string; value: string }[];
}

/** More actions in one message are not answered at all (Asterisk takes 128 headers). */
const ACTIONS_A_MESSAGE = 28;
const BEING_WRITTEN = '-being-written';

type Change = Readonly<Record<string, string>>;

/**
 * Replaces one section of a file of Asterisk's whole, over the network. A long section needs several messages: it is written under another name, and
 * takes the place of the old one with the last message, which also reloads the module. So whatever breaks off on the way, what Asterisk reads is
 * the old section or the new one, never half of it.
 * @throws {TelephonyError} 400 when Asterisk refuses a message
 */
export async function replaceSection(ami: AmiClient, file: string, section: Section, reload: string): Promise<void> {
  const present = await sectionNames(ami, file);
  const draft = `${section.name}${BEING_WRITTEN}`;
  const changes: Change[] = [
    ...(present.includes(draft) ? [{ Action: 'DelCat', Cat: draft }] : []),
    { Action: 'NewCat', Cat: draft },
    // `exten => …` is the key exten with a value that begins with `>`.
    ...section.lines.map(({ key, value }) => ({ Action: 'Append', Cat: draft, Var: key, Value: value })),
  ];
  const swap: Change[] = [
    ...(present.includes(section.name) ? [{ Action: 'DelCat', Cat: section.name }] : []),
    { Action: 'RenameCat', Cat: draft, Value: section.name },
  ];
  while (changes.length > ACTIONS_A_MESSAGE - swap.length) await update(ami, file, changes.splice(0, ACTIONS_A_MESSAGE));
  await update(ami, file, [...changes, ...swap], reload);
}

/** @throws {TelephonyError} */
export async function removeSection(ami: AmiClient, file: string, name: string, reload: string): Promise<void> {
  if ((await sectionNames(ami, file)).includes(name)) await update(ami, file, [{ Action: 'DelCat', Cat: name }], reload);
}

/** The sections of the file, which is made if it is not there. @throws {TelephonyError} */
export async function sectionNames(ami: AmiClient, file: string): Promise<string[]> {
  return (await readFile(ami, file)).map((section) => section.name);
}

/** Every section of the file with its lines; the file is made if it is not there. @throws {TelephonyError} */
export async function readFile(ami: AmiClient, file: string): Promise<Section[]> {
  const read = () => ami.action('GetConfig', { Filename: file });
  const { response } = await read().catch(async (error: unknown) => {
    // Asterisk gives one answer to "not there" and "may not": what CreateConfig says tells them apart.
    if (!(error instanceof TelephonyError && error.status === 400)) throw error;
    await ami.action('CreateConfig', { Filename: file });
    return read();
  });
  return sectionsOf(response);
}

/** What GetConfig answers, as sections; included files and templates are in it already. */
export function sectionsOf(response: AmiMessage): Section[] {
  const sections = new Map<string, { name: string; lines: { key: string; value: string }[] }>();
  for (const [key, text] of response.entries()) {
    const category = /^Category-(\d+)$/.exec(key)?.[1];
    if (category !== undefined) sections.set(category, { name: text, lines: [] });
    const line = /^Line-(\d+)-\d+$/.exec(key)?.[1];
    const split = text.indexOf('=');
    if (line !== undefined) sections.get(line)?.lines.push({ key: text.slice(0, split), value: text.slice(split + 1) });
  }
  return [...sections.values()];
}

async function update(ami: AmiClient, file: string, changes: readonly Change[], reload?: string): Promise<void> {
  const headers: Record<string, string> = {
    SrcFilename: file,
    DstFilename: file,
    ...(reload !== undefined && { Reload: reload }),
  };
  changes.forEach((change, index) => {
    for (const [key, value] of Object.entries(change)) headers[`${key}-${String(index).padStart(6, '0')}`] = value;
  });
  await ami.action('UpdateConfig', headers);
}
