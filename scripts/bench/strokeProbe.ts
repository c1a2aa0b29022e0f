/**
 * For pages of the product, before they load: notes when the pointer last moved, and when the overlay next shows
 * something new near a place. Both on the clock that all browsers of a machine share.
 */
export const strokeProbe = `(() => {
  const epoch = (time) => performance.timeOrigin + time;
  const probe = { moved: 0, armed: undefined };
  addEventListener('pointermove', (event) => { probe.moved = epoch(event.timeStamp); }, true);
  const box = (canvas, x, y) => {
    const video = document.querySelector('.picture video').getBoundingClientRect();
    const area = canvas.getBoundingClientRect();
    const scale = canvas.width / area.width;
    const left = (video.left + x * video.width - area.left) * scale;
    const top = (video.top + y * video.height - area.top) * scale;
    const { data } = canvas.getContext('2d').getImageData(left - 20, top - 20, 40, 40);
    let ink = 0;
    for (let at = 3; at < data.length; at += 4) ink += data[at];
    return ink;
  };
  const overlay = () => document.querySelector('.picture canvas');
  probe.arm = (x, y) => {
    const before = box(overlay(), x, y);
    probe.armed = { x, y, before, at: undefined };
  };
  probe.seen = () => probe.armed?.at;
  let noted = false;
  const shown = new MessageChannel();
  shown.port1.onmessage = () => {
    noted = false;
    const now = epoch(performance.now());
    const { armed } = probe;
    if (armed && armed.at === undefined && box(overlay(), armed.x, armed.y) !== armed.before) armed.at = now;
  };
  for (const name of ['fill', 'stroke', 'clearRect']) {
    const original = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      if (!noted) {
        noted = true;
        // A message sent while a frame is made is heard right after that frame was painted.
        requestAnimationFrame(() => shown.port2.postMessage(0));
      }
      return original.apply(this, args);
    };
  }
  globalThis.strokeProbe = probe;
})();`;
