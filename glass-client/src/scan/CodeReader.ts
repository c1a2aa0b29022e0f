import jsQR from 'jsqr';
import * as z from 'zod';

/** The browser's own reader, where it has one; missing from the DOM library's types. */
interface NativeReader {
  detect(picture: CanvasImageSource): Promise<unknown>;
}
interface NativeReaderType {
  new (options: { formats: string[] }): NativeReader;
  getSupportedFormats(): Promise<string[]>;
}
const Found = z.array(z.looseObject({ rawValue: z.string() }));

/** Longer side of what the JavaScript reader looks at, in pixels: larger is slow on glasses and finds no more. */
const LOOKED_AT = 800;

/** Reads QR codes from a running video: by the browser's own reader, else in JavaScript. Asks nobody else. */
export class CodeReader {
  readonly #canvas = document.createElement('canvas');
  #native: NativeReader | undefined;

  private constructor(native: NativeReader | undefined) {
    this.#native = native;
  }

  static async open(): Promise<CodeReader> {
    const scope: { BarcodeDetector?: NativeReaderType; document: Document } = globalThis;
    const Native = scope.BarcodeDetector;
    const formats = await Native?.getSupportedFormats().catch((): string[] => []);
    const native = Native && formats?.includes('qr_code') ? new Native({ formats: ['qr_code'] }) : undefined;
    return new CodeReader(native);
  }

  /** The text of a code in the present frame. */
  async read(video: HTMLVideoElement): Promise<string | undefined> {
    if (video.videoWidth === 0) return undefined;
    if (this.#native) {
      try {
        const text = Found.parse(await this.#native.detect(video))[0]?.rawValue;
        return text?.length ? text : undefined;
      } catch {
        // Some systems promise a reader and have none.
        this.#native = undefined;
      }
    }
    return this.#readByScript(video);
  }

  #readByScript(video: HTMLVideoElement): string | undefined {
    const scale = Math.min(1, LOOKED_AT / Math.max(video.videoWidth, video.videoHeight));
    const width = Math.round(video.videoWidth * scale);
    const height = Math.round(video.videoHeight * scale);
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d');
    if (!context) return undefined;
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    const text = jsQR(data, width, height, { inversionAttempts: 'attemptBoth' })?.data;
    return text?.length ? text : undefined;
  }
}
