import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from '../support/needs.ts'
import { pathOf, startAttacher } from './support/attacher.ts'
import { eachTestHost } from './support/test-host.ts'

/** A message of nftables: NFNL_SUBSYS_NFTABLES is 10, and stands in the upper byte of the type. */
const NFTABLES = /nlmsg_type=(0xa[0-9a-f]{2}|NFNL_)/

/** The calls that `strace` wrote between the lines of the program that say that it is open and done; resumed ones once. */
function calls(file: string): string[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  const [from, to] = [
    lines.findIndex((line) => line.includes('"open\\n"')),
    lines.findIndex((line) => line.includes('done\\n"')),
  ]
  assert.ok(from >= 0 && to > from, 'the program was traced')
  return lines.slice(from + 1, to).filter((line) => !line.includes('resumed>'))
}

/** A question alone in its datagram, RTM_GETROUTE: whether a thread of the kernel has come to the IPv6 address by now. */
const AGAIN = /<NETLINK:[^>]*>, \[\{nlmsg_len=\d+, nlmsg_type=0x1a /

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`the system calls of an attachment, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft', 'command strace')
    const testHost = eachTestHost()

    it('are one datagram for the host, one for the container, one for the firewall, and a file that is locked for each address', async function () {
      this.timeout(60_000)
      await testHost().create({ name: 'br0', mode, subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' })
      const log = join(testHost().state, 'strace')
      const trace = 'trace=write,flock,sendto,sendmsg,sendmmsg,openat,open,execve,fork,vfork,clone,clone3'
      const attacher = startAttacher(
        testHost(),
        [`${pathOf(await testHost().container())}:8000`],
        ['strace', '-f', '--seccomp-bpf', '-yy', '-o', log, '-e', trace],
      )
      await attacher.done
      await attacher.end()
      const made = calls(log)
      const sent = made.filter((line) => /send(to|msg|mmsg)\(\d+<NETLINK/.test(line) && !AGAIN.test(line))
      assert.equal(sent.length, 3, sent.join('\n'))
      assert.equal(sent.filter((line) => NFTABLES.test(line)).length, 1, sent.join('\n'))
      assert.equal(new Set(sent.map((line) => /<NETLINK:[^>]*>/.exec(line)?.[0])).size, 3, sent.join('\n'))
      const files = made.filter((line) => line.includes('openat(') && line.includes(`${testHost().state}/br0/`))
      const [created, others] = [true, false].map((is) => files.filter((line) => line.includes('O_CREAT') === is))
      assert.equal(created?.length, 2, files.join('\n'))
      // Whether the network is being deleted because it was empty.
      assert.match(others?.join('\n') ?? '', /^[^\n]*\/br0\/network\.json[^\n]*$/)
      const locked = made.filter((line) => line.includes('LOCK_EX'))
      assert.deepEqual(
        locked.map((line) => /br0\/([^>]*)>, LOCK_EX\|LOCK_NB\)\s+= 0$/.exec(line)?.[1]),
        ['172.18.0.2', 'fd00:18::2'],
      )
      assert.deepEqual(
        made.filter((line) => /^\d+\s+(exec|v?fork|clone)/.test(line) && !line.includes('CLONE_THREAD')),
        [],
      )
    })
  })
}
