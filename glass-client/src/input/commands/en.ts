import type { Language } from '../commandTable.ts';

export const en: Language = {
  choose: (number) => `Number ${number}`,
  commands: {
    help: { phrases: ['Help', 'Show help'], help: 'Shows what can be said and done now' },
    home: { phrases: ['Home', 'Start page'], help: 'Goes to the start page' },
    back: { phrases: ['Back', 'Go back'], help: 'One step back' },

    join: { phrases: ['Join call'], help: 'Starts camera and microphone and rings the expert' },
    signIn: { phrases: ['Sign in'], help: 'Signs in with e-mail and password' },
    callExpert: { phrases: ['Call expert'], help: 'Rings the experts who are on call' },
    myCases: { phrases: ['My cases'], help: 'Lists the cases you take part in' },
    more: { phrases: ['More', 'More options'], help: 'Shows further commands' },
    moreCases: { phrases: ['Other cases'], help: 'Shows the next five cases' },
    language: { phrases: ['Deutsch', 'German'], help: 'Zeigt alles auf Deutsch' },
    deviceProfile: { phrases: ['Display profile'], help: 'Changes between phone and glasses' },
    signOut: { phrases: ['Sign out'], help: 'Signs this device out' },

    microphoneOff: { phrases: ['Microphone off'], help: 'The expert does not hear you any more' },
    microphoneOn: { phrases: ['Microphone on'], help: 'The expert hears you again' },
    takePhoto: { phrases: ['Take photo'], help: 'Puts a sharp picture into the case' },
    lightOn: { phrases: ['Light on'], help: 'Switches the lamp on' },
    lightOff: { phrases: ['Light off'], help: 'Switches the lamp off' },
    zoomCloser: { phrases: ['Zoom closer'], help: 'Makes things larger' },
    zoomWider: { phrases: ['Wide angle'], help: 'Shows more of the place' },
    switchCamera: { phrases: ['Switch lens', 'Other lens'], help: 'Uses the next camera' },
    showCamera: { phrases: ['Show camera'], help: 'Back to your own camera' },
    showPicture: { phrases: ['Show picture'], help: 'What the expert wants you to see' },
    nextPicture: { phrases: ['Other view'], help: 'Goes round all pictures of the call' },
    ringAgain: { phrases: ['Ring again'], help: 'Rings the experts once more' },
    writeMessage: { phrases: ['Messages', 'Write message'], help: 'Reads and writes messages' },
    draw: { phrases: ['Draw'], help: 'Draw on the picture with a finger' },
    endCall: { phrases: ['End call', 'Hang up'], help: 'Ends the call; it asks first' },

    undo: { phrases: ['Undo'], help: 'Takes your last stroke away' },
    finishDrawing: { phrases: ['Drawing done'], help: 'Stops drawing' },
    sendMessage: { phrases: ['Send'], help: 'Sends the message' },
    callAgain: { phrases: ['Call again'], help: 'Calls in the same case' },
    tryAgain: { phrases: ['Try again'], help: 'Does it once more' },
    confirm: { phrases: ['Confirm', 'Yes please'], help: 'Does it' },
  },
};
