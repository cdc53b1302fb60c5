import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** The pages that a user reads, relative to the checkout. */
function pages(): string[] {
  const inside = (folder: string) => readdirSync(join(root, folder)).map((file) => join(folder, file))
  return [...readdirSync(root), ...inside('docs'), ...inside('LICENSES'), ...inside('prebuilds')].filter((file) =>
    file.endsWith('.md'),
  )
}

/** The files of this checkout that a page leads to. */
function links(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8').replace(/```[\s\S]*?```/g, '')
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(#[^)\s]*)?\)/g)].map(([, target]) => target ?? '')
  return targets.filter((target) => !/^[a-z]+:/.test(target)).map((target) => join(root, dirname(page), target))
}

describe('the pages of the project', () => {
  for (const page of pages())
    it(`${page} leads to nothing that is not there`, () => {
      const lost = links(page).filter((file) => !existsSync(file))
      assert.deepEqual(
        lost.map((file) => relative(root, file)),
        [],
      )
    })
})
