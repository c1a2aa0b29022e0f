import type { Language } from '../commandTable.ts';

export const de: Language = {
  choose: (number) => `Nummer ${number}`,
  commands: {
    help: { phrases: ['Hilfe', 'Hilfe zeigen'], help: 'Zeigt, was jetzt gesagt und getan werden kann' },
    home: { phrases: ['Startseite'], help: 'Geht zur Startseite' },
    back: { phrases: ['Zurück'], help: 'Einen Schritt zurück' },

    join: { phrases: ['Teilnehmen'], help: 'Startet Kamera und Mikrofon und ruft den Experten' },
    signIn: { phrases: ['Anmelden'], help: 'Meldet mit E-Mail und Passwort an' },
    callExpert: { phrases: ['Experten rufen'], help: 'Ruft die Experten, die Bereitschaft haben' },
    myCases: { phrases: ['Meine Fälle'], help: 'Zeigt die Fälle, an denen Sie beteiligt sind' },
    more: { phrases: ['Mehr', 'Weitere Befehle'], help: 'Zeigt weitere Befehle' },
    moreCases: { phrases: ['Andere Fälle'], help: 'Zeigt die nächsten fünf Fälle' },
    language: { phrases: ['English', 'Englisch'], help: 'Shows everything in English' },
    deviceProfile: { phrases: ['Darstellung'], help: 'Wechselt zwischen Telefon und Brille' },
    signOut: { phrases: ['Abmelden'], help: 'Meldet dieses Gerät ab' },

    microphoneOff: { phrases: ['Mikrofon aus'], help: 'Der Experte hört Sie nicht mehr' },
    microphoneOn: { phrases: ['Mikrofon an'], help: 'Der Experte hört Sie wieder' },
    takePhoto: { phrases: ['Foto machen', 'Foto aufnehmen'], help: 'Legt ein scharfes Bild in den Fall' },
    lightOn: { phrases: ['Licht an'], help: 'Schaltet die Lampe ein' },
    lightOff: { phrases: ['Licht aus'], help: 'Schaltet die Lampe aus' },
    zoomCloser: { phrases: ['Näher heran'], help: 'Zeigt alles größer' },
    zoomWider: { phrases: ['Ganze Ansicht'], help: 'Zeigt mehr von der Umgebung' },
    switchCamera: { phrases: ['Kamera wechseln', 'Andere Kamera'], help: 'Nimmt die nächste Kamera' },
    showCamera: { phrases: ['Eigenes Bild'], help: 'Zurück zur eigenen Kamera' },
    showPicture: { phrases: ['Expertenbild'], help: 'Was der Experte Ihnen zeigen will' },
    nextPicture: { phrases: ['Durchschalten'], help: 'Geht durch alle Bilder des Anrufs' },
    ringAgain: { phrases: ['Wieder rufen'], help: 'Ruft die Experten noch einmal' },
    writeMessage: { phrases: ['Nachrichten', 'Text schreiben'], help: 'Nachrichten lesen und schreiben' },
    draw: { phrases: ['Zeichnen'], help: 'Mit dem Finger auf das Bild zeichnen' },
    endCall: { phrases: ['Anruf beenden', 'Auflegen'], help: 'Beendet den Anruf; fragt vorher nach' },

    undo: { phrases: ['Rückgängig'], help: 'Nimmt Ihren letzten Strich zurück' },
    finishDrawing: { phrases: ['Fertig gezeichnet'], help: 'Beendet das Zeichnen' },
    sendMessage: { phrases: ['Senden'], help: 'Schickt die Nachricht ab' },
    callAgain: { phrases: ['Wieder anrufen'], help: 'Ruft im selben Fall an' },
    tryAgain: { phrases: ['Neuer Versuch'], help: 'Versucht es noch einmal' },
    confirm: { phrases: ['Bestätigen', 'Ja bitte'], help: 'Führt es aus' },
  },
};
