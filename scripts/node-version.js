// Runs before what people start first, in plain JavaScript that old versions of Node can read: with one of those, the
// libraries fail in ways that do not say why.
const wanted = 20;
const [major] = process.versions.node.split('.');

if (Number(major) < wanted) {
  console.error(
    `FutureSync needs Node ${wanted} or newer; this is ${process.versions.node}.\n` +
      'Install a newer one (https://nodejs.org, or: nvm install --lts), then run npm install again.',
  );
  process.exit(1);
}
