/** The fast Fourier transform, for frames of one length: a power of two. */
export class Spectrum {
  readonly #size: number;
  readonly #swapped: Uint16Array;
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;

  constructor(size: number) {
    this.#size = size;
    const bits = Math.log2(size);
    this.#swapped = Uint16Array.from({ length: size }, (_, at) => reversed(at, bits));
    const angle = (_: unknown, at: number): number => (2 * Math.PI * at) / size;
    const angles = Array.from({ length: size / 2 }, angle);
    this.#cosine = Float64Array.from(angles, Math.cos);
    this.#sine = Float64Array.from(angles, Math.sin);
  }

  /** Both halves, the real and the imaginary one, in place. */
  forward(real: Float64Array, imaginary: Float64Array): void {
    this.#sort(real);
    this.#sort(imaginary);
    const size = this.#size;
    for (let width = 1; width < size; width *= 2) {
      const stride = size / (2 * width);
      for (let from = 0; from < size; from += 2 * width) {
        for (let at = 0; at < width; at += 1) {
          const one = from + at;
          const other = one + width;
          const cosine = this.#cosine[at * stride] ?? 0;
          const sine = this.#sine[at * stride] ?? 0;
          const otherReal = real[other] ?? 0;
          const otherImaginary = imaginary[other] ?? 0;
          const turnedReal = otherReal * cosine + otherImaginary * sine;
          const turnedImaginary = otherImaginary * cosine - otherReal * sine;
          const oneReal = real[one] ?? 0;
          const oneImaginary = imaginary[one] ?? 0;
          real[other] = oneReal - turnedReal;
          imaginary[other] = oneImaginary - turnedImaginary;
          real[one] = oneReal + turnedReal;
          imaginary[one] = oneImaginary + turnedImaginary;
        }
      }
    }
  }

  /** The way back, but for the factor `size` by which all has grown. */
  backward(real: Float64Array, imaginary: Float64Array): void {
    this.forward(imaginary, real);
  }

  #sort(values: Float64Array): void {
    for (const [at, other] of this.#swapped.entries()) {
      if (other <= at) continue;
      const value = values[at] ?? 0;
      values[at] = values[other] ?? 0;
      values[other] = value;
    }
  }
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit += 1) result = (result << 1) | ((value >> bit) & 1);
  return result;
}
