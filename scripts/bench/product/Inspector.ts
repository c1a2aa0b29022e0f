import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as z from 'zod';

const Answer = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const Evaluated = z.object({
  result: z.object({ value: z.unknown().optional(), objectId: z.string().optional() }),
  exceptionDetails: z
    .object({ text: z.string(), exception: z.object({ description: z.string().optional() }).optional() })
    .optional(),
});

/** A class of the product, and the file that exports it. */
export interface ProductClass {
  name: string;
  file: string;
}

/** Looks into a running Node process through its inspector, so that the product needs no door for it. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  #next = 1;

  /** @param output what the process wrote, with the line that names the inspector's address */
  static async attach(output: string): Promise<Inspector> {
    const address = /Debugger listening on (ws:\S+)/.exec(output)?.[1];
    if (!address) throw new Error('the process has no inspector');
    const socket = new WebSocket(address);
    await once(socket, 'open');
    return new Inspector(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = Answer.safeParse(JSON.parse(data.toString('utf8')));
      if (!message.success) return;
      const { id, result, error } = message.data;
      const open = this.#open.get(id);
      this.#open.delete(id);
      if (error) open?.reject(new Error(error.message));
      else open?.resolve(result);
    });
    socket.on('close', () => {
      for (const open of this.#open.values()) open.reject(new Error('the process is gone'));
      this.#open.clear();
    });
  }

  /** Collects garbage, then tells bytes in use. */
  async memory(): Promise<{ heap: number; external: number }> {
    // The inspector's own way of collecting takes seconds, in which the server answers nobody. What finalisers of the
    // first round free the second one collects.
    for (let round = 0; round < 2; round++)
      await this.evaluate(
        `process.getBuiltinModule('v8').setFlagsFromString('--expose-gc'); process.getBuiltinModule('vm').runInNewContext('gc')(); 0`,
      );
    const value = await this.evaluate(
      '(({ heapUsed, external }) => ({ heap: heapUsed, external }))(process.memoryUsage())',
    );
    return z.object({ heap: z.number(), external: z.number() }).parse(value);
  }

  /**
   * How many objects of these classes live, by name; `from` are files of the product that export them. The process
   * stands still for a second or more for each class.
   */
  async count(classes: readonly ProductClass[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const one of classes) {
      counts[one.name] = z
        .number()
        .parse(await this.callOn(await this.#instances(one), 'function () { return this.length; }'));
    }
    await this.#ask('Runtime.releaseObjectGroup', { objectGroup: 'bench' });
    return counts;
  }

  /** Keeps hold of the only object of a class. */
  async hold(one: ProductClass): Promise<string> {
    const instances = await this.#instances(one);
    const first = await this.#ask('Runtime.callFunctionOn', {
      objectId: instances,
      functionDeclaration: 'function () { return this[0]; }',
      objectGroup: 'held',
    });
    const { objectId } = Evaluated.parse(first).result;
    if (objectId === undefined) throw new Error(`there is no ${one.name}`);
    return objectId;
  }

  /** Calls a function with an object that is held as its `this`. */
  async callOn(objectId: string, functionDeclaration: string): Promise<unknown> {
    const called = await this.#ask('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration,
      returnByValue: true,
    });
    return Evaluated.parse(called).result.value;
  }

  async #instances({ name, file }: ProductClass): Promise<string> {
    const { result } = await this.#evaluate(`${requireOf(file)}.${name}.prototype`, false);
    const found = await this.#ask('Runtime.queryObjects', {
      prototypeObjectId: result.objectId,
      objectGroup: 'bench',
    });
    return z.object({ objects: z.object({ objectId: z.string() }) }).parse(found).objects.objectId;
  }

  /** The value of an expression in the process. */
  async evaluate(expression: string): Promise<unknown> {
    return (await this.#evaluate(expression, true)).result.value;
  }

  close(): void {
    this.#socket.close();
  }

  async #evaluate(expression: string, byValue: boolean): Promise<z.infer<typeof Evaluated>> {
    const evaluated = Evaluated.parse(
      await this.#ask('Runtime.evaluate', {
        expression,
        returnByValue: byValue,
        objectGroup: 'bench',
        awaitPromise: true,
      }),
    );
    const { exceptionDetails: wrong } = evaluated;
    if (wrong) throw new Error(wrong.exception?.description ?? wrong.text);
    return evaluated;
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = this.#next++;
    const open = Promise.withResolvers<unknown>();
    this.#open.set(id, open);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return open.promise;
  }
}

/** A module that the process has loaded: `require` hands out the same instance that `import` made. */
function requireOf(file: string): string {
  return `process.getBuiltinModule('module').createRequire(${JSON.stringify(file)})(${JSON.stringify(file)})`;
}
