// @ts-check
/** Said before anything that an old Node may not even understand. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Trunkline needs Node.js 20.19 or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org and start again.`,
  );
  process.exit(1);
}
