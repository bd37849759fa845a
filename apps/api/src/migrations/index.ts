import { FirstTables1795460230296 } from './1795460230296-first-tables.js';

/** Forward only, in order; each also listed here, so that the build needs no file patterns. */
export const migrations = [FirstTables1795460230296];
