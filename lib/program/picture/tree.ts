// Trees of text in columns.
import { printable } from '../printable.ts'

/** A line of a tree, in cells, and the branches below it. */
export interface Branch {
  cells: readonly string[]
  /** Further lines of the last cell. */
  more?: readonly string[]
  children?: readonly Branch[]
}

interface Row {
  lead: string
  cells: readonly string[]
}

/** The lines before a branch, and before the branches below it. */
const MIDDLE = ['├─ ', '│  ']
const LAST = ['└─ ', '   ']

function rowsOf(branches: readonly Branch[], stem: string, ends = true): Row[] {
  return branches.flatMap((branch, i) => {
    const [fork, pipe] = (ends && i === branches.length - 1 ? LAST : MIDDLE) as [string, string]
    const { more = [], children = [] } = branch
    const cells = branch.cells.map(printable)
    const below = `${stem}${pipe}${children.length > 0 ? '│  ' : ''}`
    const blank = cells.slice(1).map(() => '')
    return [
      { lead: stem + fork, cells },
      ...more.map((text) => ({ lead: below, cells: [...blank, printable(text)] })),
      ...rowsOf(children, stem + pipe),
    ]
  })
}

/**
 * The lines of a tree. Columns are as wide as their widest cell, the first including the lines before it; `paint` colours a cell (or, as
 * column -1, the lines of the tree) once its width is known. `ends` is false if further branches follow on the same stem.
 */
export function drawTree(
  branches: readonly Branch[],
  stem: string,
  paint: (column: number, text: string) => string,
  ends = true,
): string[] {
  const rows = rowsOf(branches, stem, ends)
  const widths: number[] = []
  for (const { lead, cells } of rows) {
    for (const [i, cell] of cells.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, cell.length + (i === 0 ? lead.length : 0))
    }
  }
  return rows.map(({ lead, cells }) => {
    const last = cells.findLastIndex((cell) => cell !== '')
    const painted = cells.slice(0, last + 1).map((cell, i) => {
      const room = (widths[i] ?? 0) - (i === 0 ? lead.length : 0)
      return paint(i, cell) + ' '.repeat(i === last ? 0 : room - cell.length)
    })
    return (paint(-1, lead) + painted.filter((_, i) => widths[i] !== 0).join('  ')).trimEnd()
  })
}
