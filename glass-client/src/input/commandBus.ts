import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue';
import { commandIds, specOf } from './commandTable.ts';
import type { CommandId, Context } from './commandTable.ts';

/** What a screen does for a command; `enabled` is looked at whenever something it depends on changes. */
export interface Offer {
  run: () => unknown;
  enabled?: () => boolean;
}

interface Layer {
  context: Context;
  offers: Partial<Record<CommandId, Offer>>;
  /** Items that digits pick. */
  choices?: (() => readonly (() => unknown)[]) | undefined;
  /** Commands that digits pick where there is no list, in the order of their buttons. */
  bar?: (() => readonly CommandId[]) | undefined;
}

/** The screens that are up, the one in front last. */
const layers = shallowReactive<Layer[]>([]);

/** The danger that waits for a word. */
export const asking = shallowRef<CommandId>();

const front = computed(() => layers[layers.length - 1]);

export const activeContext = computed<Context | undefined>(() => front.value?.context);

function offerOf(id: CommandId): Offer | undefined {
  const global = specOf(id).contexts === 'global';
  const looked = global ? [...layers].reverse() : front.value ? [front.value] : [];
  const offer = looked.map((layer) => layer.offers[id]).find((found) => found !== undefined);
  return offer && (offer.enabled?.() ?? true) ? offer : undefined;
}

/** All that can be done now; what a speech engine may listen for. */
export const activeCommands = computed<CommandId[]>(() =>
  commandIds.filter((id) => offerOf(id) !== undefined),
);

/** How many items can be picked by number now. */
export const choiceCount = computed(() => Math.min(9, front.value?.choices?.().length ?? 0));

/** Whether the screen in this context offers the command, in front or not: what its buttons go by. */
export function isOffered(context: Context, id: CommandId): boolean {
  const offer = layers.find((layer) => layer.context === context)?.offers[id];
  return offer !== undefined && (offer.enabled?.() ?? true);
}

/**
 * The one place where every command ends, whoever gave it. What is dangerous asks back first.
 * @returns whether the command was active
 */
export function dispatch(id: CommandId): boolean {
  const offer = offerOf(id);
  if (!offer) return false;
  if (specOf(id).danger) asking.value = id;
  else offer.run();
  return true;
}

/** Does what was asked back for. */
export function answerDanger(yes: boolean): void {
  const id = asking.value;
  asking.value = undefined;
  if (!yes || !id) return;
  // The question's own layer may still be in front: look through all.
  const offer = [...layers].reverse().find((layer) => layer.offers[id])?.offers[id];
  offer?.run();
}

/** Picks the item, or else the command of the bar, with this number from 1 on. */
export function choose(number: number): boolean {
  const choice = front.value?.choices?.()[number - 1];
  if (choice) {
    choice();
    return true;
  }
  const id = front.value?.bar?.()[number - 1];
  return id !== undefined && dispatch(id);
}

/** Puts a screen's commands in front for as long as the calling scope lives. */
export function useCommands(
  context: Context,
  offers: Partial<Record<CommandId, Offer | (() => unknown)>>,
  more: Pick<Layer, 'choices' | 'bar'> = {},
): void {
  const layer: Layer = { context, offers: {}, ...more };
  for (const id of commandIds) {
    const offer = offers[id];
    if (offer) layer.offers[id] = typeof offer === 'function' ? { run: offer } : offer;
  }
  layers.push(layer);
  onScopeDispose(() => {
    const at = layers.indexOf(layer);
    if (at >= 0) layers.splice(at, 1);
  });
}
