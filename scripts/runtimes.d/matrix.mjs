// Makes the table of runtimes from the results of scripts/runtimes: printed, and put into a file between its markers.
//
//   node scripts/runtimes.d/matrix.mjs RESULTS [FILE]
import { readFileSync, writeFileSync } from 'node:fs'

const [, , results, file] = process.argv

/** Limitations of a runtime itself. */
const NOTES = {
  bun: '`netns.connect` and `netns.bind` are not available: Bun opens its own sockets, in the wrong namespace',
  deno: '`netns.connect` and `netns.bind` are not available, as in Bun',
}

const NAMES = { bun: 'Bun', deno: 'Deno' }

/** `v20.20.2`, `1.4.5`, `deno 2.9.6 (stable, ...)`. */
const titleOf = (name, version) => `${NAMES[name] ?? 'Node.js'} ${/\d+(\.\d+)+/.exec(version)?.[0] ?? version}`

/** `163 passed, 0 failed, 2 skipped` in few characters; what failed is not to be overlooked. */
function cell(counts) {
  const [passed, broken, skipped = 0] = [...counts.matchAll(/(\d+) (?:passed|failed|skipped)/g)].map(([, count]) =>
    Number(count),
  )
  return [String(passed), broken > 0 ? `**${broken} failed**` : '', skipped > 0 ? `${skipped} skipped` : '']
    .filter((part) => part !== '')
    .join(', ')
}

const rows = readFileSync(results, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'))
const suites = [...new Set(rows.map(([, , suite]) => suite))]
const runtimes = [...new Set(rows.map(([name]) => name))].map((name) => {
  const own = rows.filter((row) => row[0] === name)
  return {
    name,
    title: titleOf(name, own[0][1]),
    cells: suites.map((suite) => cell(own.find((row) => row[2] === suite)[3])),
  }
})

const table = [
  ['runtime', ...suites.map((suite) => `test/${suite}`)],
  ['---', ...suites.map(() => '---')],
  ...runtimes.map(({ title, cells }) => [title, ...cells]),
].map((cells) => `| ${cells.join(' | ')} |`)
const notes = runtimes
  .filter(({ name }) => NOTES[name] !== undefined)
  .map(({ name }) => `* ${NAMES[name]}: ${NOTES[name]}.`)
const text = [...table, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
console.log(text)

if (file !== undefined) {
  const before = readFileSync(file, 'utf8')
  const after = before.replace(
    /(<!-- runtimes -->\n)[\s\S]*?(<!-- \/runtimes -->)/,
    (_, open, close) => `${open}${text}\n${close}`,
  )
  if (after === before && !before.includes(text))
    throw new Error(`${file} has no place for the matrix: <!-- runtimes --> and <!-- /runtimes -->`)
  writeFileSync(file, after)
}
