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

let crowd: Crowd | undefined;

/** All of it comes or goes; answers with how many are there and what was refused. */
answerParent({ ready: true }, async (request) => {
  const { noise } = Request.parse(request);
  if (noise) {
    crowd = new Crowd({ url }, { cookie });
    await crowd.idle(IDLE);
    await crowd.slow(caseId);
    for (let flood = 0; flood < FLOODS; flood++) crowd.flood();
    crowd.guess(GUESSES_PER_SECOND);
    return { open: crowd.open, refused: 0 };
  }
  await crowd?.leave();
  const refused = [...(crowd?.refused.values() ?? [])].reduce((sum, count) => sum + count, 0);
  crowd = undefined;
  return { open: 0, refused };
});
