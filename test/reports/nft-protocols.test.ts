import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'
import { requirePrivate } from '../support/private.ts'

const program = `
  import { createNetns, setLink } from '${join(import.meta.dirname, '../../lib/index.ts')}'
  import { createNetwork } from '${join(import.meta.dirname, '../../lib/container/index.ts')}'
  await setLink('lo', { up: true })
  const network = await createNetwork({ name: 'br0', subnet: '172.18.0.0/16', state: process.argv[1] })
  const netns = await createNetns()
  await network.attach(netns, { ports: [{ host: 8000, container: 80 }] })
  console.log(JSON.stringify(await network.check()))
  await network.delete()
`

describe('a machine without /etc/protocols', () => {
  needs('bridge', 'veth', 'nftables')

  it('knows the protocols of published ports, and misses none', () => {
    requirePrivate()
    const script =
      '[ ! -e /etc/protocols ] || mount --bind /dev/null /etc/protocols; state=$(mktemp -d); "$@" "$state"; rm -rf "$state"'
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', program]
    const run = spawnSync('unshare', ['--net', '--mount', 'sh', '-ec', script, 'without', ...node], {
      encoding: 'utf8',
    })
    assert.equal(run.stderr, '')
    assert.equal(run.stdout, '[]\n')
  }).timeout('60s')
})
