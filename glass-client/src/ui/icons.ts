import type { CommandId } from '../input/commandTable.ts';

/** Line drawings on a field of 24 by 24, for the phone's round buttons. */
export const icons: Partial<Record<CommandId, string>> = {
  microphoneOff: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  microphoneOn:
    'M4 3l16 18M15 10V6a3 3 0 0 0-5.7-1.3M9 9v2a3 3 0 0 0 4.5 2.6M5.5 11a6.5 6.5 0 0 0 10.6 5M18.5 11a6.4 6.4 0 0 1-.4 2.2M12 17.5V21',
  takePhoto:
    'M3 8.5A1.5 1.5 0 0 1 4.5 7H7.500L9 4.500h6L16.5 7h3A1.5 1.5 0 0 1 21 8.500v9a1.5 1.5 0 0 1-1.5 1.500h-15A1.5 1.5 0 0 1 3 17.500ZM12 16.300a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  lightOn: 'M8 3h8l-1 6v11a1 1 0 0 1-1 1h-4a1 1 0 0 1-1-1V9ZM8.5 6h7M12 12v3',
  lightOff:
    'M8 8h8l-1 4v8a1 1 0 0 1-1 1h-4a1 1 0 0 1-1-1v-8ZM12 14.500V17M12 2v3M5.5 3.500l1.8 2.200M18.5 3.500l-1.8 2.2',
  switchCamera:
    'M4 12a8 8 0 0 1 13.7-5.600L20 8.500M20 4v4.500h-4.500M20 12a8 8 0 0 1-13.7 5.600L4 15.500M4 20v-4.500h4.5',
  cameraOn: 'M3 7h11v10H3ZM14 10.5 21 7v10l-7-3.5',
  endCall: 'M3 14.500c5-5 13-5 18 0l-2 3-4-1.500v-2.500a10 10 0 0 0-6 0V16l-4 1.500Z',
  writeMessage: 'M4 5h16v11H11l-4.5 4v-4H4ZM8 9h8M8 12h5',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  zoomCloser: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 21 21M10.5 8v5M8 10.500h5',
  zoomWider: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 21 21M8 10.500h5',
  draw: 'M4 20l1-4.500L16.5 4a2 2 0 0 1 3 0l.5.5a2 2 0 0 1 0 3L8.5 19ZM14 6.500l3.5 3.5',
  undo: 'M9 6 4.5 10.5 9 15M5 10.500h9a5.5 5.5 0 0 1 0 11h-3',
  finishDrawing: 'M4 12.5 9.5 18 20 6.5',
  showCamera: 'M3 7h11v10H3ZM14 10.5 21 7v10l-7-3.5',
  showPicture: 'M3 5h18v14H3ZM3 16l5-5 4 4 3-3 6 6M15.5 9h.01',
  nextPicture: 'M3 7h13v11H3ZM7 7V4h14v11h-5M7.5 12.500h5M10.5 10l2.500 2.500-2.500 2.500',
  ringAgain: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15ZM10 20.500h4',
  help: 'M9 9a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.2-1.5 2.400M12 18h.01',
};
