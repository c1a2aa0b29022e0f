import type { EntryView } from '@fernblick/shared/protocol';

/** Both lists in the order of the file, each entry once; of two revisions the later one. */
export function mergeEntries(known: readonly EntryView[], more: readonly EntryView[]): readonly EntryView[] {
  const bySeq = new Map(known.map((entry) => [entry.seq, entry]));
  for (const entry of more) {
    const before = bySeq.get(entry.seq);
    if (!before || entry.rev >= before.rev) bySeq.set(entry.seq, entry);
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
