/** The same function, which tells of each call. */
// oxlint-disable-next-line typescript/no-unsafe-function-type -- whatever can be called or constructed; it is only passed on
export function noting(original: Function, note: () => unknown): object {
  return new Proxy(original, {
    apply: (target, self, args) => (note(), Reflect.apply(target, self, args)),
    construct: (target, args, made) => (note(), Reflect.construct(target, args, made)),
  })
}
