// A crowd in a process of its own, so that what it does takes nothing from whoever measures.
import * as z from 'zod';
import { CaseId } from '@fernblick/shared/protocol';
import { answerParent } from '../answerParent.ts';
import { Crowd } from './Crowd.ts';

const Request = z.object({ noise: z.boolean() });
const { url, cookie, caseId } = z
  .object({ url: z.url(), cookie: z.string(), caseId: CaseId })
  .parse({ url: process.env.CROWD_URL, cookie: process.env.CROWD_COOKIE, caseId: process.env.CROWD_CASE });

const IDLE = 2_000;
const FLOODS = 2;
const GUESSES_PER_SECOND = 200;

// They stay: coming again and again, they would be turned away at the door.
const idlers = new Crowd({ url }, { cookie });
await idlers.idle(IDLE);
await idlers.slow(caseId);
let loud: Crowd | undefined;

/** The loud ones come or go; answers with how many are there and what was refused since. */
answerParent({ ready: true }, async (request) => {
  const { noise } = Request.parse(request);
  if (noise) {
    loud = new Crowd({ url }, { cookie });
    for (let flood = 0; flood < FLOODS; flood++) loud.flood();
    loud.guess(GUESSES_PER_SECOND);
    return { open: idlers.open, refused: 0 };
  }
  await loud?.leave();
  const refused = [...(loud?.refused.values() ?? [])].reduce((sum, count) => sum + count, 0);
  loud = undefined;
  return { open: idlers.open, refused };
});
