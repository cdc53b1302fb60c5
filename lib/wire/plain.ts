/** Creates plain objects of one table. */
export type Plain = new () => Record<string, unknown>

/**
 * A constructor of plain objects (their prototype is Object.prototype) with in-object space for the usual number of keys of a table. An
 * object literal has space for four; each further key requires a larger external array, whose copying would dominate the decoding of a
 * long list. V8 reserves space for as many assignments to `this` as it finds, even if they are never executed, and after a few objects
 * reclaims unused space. Each table has its own constructor, because keys differ.
 */
export function plain(): Plain {
  function Record(this: { [key: string]: unknown }, never?: boolean): void {
    if (never === true) {
      this.a = this.b = this.c = this.d = this.e = this.f = this.g = this.h = 0
      this.i = this.j = this.k = this.l = this.m = this.n = this.o = this.p = 0
    }
  }
  Record.prototype = Object.prototype
  return Record as unknown as Plain
}
