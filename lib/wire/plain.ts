/** Makes plain objects of one table. */
export type Plain = new () => Record<string, unknown>

/**
 * A source of plain objects (their prototype is Object's) with room for a table's usual number of keys inside. An object literal
 * has room for four; every further key costs a larger array beside it, copied each time, which is what decoding a long list would
 * mostly be busy with. V8 reserves as many places as it sees assignments to `this`, never mind that they are not reached, and
 * after a few objects takes back what none of them used. Each table has its own, as they have different keys.
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
