import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { GroupId, newId, OrgId, PersonId, type Principal } from '@fernblick/shared/protocol';
import { auditEvent } from '../../server/src/auditEvent.ts';
import type { Store } from '../../server/src/store/Store.ts';
import { principalOf } from '../../server/src/users/people.ts';
import { ensureSetupLink } from '../../server/src/users/setupLink.ts';
import type { SignIns } from '../../server/src/users/SignIns.ts';
import { systemOf } from '../../server/src/users/system.ts';
import { PlainError } from '../bootstrap/Steps.mjs';
import { drawDemoStills } from '../scene/stills.ts';
import { atTime } from './atTime.ts';
import { demoPeople, type DemoPersonKey } from './demoPeople.ts';
import { demoStories } from './demoStories.ts';
import { clearDemo, signInFile, type DemoPlace } from './removeDemo.ts';
import { tellStory } from './tellStory.ts';

const ORG_AGE_MS = 60 * 24 * 3_600_000;

/**
 * Makes the demo organisation with its people, cases and pictures, unless it is there already. One that broke off
 * half-way is made anew: the on-call group is its last document, and with it the demo is whole.
 * @returns how people sign in, to be shown
 * @throws PlainError if a real organisation is there
 */
export async function fillDemo(
  place: DemoPlace & { signIns: SignIns },
  note: (text: string) => void,
): Promise<{ made: boolean; signIn: string }> {
  const { store, dataDir } = place;
  const before = await store.orgs.first();
  if (before && !before.demo) {
    throw new PlainError(
      `"${before.settings.name}" is set up here. The demo can only be added where no organisation is: set another DATA_DIR for it.`,
    );
  }
  if (before && (await store.groups.list(before.id)).length > 0) {
    const signIn = await readFile(signInFile(dataDir), 'utf8').catch(() => undefined);
    const lost = 'Its passwords were shown when it was made. Remove it and add it again for new ones.\n';
    return { made: false, signIn: signIn ?? lost };
  }
  if (before) await clearDemo(place, before.id);
  return { made: true, signIn: await make(place, note) };
}

async function make(
  { store, blobs, signIns, dataDir }: DemoPlace & { signIns: SignIns },
  note: (text: string) => void,
): Promise<string> {
  const now = Date.now();
  const orgId = newId(OrgId);
  // A new link takes the place of one that an earlier start has shown: no real organisation comes beside the demo.
  await ensureSetupLink(store);
  const password = newPassword();
  const people = await atTime(now - ORG_AGE_MS, async () => {
    await makeOrganisation(store, orgId);
    return makePeople(store, signIns, orgId, password);
  });

  note('drawing the pictures');
  const pictures = new Map((await drawDemoStills()).map(({ name, jpeg }) => [name, jpeg]));
  for (const [index, story] of demoStories.entries()) {
    note(`case ${index + 1} of ${demoStories.length}`);
    await tellStory({ store, blobs, people, pictures }, story, now);
  }

  const signIn = describeSignIn(password);
  await writeFile(signInFile(dataDir), signIn, { mode: 0o600 });
  const memberIds = Object.values(people).flatMap((who) =>
    who.kind === 'person' && who.role === 'expert' ? [who.id] : [],
  );
  const createdAt = now - ORG_AGE_MS;
  await store.groups.create({ id: GroupId.parse(orgId), orgId, name: 'Service', memberIds, createdAt });
  return signIn;
}

async function makeOrganisation(store: Store, orgId: OrgId): Promise<void> {
  const name = 'Demo: Musterwerk Service';
  const settings = {
    name,
    responsible: `${name} (erfunden / made up)`,
    contact: demoPeople.admin.email,
    privacyUrl: '',
    retentionYears: 10,
    autoFreeze: false,
    cameraControl: 'ask' as const,
  };
  await store.orgs.create({ id: orgId, orgId, createdAt: Date.now(), demo: true, settings }, [
    auditEvent(systemOf(orgId), 'org.create', { target: orgId, detail: name }),
  ]);
}

async function makePeople(
  store: Store,
  signIns: SignIns,
  orgId: OrgId,
  password: string,
): Promise<Record<DemoPersonKey, Principal>> {
  const make = async (key: DemoPersonKey): Promise<Principal> => {
    const { name, email, role, state } = demoPeople[key];
    const id = newId(PersonId);
    const doc = await store.people.create(
      { id, orgId, name, email, role, state, createdAt: Date.now(), demo: true },
      [auditEvent(systemOf(orgId), 'person.create', { target: id, detail: role })],
    );
    if (state === 'active') await signIns.setPassword({ id, name, email }, password);
    return principalOf(doc);
  };
  return {
    admin: await make('admin'),
    supervisor: await make('supervisor'),
    expert: await make('expert'),
    expert2: await make('expert2'),
    technician: await make('technician'),
    technician2: await make('technician2'),
    newcomer: await make('newcomer'),
  };
}

/** Twelve characters that are told apart on any screen and typed on any phone: 59 bits. */
function newPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const part = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [part(), part(), part()].join('-');
}

function describeSignIn(password: string): string {
  const active = Object.values(demoPeople).filter(({ state }) => state === 'active');
  const lines = active.map(({ role, email, name }) => `  ${role.padEnd(12)}${email.padEnd(28)}${name}`);
  return [
    'Demo: Musterwerk Service. All people, machines and cases in it are made up.',
    ...lines,
    `  Password of all of them: ${password}`,
    '',
  ].join('\n');
}
