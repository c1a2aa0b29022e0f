/** Makes this page reach the media servers by the line: ports in what servers offer are replaced, TCP is left out. */
export function goByLine(ports: readonly { from: number; to: number }[]): void {
  // Called with its own connection below; read like this, since a method taken off its object is a common mistake.
  const original: unknown = Reflect.get(RTCPeerConnection.prototype, 'setRemoteDescription');
  if (typeof original !== 'function') throw new TypeError('no WebRTC here');
  RTCPeerConnection.prototype.setRemoteDescription = async function (
    this: RTCPeerConnection,
    description: RTCSessionDescriptionInit,
  ) {
    const sdp = description.sdp
      ?.split('\r\n')
      .filter((line) => !line.startsWith('a=candidate') || line.includes(' udp '))
      .map((line) =>
        line.startsWith('a=candidate')
          ? ports.reduce((text, { from, to }) => text.replace(` ${from} typ`, ` ${to} typ`), line)
          : line,
      )
      .join('\r\n');
    await original.call(this, { type: description.type, ...(sdp !== undefined && { sdp }) });
  };
}
