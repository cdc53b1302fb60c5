import assert from 'node:assert/strict'
import { outsideHost, serve } from './support/outside.ts'
import { eachMachine, Machine, type Who } from './support/place.ts'

for (const who of ['root', 'user'] as const satisfies readonly Who[])
  describe(`the private machine of ${who}`, () => {
    const machine = eachMachine(who)

    it('has processes, links and cgroups of its own', () => {
      assert.equal(machine().out('id -u').trim(), '0')
      assert.equal(machine().out(['sh', '-c', 'ls -d /proc/[0-9]* | wc -l']).trim() < '9', true)
      assert.deepEqual(
        machine()
          .ip<{ ifname: string }>('-j link')
          .map(({ ifname }) => ifname),
        ['lo'],
      )
      assert.equal(machine().out('stat -f -c %T /sys/fs/cgroup').trim(), 'cgroup2fs')
      assert.equal(machine().sh('cat /proc/self/cgroup').split('\n').includes('0::/'), true)
    })

    it('fails a test that leaves something', async () => {
      const other = await Machine.open(who)
      other.sh(
        'ip link add left type bridge; ip netns add left; nft add table inet left; mkdir -p /run/netlink-ts/left',
      )
      other.start('tail -f /dev/null')
      await assert.rejects(other.close(), (thrown: Error) => {
        for (const line of ['+ link left', '+ netns left', '+ table inet left', '+ file /run/netlink-ts/left'])
          assert.ok(thrown.message.includes(line), thrown.message)
        return true
      })
    })
  })

describe('another host beyond the private machine', () => {
  const machine = eachMachine('root')

  it('answers, and is answered', async () => {
    const outside = outsideHost(machine())
    const servers = [await serve(machine(), 80, 'here'), await serve(machine(), 80, 'there', 'outside')]
    assert.equal(machine().out(`busybox wget -qO- http://${outside.address}/`), 'there')
    assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}/`), 'here')
    for (const server of servers) await server.stop()
  })
})
