// Colours, on a terminal alone: https://no-color.org says how they are refused.
const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined

export function paint(code: number, text: string): string {
  return coloured ? `\u001b[${code}m${text}\u001b[0m` : text
}

/** A label in front of a line. */
export function bold(text: string): string {
  return paint(1, text)
}

/** The colours of a drawing, by column: its lines (-1), names, kinds, and what there is to know. */
export function paintCell(column: number, text: string): string {
  const colour = { [-1]: 2, 0: 36, 1: 33 }[column]
  return colour === undefined || text === '' ? text : paint(colour, text)
}
