import { checkWords } from '@fernblick/shared/client';
const list = new Intl.ListFormat('en');

export const en = {
  appName: 'Fernblick',
  loading: 'One moment',
  and: (names: readonly string[]) => list.format(names),
  date: (at: number) => new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(at),

  join: {
    sentence: ({ inviter, orgName, caseTitle, asset }: Invitation) =>
      `${inviter} of ${orgName} invites you to show “${caseTitle}”${asset ? ` (${asset})` : ''} live.`,
    used: 'Your camera and your microphone are used, only during the call.',
    responsible: (who: string) => `Responsible: ${who}`,
    kept: (years: number, orgName: string) =>
      years > 0
        ? `What is drawn, written and photographed is kept in ${orgName}’s case for ${years} years.`
        : `What is drawn, written and photographed is kept in ${orgName}’s case until it is deleted there.`,
    privacy: 'Privacy notice',
    name: 'Your name',
    nameNeeded: 'Please say who you are.',
    knownAs: (name: string) => `You join as ${name}.`,
    otherName: 'Another name',
    allow: 'Please allow camera and microphone.',
  },

  signIn: {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    failed: 'E-mail or password is not right.',
    tooFast: 'Too many attempts. Please wait a minute.',
    guests: 'Invited? Open the link or scan the code you were given. No account is needed.',
    setup: 'This server has no people yet. Set it up on a computer first.',
  },

  home: {
    greeting: (name: string) => name,
    battery: (percent: number) => `Battery ${percent} %`,
    online: 'Network on',
    offline: 'No network',
    rings: (group: string, online: number, all: number) => `Rings ${group}: ${online} of ${all} at the desk`,
    ringsOne: (groups: number) => `Choose one of ${groups} groups`,
    onlineOf: (online: number, all: number) => `${online} of ${all} at the desk`,
    whom: 'Whom to call?',
    callTitle: (name: string, date: string) => `Call from ${name}, ${date}`,
    demo: 'Demo: made-up people and machines',
  },

  scan: {
    title: 'Scan code',
    picture: 'What the camera sees',
    hint: 'Hold a QR code of an invitation or a case into the frame.',
    foreign: (host: string) => `This link belongs to another server (${host}). It is not opened.`,
    other: (text: string) => `Read: “${text}”. It is neither an invitation nor a case of this server.`,
  },

  outbox: {
    title: 'Waits to be sent',
    empty: 'Nothing waits. Everything is on the server.',
    count: (count: number) => `${count} not sent yet`,
    more: (count: number) => `and ${count} more`,
    text: 'Message',
    photo: 'Photo',
    since: (date: string) => `since ${date}`,
    waits: 'waits',
    sending: 'is being sent',
    left: (count: number) =>
      count === 1 ? 'One thing is not sent yet.' : `${count} things are not sent yet.`,
    unsent: (count: number) => `${count} waiting to be sent`,
  },

  cases: {
    title: 'My cases',
    empty: 'No open cases. CALL EXPERT makes one.',
    running: 'Call is running',
    number: (number: number) => `Case ${number}`,
    asset: 'Machine',
    customer: 'Customer',
    status: 'Status',
    statuses: { new: 'New', inProgress: 'In progress', solved: 'Solved', closed: 'Closed' },
  },

  more: {
    title: 'More',
    profiles: { phone: 'Phone', glasses: 'Glasses', realwear: 'RealWear' },
    profileNow: (name: string) => `Now: ${name}`,
    version: (version: string) => `Version ${version}`,
  },

  call: {
    label: 'Call',
    ownPicture: 'Your camera with what is drawn on it',
    shownPicture: 'Picture that is shown to you',
    noCamera: 'No camera: you are heard, not seen.',
    noMicrophone: 'No microphone: you are seen, not heard.',
    connecting: 'Connecting',
    connected: 'Connected',
    reconnecting: 'Reconnecting',
    weak: 'Weak network',
    bad: 'Very weak network',
    still: 'Picture stands still',
    calling: (names: string) => `Calling: ${names}`,
    expert: (names: string) => `Expert: ${names}`,
    alsoHere: (names: string) => `Also here: ${names}`,
    nobody: 'Nobody has answered yet',
    left: 'The others have left',
    away: 'The expert is reconnecting',
    declined: (name: string, word?: string) => (word ? `${name}: ${word}` : `${name} cannot take the call`),
    frozenBy: (name: string) => `Picture frozen by ${name}`,
    shownBy: (name: string) => `Picture from ${name}`,
    screenBy: (name: string) => `Screen of ${name}`,
    pictureComes: 'Picture is coming',
    notSaved: 'Not saved yet: the server cannot save now',
    pictureFailed: 'The picture could not be loaded',
    muted: 'Microphone is off',
  },

  reach: {
    videoCall: 'Video call',
    voiceCall: 'Voice call',
    calls: (name: string) => `${name} is calling`,
    about: (number: number, title: string) => `Case ${number}: ${title}`,
    videoNote: 'Your camera and your microphone are used.',
    voiceNote: 'Your microphone is used. The camera stays off until you turn it on.',
    busyWord: 'Cannot talk just now, please later',
    missed: (count: number) => (count === 1 ? 'You missed a call' : `You missed ${count} calls`),
    unanswered: {
      noAnswer: 'Nobody has answered',
      cancelled: 'Nobody has answered',
      declined: 'Nobody can take the call now',
      nobodyOnline: 'Nobody is at a desk now',
      nobodyOnCall: 'Nobody is on call',
    },
    rung: (names: string) => `It rang for: ${names}`,
    asked: 'They see that you wait for a call. You can end the call; keep this page open.',
    written: 'Your message is in the case.',
    onHold: 'On hold',
    willBeBack: (name: string) => `${name} will be back`,
    holdNote: 'You are neither seen nor heard. What is drawn stays.',
    voiceOnly: 'Voice call: camera is off',
  },

  cameraControl: {
    question: (name: string) => `${name} wants to control zoom and light of your camera`,
    explained: 'It holds for this call. You can switch it off at any time under MORE.',
    done: {
      zoom: (name: string) => `${name} zooms your camera`,
      lightOn: (name: string) => `${name} has switched the light on`,
      lightOff: (name: string) => `${name} has switched the light off`,
      switch: (name: string) => `${name} has switched the camera`,
    },
  },

  check: {
    title: 'Device check',
    running: 'Checking',
    copied: 'The results are copied',
    notCopied: 'Copying did not work: read them out from here',
    ...checkWords.en,
    speak: 'Speak: the bar moves when you are heard',
  },

  devices: {
    title: 'Devices',
    kinds: { microphone: 'Microphone', speaker: 'Speaker', camera: 'Camera' },
    number: (number: number) => `Number ${number}`,
    oneOf: (at: number, count: number) => `${at} of ${count}: touch for the next`,
    none: 'none',
    another: 'another one',
    failed: (label: string) => `${label} could not be used`,
    speak: 'Speak: the bar moves when you are heard',
    level: 'Loudness of your microphone',
    testFailed: 'The test sound could not be played',
    tapToHear: 'Tap to hear',
    tapWhere: 'The browser holds the sound back. Touch anywhere or press a key.',
    fellBack: {
      microphone: (label: string) => `Microphone unplugged. Now: ${label}`,
      camera: (label: string) => `Camera unplugged. Now: ${label}`,
      speaker: (label: string) => `Speaker unplugged. Now: ${label}`,
    },
    gone: {
      microphone: 'Microphone unplugged: nobody hears you',
      camera: 'Camera unplugged: nobody sees your picture',
      speaker: 'Speaker unplugged',
    },
    back: {
      microphone: (label: string) => `Microphone is back: ${label}`,
      camera: (label: string) => `Camera is back: ${label}`,
      speaker: (label: string) => `Speaker is back: ${label}`,
    },
  },

  still: {
    taking: 'Taking picture',
    sending: (percent: number) => `Sending picture ${percent} %`,
    done: 'Picture is in the case',
    failed: 'Picture failed',
  },

  failure: {
    annotation: 'The stroke did not arrive',
    chat: 'The message did not arrive',
    media: 'Camera or sound could not be sent',
  },

  chat: {
    title: 'Messages',
    empty: 'No messages yet',
    write: 'Message',
    mine: 'You',
    pending: 'is being sent',
    quick: ['Yes', 'No', 'Please wait', 'I cannot hear you', 'Please call back'],
  },

  after: {
    thanks: 'Thank you',
    reasons: {
      left: 'The call is over.',
      sessionEnded: 'The expert has ended the call.',
      lost: 'The connection was lost for too long.',
      removed: 'You were taken out of the call.',
      takenByOther: 'The call is over.',
      declined: 'The call is over.',
      cancelled: 'The call is over.',
      noAnswer: 'The call is over.',
      elsewhere: 'The call goes on in another window.',
      signedOut: 'You were signed out.',
      handedOver: 'The call is over.',
      nobodyOnline: 'The call is over.',
      nobodyOnCall: 'The call is over.',
      refused: 'The server did not let you in any more.',
      outdated: 'The page is out of date. Please load it anew.',
    },
    kept: (pictures: number, messages: number) =>
      `Kept: ${list.format([...count(pictures, 'picture', 'pictures'), ...count(messages, 'message', 'messages')])}.`,
    nothingKept: 'Kept: that there was a call, with whom and how long. No picture, no message.',
    where: (number: number, title: string) => `In case ${number}, “${title}”.`,
    close: 'You can close this page.',
  },

  confirm: {
    discard: 'Throw it away? It was not sent.',
    endCall: 'End the call?',
    signOut: 'Sign out?',
    no: 'Back keeps everything as it is.',
  },

  help: {
    title: 'What you can do now',
    saySomething:
      'Capital words are commands: say them where your glasses listen, touch them, or go to them with the arrow keys.',
    numbers: (count: number) => `1 to ${count}: picks the item with this number`,
  },

  problem: {
    code: (code: string) => `Code: ${code}`,
    linkInvalid: {
      title: 'This link is not valid',
      text: 'A part of it may be missing.',
      steps: ['Open the link once more, whole.', 'Or ask for a new one.'],
    },
    linkExpired: {
      title: 'This link has expired',
      text: 'It was valid for a limited time.',
      steps: ['Ask for a new link.'],
    },
    linkUsed: {
      title: 'This link was used on another device',
      text: 'It is valid for one device only.',
      steps: ['Use the device that it was opened on first.', 'Or ask for a new link.'],
    },
    linkRevoked: {
      title: 'This link was taken back',
      text: 'Whoever sent it has made it invalid.',
      steps: ['Ask for a new link.'],
    },
    insecure: {
      title: 'No camera without https',
      text: 'Browsers give the camera only to pages that come over https.',
      steps: ['Open the address with https:// in front.'],
    },
    denied: {
      title: 'Camera or microphone is not allowed',
      text: 'The call needs your permission.',
      steps: [],
    },
    noCamera: {
      title: 'No camera and no microphone found',
      text: 'This device has none, or it is switched off.',
      steps: ['Look for a switch or a cover.', 'Or open the link on a phone.'],
    },
    cameraInUse: {
      title: 'The camera is in use',
      text: 'Another app or page has it.',
      steps: ['Close other apps that show the camera.', 'Then try again.'],
    },
    unsupported: {
      title: 'This browser cannot do video calls',
      text: 'It is too old, or it runs inside another app.',
      steps: ['Open the link in Chrome, Safari or Firefox.'],
    },
    offline: {
      title: 'The server cannot be reached',
      text: 'Your network may be gone, or the server is not running.',
      steps: ['Look whether you have network.', 'Then try again.'],
    },
    removed: {
      title: 'You were taken out of the call',
      text: 'Whoever leads it has to let you in again. They have just been told that you ask.',
      steps: ['Wait a moment, then try again.', 'Or ask them another way.'],
    },
    sessionFull: {
      title: 'The call is full',
      text: 'As many people as allowed are in it.',
      steps: ['Try again in a moment.'],
    },
    stopping: {
      title: 'The server is restarting',
      text: 'That takes a moment.',
      steps: ['Try again in half a minute.'],
    },
    caseClosed: {
      title: 'The case is closed',
      text: 'There are no calls in it any more.',
      steps: ['Call about another case.'],
    },
    signedOut: {
      title: 'You are not signed in any more',
      text: 'Your access has ended.',
      steps: ['Sign in again, or ask for a new link.'],
    },
    forbidden: {
      title: 'That is not allowed',
      text: 'You have no access to this case.',
      steps: ['Ask whoever looks after the server.'],
    },
    outdated: {
      title: 'The page is out of date',
      text: 'The server has a newer version.',
      steps: ['Load the page anew.'],
    },
    noMedia: {
      title: 'Pictures and sound do not work just now',
      text: 'The server cannot take media.',
      steps: ['Try again in a moment.'],
    },
    unknown: {
      title: 'Something went wrong',
      text: 'It is not your fault.',
      steps: ['Try again.', 'If it stays so, tell the code below.'],
    },
    permission: {
      chromeAndroid: [
        'Touch the sign left of the address.',
        'Touch “Permissions”.',
        'Allow camera and microphone.',
        'Then touch TRY AGAIN.',
      ],
      safariIos: [
        'Touch the sign left of the address.',
        'Touch “Website Settings”.',
        'Set camera and microphone to “Allow”.',
        'Then touch TRY AGAIN.',
      ],
      firefox: [
        'Touch the lock beside the address.',
        'Remove the blocks on camera and microphone.',
        'Then touch TRY AGAIN and allow both.',
      ],
      desktop: [
        'Click the sign left of the address.',
        'Allow camera and microphone.',
        'Then click TRY AGAIN.',
      ],
      glasses: [
        'Open the settings of your glasses.',
        'Allow camera and microphone for the browser.',
        'Then choose TRY AGAIN.',
      ],
    },
  },
};

export interface Invitation {
  inviter: string;
  orgName: string;
  caseTitle: string;
  asset: string;
}

export type Messages = typeof en;

function count(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}
