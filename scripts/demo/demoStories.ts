import { arrow, ellipse, numberStamp, rectangle, ring, text } from './marks.ts';
import { days, minutesAgo, workday, type Story } from './story.ts';

const YELLOW = '#ffd21f';
const BLUE = '#1f6bff';

const P2 = 'Pumpe P2, KP-200, S/N 48213-07';
const P5 = 'Löschwasserpumpe P5, KP-125, S/N 51907-22';
const P7 = 'Brine pump P7, SP-080, S/N 60355-01';
const works = 'Stadtwerke Beispielstadt, Pumpwerk Süd';
const paperMill = 'Papierfabrik Musterau';
const iceRink = 'Ice rink Nordpark';

/** What happened in the demo organisation, the oldest first. All of it is made up. */
export const demoStories: readonly Story[] = [
  {
    title: 'KP-200: Inbetriebnahme, Drehrichtung prüfen',
    asset: P2,
    customer: works,
    by: 'expert2',
    begins: workday(12, '08:05'),
    steps: [
      {
        after: 4,
        who: 'expert2',
        says: 'Motor ist neu angeschlossen. Bitte vor dem Einkuppeln die Drehrichtung prüfen.',
      },
      { after: 55, who: 'technician', says: 'Stehe vor P2, Schutzgitter ist ab.' },
      {
        after: 6,
        who: 'technician',
        callWith: 'expert2',
        during: [
          {
            after: 3,
            who: 'technician',
            picture: 'overview',
            askedBy: 'expert2',
            marks: {
              who: 'expert2',
              on: [
                numberStamp([0.135, 0.44], 1),
                numberStamp([0.31, 0.215], 2),
                numberStamp([0.925, 0.37], 3),
                text([0.03, 0.06], '1 Saugseite auf  2 Druckseite zu\n3 kurz tippen, dann Not-Halt', YELLOW),
              ],
            },
          },
          { after: 4, who: 'technician', says: 'Dreht richtig herum, Pfeil stimmt.' },
        ],
        rest: 2,
      },
      { after: 25, who: 'expert2', status: 'solved' },
      { after: days(1), who: 'supervisor', status: 'closed' },
    ],
  },
  {
    title: 'SP-080: Typenschild für Ersatzlager gesucht',
    asset: P7,
    customer: iceRink,
    by: 'technician2',
    begins: workday(8, '10:40'),
    steps: [
      {
        after: 3,
        who: 'technician2',
        picture: 'name-plate',
        marks: { who: 'expert', on: [rectangle([0.262, 0.445], [0.51, 0.535], BLUE)] },
      },
      {
        after: 2,
        who: 'technician2',
        says: 'Welches Lager gehört da hinein? Das Schild an der Pumpe ist nicht mehr lesbar.',
      },
      { after: 21, who: 'expert', says: '6309-2Z/C3, zwei Stück. Steht so in der Stückliste zu 60355-01.' },
      { after: 1, who: 'expert', status: 'solved' },
      { after: days(2), who: 'supervisor', status: 'closed' },
    ],
  },
  {
    title: 'KP-200: Schwingungen nach der Wartung',
    asset: P2,
    customer: works,
    by: 'technician',
    begins: workday(6, '13:20'),
    steps: [
      { after: 1, who: 'technician', says: 'Seit dem Lagertausch läuft P2 unruhig, am Motorfuß 7,1 mm/s.' },
      { after: 9, who: 'expert', status: 'inProgress' },
      {
        after: 1,
        who: 'expert',
        says: 'Zuerst die Fußschrauben mit 85 Nm nachziehen, dann die Kupplung ausrichten. Messwert bitte hier hinein.',
      },
      { after: 95, who: 'technician', says: 'Zwei Schrauben waren lose. Ausgerichtet, jetzt 1,9 mm/s.' },
      { after: 14, who: 'expert', says: 'Sehr gut, das ist Zone A. Ich schließe ab.' },
      { after: 1, who: 'expert', status: 'solved' },
    ],
  },
  {
    title: 'Brine pump SP-080: bearing runs hot (82 °C)',
    asset: P7,
    customer: iceRink,
    by: 'expert',
    begins: workday(4, '07:50'),
    steps: [
      {
        after: 2,
        who: 'expert',
        says: 'The rink called: the strip on the bearing of P7 is black up to 82 °C.',
      },
      { after: 3, who: 'expert', invites: 'Mr Olsen, ice rink' },
      {
        after: 5,
        who: 'guest',
        callWith: 'expert',
        during: [
          {
            after: 2,
            who: 'guest',
            picture: 'bearing-hot',
            askedBy: 'expert',
            marks: {
              who: 'expert',
              on: [
                ring([0.475, 0.395], [0.085, 0.075]),
                arrow([0.66, 0.68], [0.492, 0.53], YELLOW),
                text([0.635, 0.7], 'oil level here: half full?', YELLOW),
              ],
            },
          },
          { after: 1, who: 'guest', says: 'The glass is empty.' },
          {
            after: 1,
            who: 'expert',
            says: 'Then please switch to P8 now and let P7 cool down. We come today with oil.',
          },
        ],
        rest: 1,
      },
      { after: 6, who: 'expert', status: 'inProgress' },
      {
        after: 2,
        who: 'expert',
        says: 'Marta, please take 2 l of VG 68 and two bearings 6309 along.',
        internal: true,
      },
      {
        after: 205,
        who: 'technician2',
        says: 'Oil was lost at the drain plug, new seal ring fitted. 54 °C after one hour of running.',
      },
      { after: 12, who: 'expert', status: 'solved' },
    ],
  },
  {
    title: 'Kreiselpumpe KP-200: Leckage an der Gleitringdichtung',
    asset: P2,
    customer: works,
    by: 'technician',
    begins: workday(2, '09:12'),
    steps: [
      { after: 1, who: 'technician', says: 'Unter P2 steht Öl. Ich sehe nicht, wo es herkommt.' },
      { after: 1, who: 'technician', picture: 'overview' },
      { after: 2, who: 'technician', rangInVain: ['expert', 'expert2'], reason: 'noAnswer' },
      {
        after: 11,
        who: 'expert',
        says: 'War in einem anderen Einsatz. Ich bin jetzt da, bitte noch einmal anrufen.',
      },
      { after: 1, who: 'expert', status: 'inProgress' },
      {
        after: 3,
        who: 'technician',
        callWith: 'expert',
        during: [
          {
            after: 4,
            who: 'technician',
            picture: 'seal-leak',
            askedBy: 'expert',
            marks: {
              who: 'expert',
              on: [
                arrow([0.585, 0.5], [0.5, 0.325]),
                text([0.5, 0.535], 'Gleitringdichtung undicht'),
                ellipse([0.355, 0.7], [0.625, 0.9], YELLOW),
              ],
            },
          },
          { after: 2, who: 'technician', says: 'Etwa zwei Tropfen pro Sekunde.' },
          {
            after: 1,
            who: 'expert',
            says: 'Bitte die Pumpe abstellen, V1 und V2 schließen. Nicht nachziehen, die Dichtung muss neu.',
          },
        ],
        rest: 3,
      },
      {
        after: 8,
        who: 'expert',
        says: 'Dichtung für KP-200 ist nicht auf Lager, ist bestellt. Garantie läuft noch bis Ende des Monats.',
        internal: true,
      },
      { after: days(1) - 60, who: 'expert', says: 'Die Dichtung kommt morgen früh. Lukas, passt dir 8 Uhr?' },
      { after: 17, who: 'technician', says: 'Passt. Gabelschlüssel SW 36 und Abzieher bringe ich mit.' },
    ],
  },
  {
    title: 'Löschwasserpumpe KP-125: Druck fällt auf 1,3 bar',
    asset: P5,
    customer: paperMill,
    by: 'technician2',
    begins: workday(1, '14:05'),
    steps: [
      {
        after: 1,
        who: 'technician2',
        picture: 'low-pressure',
        marks: {
          who: 'expert2',
          on: [
            ellipse([0.463, 0.195], [0.722, 0.65]),
            arrow([0.335, 0.87], [0.27, 0.52], YELLOW),
            text([0.345, 0.85], 'V2 ganz auf?', YELLOW),
          ],
        },
      },
      { after: 1, who: 'technician2', says: 'Beim Probelauf nur 1,3 bar, sonst sind es 6,4.' },
      { after: 10, who: 'expert2', status: 'inProgress' },
      {
        after: 1,
        who: 'expert2',
        says: 'Ist V2 ganz offen? Und bitte einmal das Sieb auf der Saugseite ansehen.',
      },
      {
        after: 34,
        who: 'technician2',
        says: 'V2 ist auf. Das Sieb sehe ich mir morgen an, dafür muss die Leitung leer sein.',
      },
    ],
  },
  {
    title: 'P5: Ventil V2 klemmt, lässt sich nicht schließen',
    asset: P5,
    customer: paperMill,
    by: 'technician2',
    begins: minutesAgo(38),
    steps: [
      { after: 2, who: 'technician2', picture: 'valve-stuck' },
      {
        after: 1,
        who: 'technician2',
        says: 'Komme an das Sieb nicht heran: V2 ist festgerostet, es geht weder vor noch zurück.',
      },
      { after: 4, who: 'technician2', rangInVain: ['expert', 'expert2'], reason: 'cancelled' },
    ],
  },
  {
    title: 'Ice rink: service of the brine circuit, fourth quarter',
    asset: P7,
    customer: iceRink,
    by: 'supervisor',
    begins: minutesAgo(15),
    steps: [],
  },
];
