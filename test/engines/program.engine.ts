import assert from 'node:assert/strict'
import { outsideHost } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { eachMachine } from './support/place.ts'
import { NETLINK_TS, Runtime } from './support/runtime.ts'

describe('netlink-ts on a host with containers', () => {
  needsPackages('runc', 'busybox-static')
  const machine = eachMachine('root')
  const run = (...args: readonly string[]) => machine().run([...NETLINK_TS, ...args])
  const netlink = (...args: readonly string[]) => machine().out([...NETLINK_TS, ...args])

  it('inspects it whole, in 80 columns without colour: where links lead, routes, neighbours, published ports', () => {
    outsideHost(machine())
    const runtime = new Runtime(machine(), 'runc')
    runtime.start('web', { annotations: { 'netlink-ts.ports': '8000:80,127.0.0.1:90:90/udp' } })
    runtime.exec('web', 'ping', '-c1', '172.16.0.1')
    const text = netlink('inspect')
    for (const line of [
      /^host$/,
      /uplink +veth +⇄ outside:eth0 +192\.0\.2\.1\/24$/,
      /netlink-ts0 +bridge +172\.16\.0\.1\/24$/,
      /└─ veth\w+ +veth +⇄ web:eth0$/,
      /default +via 192\.0\.2\.2 +dev uplink$/,
      /172\.16\.0\.2 +02:00:ac:10:00:02 +dev netlink-ts0 /,
      /127\.0\.0\.1:90\/udp +→ 172\.16\.0\.2:90 +in web$/,
      /\*:8000\/tcp +→ 172\.16\.0\.2:80 +in web$/,
      /^web$/,
      /eth0 +veth +⇄ host:veth\w+ +172\.16\.0\.2\/24$/,
    ])
      assert.match(text, new RegExp(line.source, 'm'))
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 80 || line.includes('\u001b')),
      [],
    )
    const spaces = JSON.parse(netlink('inspect', '--json')) as { name: string; links: { name: string }[] }[]
    assert.deepEqual(
      spaces.map(({ name }) => name),
      ['host', 'outside', 'web'],
    )
    const [host] = spaces
    const judged = machine().ip<{ ifname: string }>('-j link')
    assert.deepEqual(host?.links.map(({ name }) => name).sort(), judged.map(({ ifname }) => ifname).sort())
    runtime.delete('web')
    netlink('rm', 'netlink-ts0')
  })

  it('creates a network once: the second time, without a subnet, it keeps its own', () => {
    const subnet = netlink('create', 'br0')
    assert.equal(netlink('create', 'br0'), subnet)
    assert.equal(run('create', 'br0', '--subnet', '10.9.0.0/24').status, 1)
    assert.equal(netlink('create', 'plain', '--mode', 'host').trim(), '')
    netlink('rm', 'br0')
  })

  it('finds what was changed, and repairs it; opening a network to look at it restores nothing', () => {
    netlink('create', 'br0', '--subnet', '10.1.0.0/24,fd00:1::/64', '--mtu', '1400')
    assert.match(machine().out('ip -d link show br0'), /mtu 1400/)
    machine().sh('nft flush chain inet netlink_ts forward; ip address del 10.1.0.1/24 dev br0')
    netlink('ls')
    const found = run('check', 'br0')
    assert.equal(found.status, 2)
    assert.match(found.stdout, /^address-missing: .*10\.1\.0\.1/m)
    assert.match(found.stdout, /^rules: .*chain forward/m)
    assert.match(netlink('repair', 'br0'), /^address-missing: /m)
    assert.equal(netlink('check', 'br0'), '')
    netlink('rm', 'br0')
  })

  it('says what is wrong in one sentence, by its exit status', () => {
    for (const [args, status, sentence] of [
      [['check', 'none'], 1, "netlink-ts check: there is no network 'none'; netlink-ts ls lists the networks\n"],
      [['creat'], 64, "netlink-ts: unknown command 'creat'; did you mean 'create'? (see netlink-ts --help)\n"],
      [['ls', '--all'], 64, "netlink-ts ls: unknown option '--all' (see netlink-ts ls --help)\n"],
      [['install', 'lxc', '/run/x'], 64, /^netlink-ts install: expected one of cni, netavark, hook.*, got 'lxc'/],
    ] as const) {
      const { status: found, stdout, stderr } = run(...args)
      assert.deepEqual([found, stdout], [status, ''])
      if (typeof sentence === 'string') assert.equal(stderr, sentence)
      else assert.match(stderr, sentence)
    }
  })

  it('installs a wrapper that runs it, again over its own, never over another file', () => {
    assert.equal(netlink('install', 'hook', '/run/x'), '/run/x/netlink-ts-hook\n')
    netlink('install', 'hook', '/run/x')
    assert.equal(machine().out('/run/x/netlink-ts-hook --help'), netlink('hook', '--help'))
    machine().write('/run/x/netlink-ts-hook', 'mine')
    const refused = run('install', 'hook', '/run/x')
    assert.match(refused.stderr, /\/run\/x\/netlink-ts-hook exists and was not written by netlink-ts install/)
    assert.equal(machine().read('/run/x/netlink-ts-hook'), 'mine')
  })
})
