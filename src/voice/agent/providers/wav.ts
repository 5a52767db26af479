/** Mono sound, from -1 to 1, as a WAV file. */
export function wavOf(audio: Float32Array, rate: number): Blob {
  const samples = Int16Array.from(audio, (value) =>
    Math.round(Math.max(-1, Math.min(1, value)) * 32_767),
  );
  const head = new DataView(new ArrayBuffer(44));
  const text = (at: number, letters: string) => {
    for (const [index, letter] of [...letters].entries()) {
      head.setUint8(at + index, letter.charCodeAt(0));
    }
  };
  text(0, "RIFF");
  head.setUint32(4, 36 + samples.byteLength, true);
  text(8, "WAVEfmt ");
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, rate, true);
  head.setUint32(28, rate * 2, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, "data");
  head.setUint32(40, samples.byteLength, true);
  return new Blob([head, samples], { type: "audio/wav" });
}
