// Measures one figure and tells the parent what it came to; whatever happens, it leaves nothing running.
import { figures, isFigureName } from './figures/index.ts';
import { Scope } from './Scope.ts';

const name = process.argv[2] ?? '';
if (!isFigureName(name)) throw new Error(`there is no figure "${name}"`);

const scope = new Scope();
const giveUp = () => void scope.close().finally(() => process.exit(1));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, giveUp);
process.once('disconnect', giveUp);

let said: object;
try {
  said = { rows: await figures[name].measure(scope) };
} catch (error) {
  said = { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
await scope.close();
process.send?.(said, () => process.exit());
