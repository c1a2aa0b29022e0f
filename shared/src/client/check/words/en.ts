/** What the check before a call found, what it means and how to mend it, per browser. */
export const en = {
  summary: {
    ok: 'Everything a call needs is there.',
    note: 'A call works. Something could be better.',
    problem: 'Something is missing for a call.',
  },
  items: {
    secure: 'Secure address (https)',
    microphone: 'Microphone',
    camera: 'Camera',
    codec: 'Picture format',
    network: 'Way to the media port',
    sound: 'Sound',
  },
  states: { ok: 'OK', note: 'Works, with a note', problem: 'Problem' },
  findings: {
    ok: 'Everything is fine.',
    denied: 'It is not allowed in this browser.',
    none: 'There is none, or it is switched off.',
    inUse: 'Another program or page has it.',
    insecure: 'This page did not come over https: browsers then give neither camera nor microphone.',
    unsupported: 'This browser cannot do it.',
    noCodec: 'Browser and server have no picture format in common.',
    tcp: 'Only TCP gets through: calls work, with more delay.',
    relay: 'Only a relay gets through: calls work, with more delay.',
    noPath: 'Neither UDP nor TCP reaches the media port: there will be no picture and no sound.',
    offline: 'The server cannot be reached.',
    busy: 'Others are checking just now.',
    notSignedIn: 'It can be checked once you are signed in.',
    blocked: 'The browser holds sound back until you touch the page.',
  },
  fix: {
    none: ['Plug it in, or look for a switch or a cover.', 'Then check again.'],
    inUse: ['Close other programs and pages that use it.', 'Then check again.'],
    insecure: ['Open the address with https:// in front.'],
    unsupported: ['Use a current Chrome, Edge, Firefox or Safari.'],
    noCodec: ['Update the browser, or use another one.'],
    tcp: ['Ask whoever looks after the network to open UDP to the media port.'],
    relay: ['Ask whoever looks after the network to open the media port.'],
    noPath: [
      'Try another network, such as mobile data.',
      'Ask whoever looks after the network to open the media port, UDP and TCP.',
    ],
    offline: ['Look whether you have network.', 'Then check again.'],
    busy: ['Check again in half a minute.'],
    blocked: ['Touch the page once, then test the sound.'],
  },
  give: {
    chrome: [
      'Click the sign left of the address.',
      'Switch camera and microphone on.',
      'Load the page again.',
    ],
    edge: [
      'Click the lock left of the address.',
      'Choose “Permissions for this site”.',
      'Set camera and microphone to “Allow”, then load the page again.',
    ],
    firefox: [
      'Click the crossed-out sign left of the address.',
      'Remove the blocks on camera and microphone.',
      'Check again and allow both.',
    ],
    safari: [
      'Open Safari > Settings > Websites.',
      'Set camera and microphone to “Allow” for this page.',
      'Load the page again.',
    ],
    safariIos: [
      'Touch the sign left of the address.',
      'Touch “Website Settings”.',
      'Set camera and microphone to “Allow”.',
      'If they are missing there: Settings > Apps > Safari.',
    ],
    chromeAndroid: [
      'Touch the sign left of the address.',
      'Touch “Permissions”.',
      'Allow camera and microphone.',
      'If it stays so: Android settings > Apps > Chrome > Permissions.',
    ],
    firefoxAndroid: [
      'Touch the lock left of the address.',
      'Allow camera and microphone.',
      'If it stays so: Android settings > Apps > Firefox > Permissions.',
    ],
    realwear: [
      'Say “My programs”, then “Settings”.',
      'Open the apps and choose the browser.',
      'Allow camera and microphone under permissions, then open the page again.',
    ],
  },
};

export type CheckWords = typeof en;
