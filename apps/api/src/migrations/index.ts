import { FirstTables1795460230296 } from './1795460230296-first-tables.js';
import { TrunkOptions1795667081884 } from './1795667081884-trunk-options.js';
import { TrunkChangeKind1795668303323 } from './1795668303323-trunk-change-kind.js';
import { AgentsAndInbound1795668748911 } from './1795668748911-agents-and-inbound.js';
import { CallRecordings1795668904731 } from './1795668904731-call-recordings.js';
import { CallControls1795669213080 } from './1795669213080-call-controls.js';
import { CallHistory1795669957686 } from './1795669957686-call-history.js';
import { LegControls1795673081402 } from './1795673081402-leg-controls.js';
import { EngineRecords1795695963722 } from './1795695963722-engine-records.js';
import { CallsByTag1795698700000 } from './1795698700000-calls-by-tag.js';

/** Forward only, in order; each also listed here, so that the build needs no file patterns. */
export const migrations = [
  FirstTables1795460230296,
  TrunkOptions1795667081884,
  TrunkChangeKind1795668303323,
  AgentsAndInbound1795668748911,
  CallRecordings1795668904731,
  CallControls1795669213080,
  CallHistory1795669957686,
  LegControls1795673081402,
  EngineRecords1795695963722,
  CallsByTag1795698700000,
];
