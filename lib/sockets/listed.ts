/** Whether this is a listed socket: only that has both a state and a cookie. */
export function isListed(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'cookie' in value && 'state' in value
}
