/** Forward only, in order; each also listed here, so that the build needs no file patterns. */
export const migrations = [];
