/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access,
   @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call, @typescript-eslint/unbound-method --
   it wraps Node's own functions, whatever they are called with */
// Preloaded into the server by a test: writes down every address outside this machine that it wants to reach.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const file = process.env.FOREIGN_TRAFFIC_FILE;
const local = /^(localhost|127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$)/;

/** @param {string} how @param {unknown} host */
function note(how, host) {
  if (file && typeof host === 'string' && !local.test(host)) appendFileSync(file, `${how} ${host}\n`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  // Called with options, or with port and host, or with what normalizeArgs made of these.
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (first && typeof first === 'object') note('connect', first.host);
  else note('connect', args[1]);
  return connect.apply(this, args);
};
for (const names of [dns, dns.promises]) {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
    const original = names[name];
    names[name] = function (host, ...rest) {
      note(name, host);
      return original.call(this, host, ...rest);
    };
  }
}
const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  note('send', args.filter((arg) => typeof arg === 'string').at(-1));
  return send.apply(this, args);
};
// Also for whoever imports these functions by name.
syncBuiltinESMExports();
