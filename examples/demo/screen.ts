/** What the demonstration prints: the call, then the fact that proves it. 80 columns; colour only on a terminal. */
import { paint } from '../../lib/program/picture/paint.ts'

/** A drawing. */
export function draw(lines: readonly string[]): void {
  for (const line of lines) console.log(line === '' ? '' : `   ${line}`)
}

const counts = { chapters: 0, proofs: 0, failures: 0 }

export function chapter(title: string): void {
  counts.chapters++
  console.log(`\n${paint(1, `${counts.chapters}. ${title}`)}`)
}

/** Words between the calls. */
export function say(text: string): void {
  console.log(`   ${paint(2, text)}`)
}

/** The call that is about to be made. */
export function call(text: string): void {
  for (const line of text.split('\n')) console.log(`   ${paint(36, line)}`)
}

/** A fact, and whether it holds. */
export function proof(fact: string, holds: boolean): void {
  counts.proofs++
  if (!holds) counts.failures++
  console.log(`   ${holds ? paint(32, 'ok ') : paint(31, 'NO ')} ${fact}`)
}

/** Rows in columns, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths: number[] = []
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length)
  for (const row of rows)
    console.log(
      `      ${row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd()}`,
    )
}

/** The last line, and the exit status. */
export function summary(milliseconds: number, remark = 'no process started'): number {
  const { chapters, proofs, failures } = counts
  const verdict = failures === 0 ? paint(32, 'all of them hold') : paint(31, `${failures} of them do not hold`)
  console.log(`\n${proofs} proofs in ${chapters} chapters, ${verdict}; ${Math.round(milliseconds)} ms, ${remark}.`)
  return failures === 0 ? 0 : 1
}
