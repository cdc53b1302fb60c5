import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { needs } from '../support/needs.ts'
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
