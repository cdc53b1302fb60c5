/** Three digits that count, and a space between thousands. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '?'
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return grouped(value.toFixed(Math.min(digits, 3)))
}

export function grouped(value: number | string): string {
  const [whole = '', rest] = String(value).split('.')
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ' ')
  return rest === undefined ? groups : `${groups}.${rest}`
}

/** Microseconds in the unit that reads best. */
export function duration(microseconds: number): string {
  return microseconds < 1000 ? `${figure(microseconds)} µs` : `${figure(microseconds / 1000)} ms`
}
