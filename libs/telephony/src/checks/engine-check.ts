import { remedyPhrases } from '@app/common';
import type { EngineSettings } from '../telephony-engine.js';
import type { ConfigFiles } from './config-files.js';
import type { Verdict } from './engine-reasons.js';
import type { EngineView, ViewSettings } from './engine-view.js';

/** What the settings say, which Asterisk has to agree with. */
export type CheckSettings = ViewSettings &
  Pick<EngineSettings, 'hepHost' | 'hepPort' | 'hepPassword'> & {
    externalAddress: string | undefined;
    localNets: readonly string[];
    maxCalls: number;
  };

/** A view of an Asterisk whose files could be read. */
export type FilesView = EngineView & { files: ConfigFiles };

/**
 * One thing that is looked at. `needs`: what must have been seen before anything can be said; without it the verdict is UNKNOWN.
 * `nothing` is said of the doors themselves.
 */
export type EngineCheck =
  | { code: string; needs: 'nothing' | 'ari' | 'ami'; judge: (view: EngineView, settings: CheckSettings) => Verdict }
  | { code: string; needs: 'files'; judge: (view: FilesView, settings: CheckSettings) => Verdict };

export const RESTART = remedyPhrases.RESTART_ASTERISK;
