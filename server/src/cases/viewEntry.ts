import type { EntryView, TimelineEntry } from '@fernblick/shared/protocol';

/** An entry as clients see it, without the chain's own members. */
export function viewEntry({
  salt: _salt,
  bodyDigest: _digest,
  prevHash: _prev,
  hash: _hash,
  ...view
}: TimelineEntry): EntryView {
  return view;
}
