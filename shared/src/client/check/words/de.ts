import type { CheckWords } from './en.ts';

export const de: CheckWords = {
  summary: {
    ok: 'Alles da, was ein Anruf braucht.',
    note: 'Ein Anruf geht. Etwas könnte besser sein.',
    problem: 'Für einen Anruf fehlt etwas.',
  },
  items: {
    secure: 'Sichere Adresse (https)',
    microphone: 'Mikrofon',
    camera: 'Kamera',
    codec: 'Bildformat',
    network: 'Weg zum Medienport',
    sound: 'Ton',
  },
  states: { ok: 'In Ordnung', note: 'Geht, mit Hinweis', problem: 'Problem' },
  findings: {
    ok: 'Alles in Ordnung.',
    denied: 'In diesem Browser nicht erlaubt.',
    none: 'Keines vorhanden oder ausgeschaltet.',
    inUse: 'Ein anderes Programm oder eine andere Seite hat es.',
    insecure: 'Diese Seite kam nicht über https: Browser geben dann weder Kamera noch Mikrofon.',
    unsupported: 'Dieser Browser kann das nicht.',
    noCodec: 'Browser und Server haben kein gemeinsames Bildformat.',
    tcp: 'Nur TCP kommt durch: Anrufe gehen, mit mehr Verzögerung.',
    relay: 'Nur ein Relais kommt durch: Anrufe gehen, mit mehr Verzögerung.',
    noPath: 'Weder UDP noch TCP erreicht den Medienport: Es gibt kein Bild und keinen Ton.',
    offline: 'Der Server ist nicht erreichbar.',
    busy: 'Gerade prüfen andere.',
    notSignedIn: 'Das lässt sich prüfen, sobald Sie angemeldet sind.',
    blocked: 'Der Browser hält den Ton zurück, bis Sie die Seite berühren.',
  },
  fix: {
    none: [
      'Stecken Sie es an, oder suchen Sie einen Schalter oder eine Abdeckung.',
      'Prüfen Sie dann noch einmal.',
    ],
    inUse: ['Schließen Sie andere Programme und Seiten, die es benutzen.', 'Prüfen Sie dann noch einmal.'],
    insecure: ['Öffnen Sie die Adresse mit https:// davor.'],
    unsupported: ['Nehmen Sie einen aktuellen Chrome, Edge, Firefox oder Safari.'],
    noCodec: ['Aktualisieren Sie den Browser, oder nehmen Sie einen anderen.'],
    tcp: ['Wer das Netz betreut, sollte UDP zum Medienport öffnen.'],
    relay: ['Wer das Netz betreut, sollte den Medienport öffnen.'],
    noPath: [
      'Versuchen Sie ein anderes Netz, etwa mobile Daten.',
      'Wer das Netz betreut, muss den Medienport öffnen, UDP und TCP.',
    ],
    offline: ['Sehen Sie nach, ob Sie Netz haben.', 'Prüfen Sie dann noch einmal.'],
    busy: ['Prüfen Sie in einer halben Minute noch einmal.'],
    blocked: ['Berühren Sie die Seite einmal und testen Sie dann den Ton.'],
  },
  give: {
    chrome: [
      'Klicken Sie auf das Zeichen links neben der Adresse.',
      'Schalten Sie Kamera und Mikrofon ein.',
      'Laden Sie die Seite neu.',
    ],
    edge: [
      'Klicken Sie auf das Schloss links neben der Adresse.',
      'Wählen Sie „Berechtigungen für diese Website“.',
      'Stellen Sie Kamera und Mikrofon auf „Zulassen“ und laden Sie die Seite neu.',
    ],
    firefox: [
      'Klicken Sie auf das durchgestrichene Zeichen links neben der Adresse.',
      'Entfernen Sie die Sperren für Kamera und Mikrofon.',
      'Prüfen Sie noch einmal und erlauben Sie beides.',
    ],
    safari: [
      'Öffnen Sie Safari > Einstellungen > Websites.',
      'Stellen Sie Kamera und Mikrofon für diese Seite auf „Erlauben“.',
      'Laden Sie die Seite neu.',
    ],
    safariIos: [
      'Berühren Sie das Zeichen links neben der Adresse.',
      'Berühren Sie „Website-Einstellungen“.',
      'Stellen Sie Kamera und Mikrofon auf „Erlauben“.',
      'Fehlen sie dort: Einstellungen > Apps > Safari.',
    ],
    chromeAndroid: [
      'Berühren Sie das Zeichen links neben der Adresse.',
      'Berühren Sie „Berechtigungen“.',
      'Erlauben Sie Kamera und Mikrofon.',
      'Bleibt es so: Android-Einstellungen > Apps > Chrome > Berechtigungen.',
    ],
    firefoxAndroid: [
      'Berühren Sie das Schloss links neben der Adresse.',
      'Erlauben Sie Kamera und Mikrofon.',
      'Bleibt es so: Android-Einstellungen > Apps > Firefox > Berechtigungen.',
    ],
    realwear: [
      'Sagen Sie „Meine Programme“, dann „Einstellungen“.',
      'Öffnen Sie die Apps und wählen Sie den Browser.',
      'Erlauben Sie Kamera und Mikrofon unter Berechtigungen und öffnen Sie die Seite neu.',
    ],
  },
};
