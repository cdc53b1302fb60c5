export type Fields = Readonly<Record<string, unknown>>

/** A word of a command, quoted for a shell where necessary. */
export function quoted(word: unknown): string {
  const text = String(word)
  return /^[\w./:@%+=,^-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

export function command(...words: readonly unknown[]): string {
  return words
    .flat()
    .filter((word) => word !== undefined)
    .map(quoted)
    .join(' ')
}

/** `ip` in a namespace, with options of its own. */
export function ip(netns: string, ...options: readonly string[]): string[] {
  return ['ip', ...(netns === '' ? [] : ['-n', netns]), ...options]
}

/** `gsoMaxSize` is `gso_max_size`. */
export function snake(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A word and its value, if there is one. */
export function pair(word: string, value: unknown): unknown[] {
  return value === undefined || value === null ? [] : [word, value]
}

export const onOff = (value: unknown): string => (value === true ? 'on' : 'off')

/** The name or number of a link, also of a listed one. */
export function linkOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { index: number }).index : value
}

/** A range as iproute2 has it. */
export function range(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const { start, end } = value as { start: number; end: number }
  return start === end ? start : `${start}-${end}`
}
