// The entry point of `npm start` and `npm test`: it and what it imports run on Node 18 and newer.
// It makes sure of a Node that runs Fernblick and hands over to main.ts under it.
import { fileURLToPath } from 'node:url';
import { environmentFor, fetchGoodNode, isGoodNode } from './goodNode.mjs';
import { runAttached } from './processes.mjs';
import { PlainError } from './Steps.mjs';

try {
  if (isGoodNode(process.versions.node)) {
    const { main } = await import('./main.ts');
    process.exitCode = await main(process.argv.slice(2));
  } else {
    const node = await fetchGoodNode();
    const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
    process.exitCode = await runAttached(node, args, { env: environmentFor(node) });
  }
} catch (error) {
  if (!(error instanceof PlainError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
