/** Makes PNG of the pictures for chats. What that needs is loaded when the first one is made. */
import { pictureFiles } from './environment.ts';
import { fontMetrics, type FontMetrics } from './font-metrics.ts';

export interface Pictures {
  readonly font: FontMetrics;
  readonly render: (svg: string) => Promise<Uint8Array>;
}

/** `read` gives a file that is beside petitions.json. */
export function createPictures(read: (name: string) => Buffer): Pictures {
  let file: Buffer | undefined;
  const font = (): Buffer => (file ??= read(pictureFiles.font));
  let metrics: FontMetrics | undefined;
  let renderer: Promise<(svg: string) => Uint8Array> | undefined;
  return {
    get font() {
      return (metrics ??= fontMetrics(font()));
    },
    render: async (svg) => (await (renderer ??= loadRenderer(read(pictureFiles.renderer), font())))(svg),
  };
}

let started: Promise<void> | undefined;

/** WebAssembly, and not the faster native module: one bundle for each processor. */
async function loadRenderer(program: Buffer, font: Buffer): Promise<(svg: string) => Uint8Array> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  // Once in a process.
  await (started ??= initWasm(program));
  return (svg) => {
    const picture = new Resvg(svg, { font: { fontBuffers: [font], defaultFontFamily: 'Noto Sans' } });
    const pixels = picture.render();
    try {
      return pixels.asPng();
    } finally {
      // Its memory is not JavaScript's.
      pixels.free();
      picture.free();
    }
  };
}
