import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Prints the size of its descriptor table, before and after it has made namespaces, and how many descriptors it has beyond those. */
const PROGRAM = `
import { readdirSync, readFileSync } from 'node:fs'
import { createNetns } from 'netlink-ts'
const size = () => Number(/FDSize:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1])
const before = size()
const made = []
const wait = () => new Promise((resolve) => setTimeout(resolve, 10))
made.push(await createNetns())
for (let i = 0; i < 20; i++) await wait()
const few = size()
const open = readdirSync('/proc/self/fd').length
while (made.length < 12) made.push(await createNetns())
for (let i = 0; i < 1000 && size() === before; i++) await wait()
const many = size()
for (let i = 0; i < 100 && readdirSync('/proc/self/fd').length > open + 11; i++) await wait()
console.log(JSON.stringify({ before, few, many, more: readdirSync('/proc/self/fd').length - open }))
`

describe('the descriptor table of a process', function () {
  this.timeout('60s')

  it('grows before it is full, once many namespaces are open', () => {
    const args = ['--input-type=module', '--eval', PROGRAM]
    const out = execFileSync(process.execPath, args, { cwd: join(import.meta.dirname, '..', '..'), encoding: 'utf8' })
    const { before, few, many, more } = JSON.parse(out)
    assert.equal(few, before)
    assert.ok(many >= 1024, out)
    assert.equal(more, 11)
  })
})
