import { checkWords } from '@fernblick/shared/client';
import type { Messages } from './en.ts';

const list = new Intl.ListFormat('de');

export const de: Messages = {
  appName: 'Fernblick',
  loading: 'Einen Moment',
  and: (names) => list.format(names),
  date: (at) => new Intl.DateTimeFormat('de', { dateStyle: 'medium', timeStyle: 'short' }).format(at),

  join: {
    sentence: ({ inviter, orgName, caseTitle, asset }) =>
      `${inviter} von ${orgName} lädt Sie ein, „${caseTitle}“${asset ? ` (${asset})` : ''} live zu zeigen.`,
    used: 'Kamera und Mikrofon werden benutzt, nur während des Anrufs.',
    responsible: (who) => `Verantwortlich: ${who}`,
    kept: (years, orgName) =>
      years > 0
        ? `Gezeichnetes, Geschriebenes und Fotos bleiben ${years} Jahre im Fall bei ${orgName}.`
        : `Gezeichnetes, Geschriebenes und Fotos bleiben im Fall bei ${orgName}, bis sie dort gelöscht werden.`,
    privacy: 'Datenschutzhinweis',
    name: 'Ihr Name',
    nameNeeded: 'Bitte sagen Sie, wer Sie sind.',
    knownAs: (name) => `Sie nehmen als ${name} teil.`,
    otherName: 'Anderer Name',
    allow: 'Bitte Kamera und Mikrofon erlauben.',
  },

  signIn: {
    title: 'Anmelden',
    email: 'E-Mail',
    password: 'Passwort',
    failed: 'E-Mail oder Passwort stimmt nicht.',
    tooFast: 'Zu viele Versuche. Bitte eine Minute warten.',
    guests: 'Eingeladen? Öffnen Sie den Link oder scannen Sie den Code. Ein Konto ist nicht nötig.',
    setup: 'Auf diesem Server gibt es noch niemanden. Richten Sie ihn erst an einem Computer ein.',
  },

  home: {
    greeting: (name) => name,
    battery: (percent) => `Akku ${percent} %`,
    online: 'Netz da',
    offline: 'Kein Netz',
    rings: (group, online, all) => `Ruft ${group}: ${online} von ${all} am Platz`,
    ringsOne: (groups) => `Eine von ${groups} Gruppen wählen`,
    onlineOf: (online, all) => `${online} von ${all} am Platz`,
    whom: 'Wen rufen?',
    callTitle: (name, date) => `Anruf von ${name}, ${date}`,
    demo: 'Demo: erfundene Personen und Maschinen',
  },

  scan: {
    title: 'Code scannen',
    picture: 'Was die Kamera sieht',
    hint: 'Halten Sie den QR-Code einer Einladung oder eines Falls in den Rahmen.',
    foreign: (host) => `Dieser Link gehört zu einem anderen Server (${host}). Er wird nicht geöffnet.`,
    other: (text) => `Gelesen: „${text}“. Das ist weder eine Einladung noch ein Fall dieses Servers.`,
  },

  outbox: {
    title: 'Noch zu senden',
    empty: 'Nichts wartet. Alles ist auf dem Server.',
    count: (count) => `${count} noch nicht gesendet`,
    more: (count) => `und ${count} weitere`,
    text: 'Nachricht',
    photo: 'Foto',
    since: (date) => `seit ${date}`,
    waits: 'wartet',
    sending: 'wird gesendet',
    left: (count) =>
      count === 1 ? 'Etwas ist noch nicht gesendet.' : `${count} Dinge sind noch nicht gesendet.`,
    unsent: (count) => `${count} noch zu senden`,
  },

  cases: {
    title: 'Meine Fälle',
    empty: 'Keine offenen Fälle. EXPERTEN RUFEN legt einen an.',
    running: 'Anruf läuft',
    number: (number) => `Fall ${number}`,
    asset: 'Maschine',
    customer: 'Kunde',
    status: 'Status',
    statuses: { new: 'Neu', inProgress: 'In Arbeit', solved: 'Gelöst', closed: 'Geschlossen' },
  },

  more: {
    title: 'Mehr',
    profiles: { phone: 'Telefon', glasses: 'Brille', realwear: 'RealWear' },
    profileNow: (name) => `Jetzt: ${name}`,
    version: (version) => `Version ${version}`,
  },

  call: {
    label: 'Anruf',
    ownPicture: 'Ihre Kamera mit dem, was darauf gezeichnet ist',
    shownPicture: 'Bild, das Ihnen gezeigt wird',
    noCamera: 'Keine Kamera: Sie werden gehört, nicht gesehen.',
    noMicrophone: 'Kein Mikrofon: Sie werden gesehen, nicht gehört.',
    connecting: 'Verbindet',
    connected: 'Verbunden',
    reconnecting: 'Verbindet neu',
    weak: 'Schwaches Netz',
    bad: 'Sehr schwaches Netz',
    still: 'Bild steht',
    calling: (names) => `Es klingelt bei: ${names}`,
    expert: (names) => `Experte: ${names}`,
    alsoHere: (names) => `Auch hier: ${names}`,
    nobody: 'Noch hat niemand angenommen',
    left: 'Die anderen sind gegangen',
    away: 'Der Experte verbindet neu',
    declined: (name, word) => (word ? `${name}: ${word}` : `${name} kann nicht annehmen`),
    frozenBy: (name) => `Bild angehalten von ${name}`,
    shownBy: (name) => `Bild von ${name}`,
    screenBy: (name) => `Bildschirm von ${name}`,
    pictureComes: 'Bild kommt',
    notSaved: 'Noch nicht gespeichert: Der Server kann gerade nicht speichern',
    pictureFailed: 'Das Bild konnte nicht geladen werden',
    muted: 'Mikrofon ist aus',
  },

  reach: {
    videoCall: 'Videoanruf',
    voiceCall: 'Sprachanruf',
    calls: (name) => `${name} ruft an`,
    about: (number, title) => `Fall ${number}: ${title}`,
    videoNote: 'Kamera und Mikrofon werden benutzt.',
    voiceNote: 'Das Mikrofon wird benutzt. Die Kamera bleibt aus, bis Sie sie einschalten.',
    busyWord: 'Kann gerade nicht, bitte später',
    missed: (count) =>
      count === 1 ? 'Sie haben einen Anruf verpasst' : `Sie haben ${count} Anrufe verpasst`,
    unanswered: {
      noAnswer: 'Niemand hat angenommen',
      cancelled: 'Niemand hat angenommen',
      declined: 'Gerade kann niemand annehmen',
      nobodyOnline: 'Gerade ist niemand am Platz',
      nobodyOnCall: 'Niemand hat Bereitschaft',
    },
    rung: (names) => `Geklingelt hat es bei: ${names}`,
    asked:
      'Die Experten sehen, dass Sie auf einen Anruf warten. Sie können auflegen; lassen Sie die Seite offen.',
    written: 'Ihre Nachricht ist im Fall.',
    onHold: 'Gehalten',
    willBeBack: (name) => `${name} kommt gleich wieder`,
    holdNote: 'Sie werden weder gesehen noch gehört. Gezeichnetes bleibt stehen.',
    voiceOnly: 'Sprachanruf: Kamera ist aus',
  },

  cameraControl: {
    question: (name: string) => `${name} möchte Zoom und Licht Ihrer Kamera bedienen`,
    explained: 'Das gilt für diesen Anruf. Sie können es jederzeit unter MEHR abschalten.',
    done: {
      zoom: (name: string) => `${name} zoomt Ihre Kamera`,
      lightOn: (name: string) => `${name} hat das Licht eingeschaltet`,
      lightOff: (name: string) => `${name} hat das Licht ausgeschaltet`,
      switch: (name: string) => `${name} hat die Kamera gewechselt`,
    },
  },

  check: {
    title: 'Geräteprüfung',
    running: 'Wird geprüft',
    copied: 'Das Ergebnis ist kopiert',
    notCopied: 'Kopieren ging nicht: Lesen Sie es von hier vor',
    ...checkWords.de,
    speak: 'Sprechen Sie: Der Balken bewegt sich, wenn man Sie hört',
  },

  devices: {
    title: 'Geräte',
    kinds: { microphone: 'Mikrofon', speaker: 'Lautsprecher', camera: 'Kamera' },
    number: (number: number) => `Nummer ${number}`,
    oneOf: (at: number, count: number) => `${at} von ${count}: berühren für das nächste`,
    none: 'keines',
    another: 'ein anderes',
    failed: (label: string) => `${label} ließ sich nicht benutzen`,
    speak: 'Sprechen Sie: Der Balken bewegt sich, wenn man Sie hört',
    level: 'Lautstärke Ihres Mikrofons',
    testFailed: 'Der Testton konnte nicht abgespielt werden',
    tapToHear: 'Zum Hören tippen',
    tapWhere: 'Der Browser hält den Ton zurück. Irgendwo tippen oder eine Taste drücken.',
    fellBack: {
      microphone: (label: string) => `Mikrofon abgezogen. Jetzt: ${label}`,
      camera: (label: string) => `Kamera abgezogen. Jetzt: ${label}`,
      speaker: (label: string) => `Lautsprecher abgezogen. Jetzt: ${label}`,
    },
    gone: {
      microphone: 'Mikrofon abgezogen: Niemand hört Sie',
      camera: 'Kamera abgezogen: Niemand sieht Ihr Bild',
      speaker: 'Lautsprecher abgezogen',
    },
    back: {
      microphone: (label: string) => `Mikrofon ist wieder da: ${label}`,
      camera: (label: string) => `Kamera ist wieder da: ${label}`,
      speaker: (label: string) => `Lautsprecher ist wieder da: ${label}`,
    },
  },

  still: {
    taking: 'Foto wird gemacht',
    sending: (percent) => `Foto wird gesendet: ${percent} %`,
    done: 'Foto ist im Fall',
    failed: 'Foto misslungen',
  },

  failure: {
    annotation: 'Der Strich kam nicht an',
    chat: 'Die Nachricht kam nicht an',
    media: 'Kamera oder Ton konnte nicht gesendet werden',
  },

  chat: {
    title: 'Nachrichten',
    empty: 'Noch keine Nachrichten',
    write: 'Nachricht',
    mine: 'Sie',
    pending: 'wird gesendet',
    quick: ['Ja', 'Nein', 'Bitte warten', 'Ich höre Sie nicht', 'Bitte zurückrufen'],
  },

  after: {
    thanks: 'Vielen Dank',
    reasons: {
      left: 'Der Anruf ist beendet.',
      sessionEnded: 'Der Experte hat den Anruf beendet.',
      lost: 'Die Verbindung war zu lange weg.',
      removed: 'Sie wurden aus dem Anruf genommen.',
      takenByOther: 'Der Anruf ist beendet.',
      declined: 'Der Anruf ist beendet.',
      cancelled: 'Der Anruf ist beendet.',
      noAnswer: 'Der Anruf ist beendet.',
      elsewhere: 'Der Anruf geht in einem anderen Fenster weiter.',
      signedOut: 'Sie wurden abgemeldet.',
      handedOver: 'Der Anruf ist beendet.',
      nobodyOnline: 'Der Anruf ist beendet.',
      nobodyOnCall: 'Der Anruf ist beendet.',
      refused: 'Der Server hat Sie nicht mehr eingelassen.',
      outdated: 'Die Seite ist veraltet. Bitte neu laden.',
    },
    kept: (pictures, messages) =>
      `Aufbewahrt: ${list.format([...count(pictures, 'Bild', 'Bilder'), ...count(messages, 'Nachricht', 'Nachrichten')])}.`,
    nothingKept: 'Aufbewahrt: dass es einen Anruf gab, mit wem und wie lange. Kein Bild, keine Nachricht.',
    where: (number, title) => `Im Fall ${number}, „${title}“.`,
    close: 'Sie können diese Seite schließen.',
  },

  confirm: {
    discard: 'Verwerfen? Es wurde nicht gesendet.',
    endCall: 'Anruf beenden?',
    signOut: 'Abmelden?',
    no: 'Mit ZURÜCK bleibt alles, wie es ist.',
  },

  help: {
    title: 'Was Sie jetzt tun können',
    saySomething:
      'Wörter in Großbuchstaben sind Befehle: sprechen, wo die Brille zuhört, berühren oder mit den Pfeiltasten anwählen.',
    numbers: (count) => `1 bis ${count}: wählt den Eintrag mit dieser Nummer`,
  },

  problem: {
    code: (code) => `Code: ${code}`,
    linkInvalid: {
      title: 'Dieser Link ist ungültig',
      text: 'Vielleicht fehlt ein Teil.',
      steps: ['Öffnen Sie den Link noch einmal, ganz.', 'Oder bitten Sie um einen neuen.'],
    },
    linkExpired: {
      title: 'Dieser Link ist abgelaufen',
      text: 'Er galt nur eine begrenzte Zeit.',
      steps: ['Bitten Sie um einen neuen Link.'],
    },
    linkUsed: {
      title: 'Dieser Link wurde auf einem anderen Gerät benutzt',
      text: 'Er gilt nur für ein Gerät.',
      steps: [
        'Nehmen Sie das Gerät, auf dem er zuerst geöffnet wurde.',
        'Oder bitten Sie um einen neuen Link.',
      ],
    },
    linkRevoked: {
      title: 'Dieser Link wurde zurückgezogen',
      text: 'Wer ihn geschickt hat, hat ihn ungültig gemacht.',
      steps: ['Bitten Sie um einen neuen Link.'],
    },
    insecure: {
      title: 'Ohne https keine Kamera',
      text: 'Browser geben die Kamera nur an Seiten, die über https kommen.',
      steps: ['Öffnen Sie die Adresse mit https:// davor.'],
    },
    denied: {
      title: 'Kamera oder Mikrofon ist nicht erlaubt',
      text: 'Der Anruf braucht Ihre Erlaubnis.',
      steps: [],
    },
    noCamera: {
      title: 'Keine Kamera und kein Mikrofon gefunden',
      text: 'Das Gerät hat keine, oder sie sind ausgeschaltet.',
      steps: [
        'Suchen Sie einen Schalter oder eine Abdeckung.',
        'Oder öffnen Sie den Link auf einem Telefon.',
      ],
    },
    cameraInUse: {
      title: 'Die Kamera ist belegt',
      text: 'Eine andere App oder Seite benutzt sie.',
      steps: ['Schließen Sie andere Apps, die die Kamera zeigen.', 'Dann neu versuchen.'],
    },
    unsupported: {
      title: 'Dieser Browser kann keine Videoanrufe',
      text: 'Er ist zu alt oder läuft in einer anderen App.',
      steps: ['Öffnen Sie den Link in Chrome, Safari oder Firefox.'],
    },
    offline: {
      title: 'Der Server ist nicht erreichbar',
      text: 'Vielleicht fehlt das Netz, oder der Server läuft nicht.',
      steps: ['Sehen Sie nach, ob Sie Netz haben.', 'Dann neu versuchen.'],
    },
    removed: {
      title: 'Sie wurden aus dem Anruf genommen',
      text: 'Wer ihn leitet, muss Sie wieder einlassen. Dort steht jetzt, dass Sie darum bitten.',
      steps: ['Warten Sie einen Moment und versuchen Sie es neu.', 'Oder fragen Sie auf anderem Weg.'],
    },
    sessionFull: {
      title: 'Der Anruf ist voll',
      text: 'Es sind so viele Personen darin wie erlaubt.',
      steps: ['Versuchen Sie es gleich noch einmal.'],
    },
    stopping: {
      title: 'Der Server startet neu',
      text: 'Das dauert einen Moment.',
      steps: ['Versuchen Sie es in einer halben Minute noch einmal.'],
    },
    caseClosed: {
      title: 'Der Fall ist geschlossen',
      text: 'Darin gibt es keine Anrufe mehr.',
      steps: ['Rufen Sie zu einem anderen Fall an.'],
    },
    signedOut: {
      title: 'Sie sind nicht mehr angemeldet',
      text: 'Ihr Zugang ist zu Ende.',
      steps: ['Melden Sie sich neu an, oder bitten Sie um einen neuen Link.'],
    },
    forbidden: {
      title: 'Das ist nicht erlaubt',
      text: 'Sie haben keinen Zugang zu diesem Fall.',
      steps: ['Fragen Sie, wer den Server betreut.'],
    },
    outdated: {
      title: 'Die Seite ist veraltet',
      text: 'Der Server hat eine neuere Version.',
      steps: ['Laden Sie die Seite neu.'],
    },
    noMedia: {
      title: 'Bild und Ton gehen gerade nicht',
      text: 'Der Server kann keine Medien annehmen.',
      steps: ['Versuchen Sie es gleich noch einmal.'],
    },
    unknown: {
      title: 'Etwas ist schiefgegangen',
      text: 'Es liegt nicht an Ihnen.',
      steps: ['Versuchen Sie es noch einmal.', 'Bleibt es so, nennen Sie den Code unten.'],
    },
    permission: {
      chromeAndroid: [
        'Tippen Sie auf das Zeichen links neben der Adresse.',
        'Tippen Sie auf „Berechtigungen“.',
        'Erlauben Sie Kamera und Mikrofon.',
        'Dann NEUER VERSUCH.',
      ],
      safariIos: [
        'Tippen Sie auf das Zeichen links neben der Adresse.',
        'Tippen Sie auf „Website-Einstellungen“.',
        'Stellen Sie Kamera und Mikrofon auf „Erlauben“.',
        'Dann NEUER VERSUCH.',
      ],
      firefox: [
        'Tippen Sie auf das Schloss neben der Adresse.',
        'Entfernen Sie die Sperren für Kamera und Mikrofon.',
        'Dann NEUER VERSUCH und beides erlauben.',
      ],
      desktop: [
        'Klicken Sie auf das Zeichen links neben der Adresse.',
        'Erlauben Sie Kamera und Mikrofon.',
        'Dann NEUER VERSUCH.',
      ],
      glasses: [
        'Öffnen Sie die Einstellungen der Brille.',
        'Erlauben Sie dem Browser Kamera und Mikrofon.',
        'Dann NEUER VERSUCH.',
      ],
    },
  },
};

function count(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}
