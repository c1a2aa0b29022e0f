import { ServerInfo } from '@fernblick/shared/api';
import { apiFetch } from '@fernblick/shared/client';

/** What is looked at from the admin's browser, in this order. */
export const checks = ['secure', 'address', 'reached', 'socket', 'camera'] as const;
export type Check = (typeof checks)[number];

const SOCKET_MS = 5_000;

/** Every check by itself, so that one that hangs holds up no other. @returns whether it is well */
export const checkers: Record<Check, (server: ServerInfo) => Promise<boolean>> = {
  secure: () => Promise.resolve(window.isSecureContext && location.protocol === 'https:'),
  // Links and codes carry the public address: who looks by another one has not tried it.
  address: ({ publicUrl }) => Promise.resolve(new URL(publicUrl).origin === location.origin),
  reached: () =>
    apiFetch('GET', '/api/server', { reply: ServerInfo }).then(
      () => true,
      () => false,
    ),
  socket: openSocket,
  camera: () => Promise.resolve('mediaDevices' in navigator && 'RTCPeerConnection' in window),
};

/** Some proxies let pages through, but no WebSocket. */
function openSocket(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws`);
    const timer = setTimeout(() => {
      end(false);
    }, SOCKET_MS);
    function end(well: boolean): void {
      clearTimeout(timer);
      socket.onopen = socket.onerror = null;
      socket.close();
      resolve(well);
    }
    socket.onopen = () => {
      end(true);
    };
    socket.onerror = () => {
      end(false);
    };
  });
}
