import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'

describe('a link whose IPv6 is switched off', () => {
  needs('veth')
  const place = onePlace(`
    ip link add v0 type veth peer name v1
    ip link set v0 up
    echo 1 > /proc/sys/net/ipv6/conf/v0/disable_ipv6
  `)

  it('is reported by the kernel, as docs/errors.md says', async () => {
    const { nl } = place()
    const neighbour = { link: 'v0', dst: 'fd00::1', lladdr: '02:00:00:00:00:01' }
    await assert.rejects(nl.addNeighbour(neighbour), { code: 'EINVAL', message: /IPv6 is disabled on this device/ })
    const address = { link: 'v0', address: 'fd00::2/64' }
    await assert.rejects(nl.addAddress(address), { code: 'EACCES', message: /IPv6 is disabled on this device/ })
  })
})
