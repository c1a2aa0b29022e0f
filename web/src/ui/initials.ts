/** One or two letters for a person's mark. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s.-]+/).filter(Boolean);
  const [first, last] = [words[0], words.length > 1 ? words[words.length - 1] : undefined];
  return [first, last]
    .map((word) => (word ? (Array.from(word)[0] ?? '') : ''))
    .join('')
    .toUpperCase();
}
