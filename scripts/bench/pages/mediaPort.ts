/** Makes this page reach the media servers by the line: ports in what servers offer are replaced, TCP is left out. */
export function goByLine(ports: readonly { from: number; to: number }[]): void {
  // Its old form with callbacks is used by nobody here.
  const original = RTCPeerConnection.prototype.setRemoteDescription as (
    this: RTCPeerConnection,
    description: RTCSessionDescriptionInit,
  ) => Promise<void>;
  RTCPeerConnection.prototype.setRemoteDescription = function (
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
    return original.call(this, { type: description.type, ...(sdp !== undefined && { sdp }) });
  };
}
