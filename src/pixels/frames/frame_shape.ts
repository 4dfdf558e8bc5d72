/**
 * The samples of one decoded frame (PS3.3 C.7.6.3): row by row, the samples of a pixel together, in
 * words of `bytesPerSample` bytes in little endian.
 */
export interface FrameShape {
  readonly rows: number;
  readonly columns: number;
  /** Samples of a pixel. */
  readonly samples: number;
  readonly bytesPerSample: number;
  readonly bitsStored: number;
  readonly isSigned: boolean;
  /** PhotometricInterpretation. */
  readonly colours: string;
}

/** The number of bytes of a decoded frame. */
export function frameSize({ rows, columns, samples, bytesPerSample }: FrameShape): number {
  return rows * columns * samples * bytesPerSample;
}

/** The samples of a frame, one number each, in `bits` bits. */
export function samplesOf(
  frame: Uint8Array,
  { bytesPerSample }: FrameShape,
  bits: number,
): Uint16Array {
  const samples = new Uint16Array(frame.length / bytesPerSample);
  const mask = 2 ** bits - 1;
  for (let at = 0; at < samples.length; at++) {
    const place = at * bytesPerSample;
    const high = bytesPerSample === 2 ? (frame[place + 1] ?? 0) << 8 : 0;
    samples[at] = ((frame[place] ?? 0) | high) & mask;
  }
  return samples;
}

/** A frame of one plane for each colour, with the samples of a pixel together. */
export function withoutPlanes(frame: Uint8Array, shape: FrameShape): Uint8Array {
  const { samples, bytesPerSample } = shape;
  const planeSize = frame.length / samples;
  const together = new Uint8Array(frame.length);
  for (let plane = 0; plane < samples; plane++) {
    for (let byte = 0; byte < bytesPerSample; byte++) {
      let place = plane * bytesPerSample + byte;
      for (let at = byte; at < planeSize; at += bytesPerSample) {
        together[place] = frame[plane * planeSize + at] ?? 0;
        place += samples * bytesPerSample;
      }
    }
  }
  return together;
}
