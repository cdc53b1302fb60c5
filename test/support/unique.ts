/** IFNAMSIZ less the closing zero: the longest name of a link. */
const longest = 15

let used = 0

/**
 * A name that no other test has: `prefix`, this process, a counter. At most 15 bytes, so it suits links, namespaces, tables
 * and files alike.
 */
export function name(prefix: string): string {
  used += 1
  const unique = `${prefix}${process.pid.toString(36)}x${used.toString(36)}`
  if (unique.length > longest) throw new RangeError(`${unique} is longer than a link's name may be: shorten ${prefix}`)
  return unique
}
