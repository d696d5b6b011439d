/**
 * What a view of the pipeline gives in place of throwing an error. Whoever asks for nothing that is here may ask as often as they like, and
 * to throw and to catch would make such a request half as dear again.
 */
export class Refusal {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}
