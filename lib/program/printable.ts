// Text of others on a terminal.

/**
 * A text on one line, with control characters as escapes: names of processes and links are chosen by containers, and ids by engines, and a terminal
 * executes what it reads there.
 */
export function printable(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u${(sign.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
  )
}
