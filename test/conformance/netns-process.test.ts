import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'

/** What a child process prints, and how it ends. */
async function ended(child: ChildProcess): Promise<{ printed: string; code: number | null; signal: string | null }> {
  const [printed, [code, signal]] = await Promise.all([
    child.stdout === null ? '' : text(child.stdout),
    once(child, 'close') as Promise<[number | null, string | null]>,
  ])
  return { printed, code, signal }
}

describe('processes of a namespace', () => {
  const here = onePlace()

  it('are inside', async () => {
    const { printed, code } = await ended(here().netns.spawn('readlink', ['/proc/self/ns/net']))
    assert.deepEqual([printed.trim(), code], [`net:[${here().netns.inode}]`, 0])
    assert.notEqual(readlinkSync('/proc/thread-self/ns/net'), printed.trim())
  })

  it('get options, input and signals as those of child_process', async () => {
    const { netns } = here()
    const child = netns.spawn('sh', ['-c', 'cat; pwd; echo $WORD; exit 7'], {
      cwd: '/',
      env: { ...process.env, WORD: 'w' },
    })
    child.stdin?.end('line\n')
    assert.deepEqual(await ended(child), { printed: 'line\n/\nw\n', code: 7, signal: null })
    const sleeper = netns.spawn('sleep', ['60'], { stdio: 'ignore' })
    sleeper.kill('SIGTERM')
    assert.deepEqual(await ended(sleeper), { printed: '', code: null, signal: 'SIGTERM' })
  })

  it('that do not start emit error', async () => {
    const [error] = await once(here().netns.spawn('/no/such/program'), 'error').catch((thrown) => [thrown])
    assert.equal((error as { code: string }).code, 'ENOENT')
    assert.equal(
      here().netns.run(() => readlinkSync('/proc/thread-self/ns/net')),
      `net:[${here().netns.inode}]`,
    )
  })

  it('keep to their options: a slip is thrown, at home', () => {
    const home = readlinkSync('/proc/thread-self/ns/net')
    assert.throws(() => here().netns.spawn('true', [], { cwd: 5 as never }), { code: 'ERR_INVALID_ARG_TYPE' })
    assert.equal(readlinkSync('/proc/thread-self/ns/net'), home)
  })
})

describe('kernel parameters of a namespace', () => {
  needs('command sysctl')
  const here = onePlace('ip link add v0.100 type veth peer name p0')
  const sysctl = (name: string) => here().run(['sysctl', '-n', name]).trim()

  it('are what sysctl says', async () => {
    for (const name of [
      'net.ipv4.ip_forward',
      'net.ipv4.ip_local_port_range',
      'net.core.somaxconn',
      'net.ipv4.tcp_rmem',
    ]) {
      assert.equal(await here().netns.getSysctl(name), sysctl(name), name)
    }
  })

  it('are set there, and nowhere else', async () => {
    const home = here().netns
    const other = await here().nl.createNetns()
    await home.setSysctl('net.ipv4.ip_forward', 1)
    await home.setSysctl('net.ipv4.ip_local_port_range', '40000 50000')
    assert.deepEqual([sysctl('net.ipv4.ip_forward'), sysctl('net.ipv4.ip_local_port_range')], ['1', '40000\t50000'])
    assert.equal(await other.getSysctl('net.ipv4.ip_forward'), '0')
    await other.close()
  })

  it('are split at the first kind of separator where a link has a dot in its name', async () => {
    const { netns } = here()
    await netns.setSysctl('net/ipv4/conf/v0.100/arp_announce', 1)
    for (const name of ['net.ipv4.conf.v0/100.arp_announce', 'net/ipv4/conf/v0.100/arp_announce']) {
      assert.equal(await netns.getSysctl(name), '1')
      assert.equal(sysctl(name), '1')
    }
    assert.equal(await netns.getSysctl('net.ipv4.conf.p0.arp_announce'), '0')
  })

  it('take turns: many at once are each answered with their own', async () => {
    const { netns } = here()
    const names = Array.from({ length: 50 }, (_, i) => `net.ipv4.conf.${i % 2 === 0 ? 'v0/100' : 'p0'}.arp_announce`)
    const values = await Promise.all(names.map((name) => netns.getSysctl(name)))
    assert.deepEqual(
      values,
      names.map((name) => (name.includes('v0') ? '1' : '0')),
    )
  })

  it('that are not there, or not to be written so, say why', async () => {
    const { netns } = here()
    await assert.rejects(netns.getSysctl('net.ipv4.no_such'), {
      name: 'NetlinkError',
      code: 'ENOENT',
      operation: 'getSysctl',
      message: /net\.ipv4\.no_such: no such parameter/,
    })
    await assert.rejects(netns.setSysctl('net.ipv4.ip_forward', 'x'), { code: 'EINVAL', operation: 'setSysctl' })
    await assert.rejects(netns.getSysctl('net.ipv4'), { code: 'EISDIR' })
  })

  for (const wrong of ['', '.', 'net..ipv4', '../etc', 'net/../ipv4', '/net/ipv4', 'net.ipv4.', 5, undefined]) {
    it(`called ${String(wrong)} are refused`, async () => {
      await assert.rejects(here().netns.getSysctl(wrong as string), { name: 'TypeError', message: /^getSysctl: name / })
    })
  }

  it('take words and numbers', async () => {
    const wrong = here().netns.setSysctl('net.ipv4.ip_forward', true as never)
    await assert.rejects(wrong, { name: 'TypeError', message: /^setSysctl: value / })
  })

  it('of a closed namespace fail with ERR_NETLINK_CLOSED', async () => {
    const netns = await here().nl.createNetns()
    await netns.close()
    await assert.rejects(netns.getSysctl('net.ipv4.ip_forward'), { code: 'ERR_NETLINK_CLOSED', operation: 'getSysctl' })
  })
})
