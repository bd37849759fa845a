import { FirstTables1795460230296 } from './1795460230296-first-tables.js';
import { TrunkOptions1795667081884 } from './1795667081884-trunk-options.js';
import { TrunkChangeKind1795668303323 } from './1795668303323-trunk-change-kind.js';

/** Forward only, in order; each also listed here, so that the build needs no file patterns. */
export const migrations = [FirstTables1795460230296, TrunkOptions1795667081884, TrunkChangeKind1795668303323];
