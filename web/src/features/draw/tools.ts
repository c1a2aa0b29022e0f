/** `select` moves and deletes; the laser leaves nothing; the others leave a stroke. */
export const tools = ['select', 'laser', 'pen', 'arrow', 'ellipse', 'rectangle', 'text'] as const;
export type Tool = (typeof tools)[number];

export const toolIcons: Record<Tool, string> = {
  select: 'i-lucide-mouse-pointer-2',
  laser: 'i-lucide-locate-fixed',
  pen: 'i-lucide-pencil',
  arrow: 'i-lucide-move-up-right',
  ellipse: 'i-lucide-circle',
  rectangle: 'i-lucide-square',
  text: 'i-lucide-type',
};

/** Seen on metal, rust and paint alike; the painter puts a rim around each. */
export const palette = [
  { name: 'red', value: '#e5332a' },
  { name: 'yellow', value: '#ffd60a' },
  { name: 'green', value: '#2fd158' },
  { name: 'blue', value: '#2f9bff' },
  { name: 'white', value: '#ffffff' },
  { name: 'black', value: '#111111' },
] as const;

/** Line widths as shares of the picture's shorter side. */
export const widths = [0.003, 0.006, 0.01, 0.016, 0.025] as const;
