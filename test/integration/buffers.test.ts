import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'
import { isRoot } from '../support/private.ts'
import { programOf } from '../support/program.ts'

/** Root of a user namespace of its own, which cannot raise buffers above the system-wide limit. */
const ordinary = [
  ...(isRoot() ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : []),
  ...['unshare', '--user', '--map-root-user', '--net', '--mount'],
]

function replies(wrapper: readonly string[]): unknown {
  const [command, ...args] = [...wrapper, ...programOf('replies')] as [string, ...string[]]
  const run = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 })
  assert.equal(run.status, 0, run.stderr)
  return JSON.parse(run.stdout)
}

describe('five thousand replies to one tick', () => {
  needs('userns', 'command setpriv')

  const expected = { uid: 0, added: { ok: 5000 }, again: { EEXIST: 5000 }, asked: { ok: 5000 }, listed: 5000 }

  it('are counted with the buffers of an ordinary user', () => {
    assert.deepEqual(replies(ordinary), expected)
  })
})

describe('listed links', () => {
  const place = onePlace('ip link add b0 type bridge; ip link add b1 type bridge')

  it('stay as they are when the next list is read into the same buffer', async () => {
    const { nl } = place()
    const expected = JSON.stringify(await nl.listLinks())
    const links = await nl.listLinks()
    await nl.listRules()
    assert.equal(JSON.stringify(links), expected)
  })
})
