import { expect, type Locator } from '@playwright/test';
import type { CaseView } from '@fernblick/shared/api';
import type { Organisation, screens, Someone } from './people.ts';
import { expectMoving } from './video.ts';

export interface Call {
  about: CaseView;
  expert: Someone;
  technician: Someone;
  /** The technician's picture at the expert's desk. */
  picture: Locator;
  /** The same picture on the technician's own display. */
  ownPicture: Locator;
}

/** An expert waits in the call of a new case, a guest joins by link, and the picture runs. */
export async function startCall(
  organisation: Organisation,
  expert: Someone,
  screen?: (typeof screens)[keyof typeof screens],
  title?: string,
): Promise<Call> {
  const about = await organisation.case(title);
  const picture = await openCall(expert, about.id);
  const { link } = await organisation.invitation(about.id);
  const technician = await organisation.guest('Toni Technik', link, screen);
  await expectMoving(picture);
  return {
    about,
    expert,
    technician,
    picture,
    ownPicture: technician.page.locator('[data-picture=camera] video'),
  };
}

/** Goes into a case's call from its page. */
export async function openCall(expert: Someone, caseId: string): Promise<Locator> {
  await expert.page.goto(`/cases/${caseId}`);
  await expert.page.getByTestId('call').click();
  await expect(expert.page.getByTestId('call-room')).toBeVisible();
  return expert.page.getByTestId('stage-video');
}

/** Ends the call for all, which is asked back. */
export async function endForAll({ page }: Someone): Promise<void> {
  await page.getByTestId('leave-menu').click();
  await page.getByRole('menuitem', { name: 'End for everybody' }).click();
  await page.getByTestId('confirm-end').click();
}
