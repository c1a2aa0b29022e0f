/** What can be active at a time: one screen, or one thing in front of it. */
export const contexts = [
  'join',
  'signIn',
  'home',
  'cases',
  'case',
  'more',
  'groups',
  'scan',
  'outbox',
  'waitingItem',
  'call',
  'callMore',
  'chat',
  'drawing',
  'unanswered',
  'ringing',
  'missed',
  'after',
  'problem',
  'cameraQuestion',
  'devices',
  'check',
  'confirm',
  'help',
] as const;
export type Context = (typeof contexts)[number];

export interface CommandSpec {
  /** Where it may be active; `global`: everywhere. */
  contexts: readonly Context[] | 'global';
  /** It asks back first. */
  danger?: true;
  /** Commands of one toggle are never active together, so their phrases may be alike. */
  toggle?: string;
}

/** Every command of the page, whatever triggers it: touch, keys, focus, the glasses' own speech or, later, ours. */
const commandTable = {
  help: { contexts: 'global' },
  home: { contexts: 'global' },
  back: { contexts: 'global' },

  join: { contexts: ['join'] },
  signIn: { contexts: ['signIn'] },
  callExpert: { contexts: ['home', 'case'] },
  myCases: { contexts: ['home'] },
  scan: { contexts: ['home'] },
  outbox: { contexts: ['home'] },
  sendNow: { contexts: ['outbox', 'waitingItem'] },
  discard: { contexts: ['waitingItem'], danger: true },
  more: { contexts: ['home', 'call'] },
  moreCases: { contexts: ['cases'] },
  language: { contexts: ['join', 'signIn', 'more', 'problem'] },
  deviceProfile: { contexts: ['more'] },
  signOut: { contexts: ['more'], danger: true },

  microphoneOff: { contexts: ['call'], toggle: 'microphone' },
  microphoneOn: { contexts: ['call'], toggle: 'microphone' },
  takePhoto: { contexts: ['call', 'callMore'] },
  lightOn: { contexts: ['call', 'callMore', 'scan'], toggle: 'light' },
  lightOff: { contexts: ['call', 'callMore', 'scan'], toggle: 'light' },
  zoomCloser: { contexts: ['call', 'callMore'] },
  zoomWider: { contexts: ['call', 'callMore'] },
  switchCamera: { contexts: ['call', 'callMore'], toggle: 'camera' },
  cameraOn: { contexts: ['call', 'callMore'], toggle: 'camera' },
  showCamera: { contexts: ['call'], toggle: 'picture' },
  showPicture: { contexts: ['call'], toggle: 'picture' },
  // There are other pictures only while somebody else is there, and then nobody need be rung again.
  nextPicture: { contexts: ['call', 'callMore'], toggle: 'others' },
  ringAgain: { contexts: ['call', 'unanswered'], toggle: 'others' },
  // Others may ask for the camera: the question, and the way to forbid it.
  allowCamera: { contexts: ['cameraQuestion'] },
  refuseCamera: { contexts: ['cameraQuestion'] },
  forbidControl: { contexts: ['callMore'], toggle: 'control' },
  permitControl: { contexts: ['callMore'], toggle: 'control' },
  devices: { contexts: ['callMore', 'check'] },
  checkDevice: { contexts: ['more', 'problem'] },
  checkAgain: { contexts: ['check'] },
  copyResults: { contexts: ['check'] },
  goOn: { contexts: ['check'] },
  testSound: { contexts: ['devices'] },
  writeMessage: { contexts: ['call', 'callMore'] },
  draw: { contexts: ['call'] },
  endCall: { contexts: ['call', 'unanswered'], danger: true },
  leaveMessage: { contexts: ['unanswered'] },
  askCallBack: { contexts: ['unanswered'] },

  acceptCall: { contexts: ['ringing'] },
  declineCall: { contexts: ['ringing'] },
  declineBusy: { contexts: ['ringing'] },
  callBack: { contexts: ['missed'] },
  seen: { contexts: ['missed'] },

  undo: { contexts: ['drawing'] },
  finishDrawing: { contexts: ['drawing'] },
  sendMessage: { contexts: ['chat'] },
  callAgain: { contexts: ['after'] },
  tryAgain: { contexts: ['problem'] },
  confirm: { contexts: ['confirm'] },
} as const satisfies Record<string, CommandSpec>;

export type CommandId = keyof typeof commandTable;

export const commandIds = Object.keys(commandTable) as CommandId[];

export function specOf(id: CommandId): CommandSpec {
  return commandTable[id];
}

/** What people say and read for a command, in one language. The first phrase is the label. */
export interface CommandWords {
  phrases: readonly [string, ...string[]];
  /** For a speech engine's dictionary, where its guess would be wrong. */
  pronunciations?: readonly string[];
  /** One plain sentence for the help overlay. */
  help: string;
}

export interface Language {
  commands: Readonly<Record<CommandId, CommandWords>>;
  /** Picks an item of a list. */
  choose: (number: number) => string;
}
