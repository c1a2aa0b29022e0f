/** The frame that a video element shows. */
export interface ShownFrame {
  width: number;
  height: number;
  /** Seconds on the element's own clock. */
  mediaTime: number;
  /** RTP time stamp (90 kHz, 32 bit); only of received pictures, only where the browser tells it. */
  rtpTimestamp?: number;
}

/**
 * Calls back for every frame the element shows, so that a stroke can say which one it was drawn on.
 * Without requestVideoFrameCallback the size and the time are looked at before every paint.
 * @returns a function that stops it
 */
export function watchFrames(video: HTMLVideoElement, onFrame: (frame: ShownFrame) => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    const next: VideoFrameRequestCallback = (_now, { width, height, mediaTime, rtpTimestamp }) => {
      handle = video.requestVideoFrameCallback(next);
      onFrame({ width, height, mediaTime, ...(rtpTimestamp !== undefined && { rtpTimestamp }) });
    };
    let handle = video.requestVideoFrameCallback(next);
    return () => {
      video.cancelVideoFrameCallback(handle);
    };
  }
  return watchByPaint(video, onFrame);
}

function watchByPaint(video: HTMLVideoElement, onFrame: (frame: ShownFrame) => void): () => void {
  let last = -1;
  const next = () => {
    handle = requestAnimationFrame(next);
    if (video.videoWidth === 0 || video.currentTime === last) return;
    last = video.currentTime;
    onFrame({ width: video.videoWidth, height: video.videoHeight, mediaTime: last });
  };
  let handle = requestAnimationFrame(next);
  return () => {
    cancelAnimationFrame(handle);
  };
}
