/**
 * What a view of the pipeline gives in place of throwing an error. Whoever asks for nothing that is here may ask as often as they like, and
 * to throw and to catch costs as much as the rest of such a request.
 */
export class Refusal {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}
