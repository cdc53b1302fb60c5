import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { needs } from '../support/needs.ts'
import { requirePrivate } from '../support/private.ts'
import { programOf } from '../support/program.ts'

/** What the program prints to standard error, line by line, in a network namespace of its own; process and durations taken out. */
function linesOf(way: string, debug = 'netlink'): string[] {
  requirePrivate()
  const { stderr, status } = spawnSync('unshare', ['--net', ...programOf('debug', way)], {
    encoding: 'utf8',
    env: { ...process.env, NODE_DEBUG: debug },
    timeout: 30_000,
  })
  assert.equal(status, 0, stderr)
  const lines = stderr.trim() === '' ? [] : stderr.trim().split('\n')
  return lines.map((line) => line.replace(/^NETLINK \d+: /, '').replace(/\d+\.\d+ ms/, 'TIME'))
}

function includes(lines: readonly string[], expected: readonly string[]): void {
  for (const line of expected) assert.ok(lines.includes(line), `no line '${line}' among\n${lines.join('\n')}`)
}

describe('NODE_DEBUG=netlink', function () {
  this.timeout('60s')
  needs('command unshare')

  it('prints requests with names where indices will be, and what the kernel said of each', () => {
    const made = `{ family: 'inet', table: 'main', protocol: 'boot', type: 'unicast',`
    includes(linesOf('routes'), [
      `[1] opens NETLINK_ROUTE here`,
      `[1] 1 > setLink RTM_NEWLINK { flags: ['up'], change: ['up'], index: 'lo' }`,
      `[1] 1 < setLink: done (TIME)`,
      `[1] 3 > addRoute RTM_NEWROUTE create excl ${made} dst: '10.2.0.0/16', multipath: [` +
        `{ flags: [], weight: 1, oif: 'lo' }, { flags: [], weight: 1, oif: 'v0', gateway: '10.0.0.9' }] }`,
      `[1] 3 < addRoute: done (TIME)`,
      `[1] 4 < addRoute: no link named 'gone' (ENODEV, oif) (TIME)`,
      `[1] 5 > addRoute RTM_NEWROUTE create excl ${made} dst: '10.4.0.0/16', gateway: '99.0.0.1' }`,
      `[1] 5 < addRoute 10.4.0.0/16: Nexthop has invalid gateway (ENETUNREACH) (TIME)`,
    ])
  })

  it('prints what a list brings, message by message', () => {
    const lines = linesOf('routes').filter((line) => line.startsWith('[1] 6 '))
    assert.match(lines[0] ?? '', /^\[1\] 6 > listRoutes RTM_GETROUTE dump \{ family: 'inet', table: 'main' \}$/)
    assert.match(
      lines[1] ?? '',
      /^\[1\] 6 < RTM_NEWROUTE \{ .*protocol: 'kernel',.* dst: '10\.0\.0\.0\/24', prefsrc: '10\.0\.0\.1'/,
    )
    assert.equal(lines.at(-1), '[1] 6 < listRoutes: done, 2 messages (TIME)')
    assert.equal(lines.length, 4)
  })

  it('distinguishes handles and their namespaces, and shows what a batch did not try', () => {
    const lines = linesOf('handle')
    includes(lines, [
      `[2] opens NETLINK_ROUTE in somewhere`,
      `[2] 1 < addRoute: no link named 'gone' (ENODEV, oif) (TIME)`,
      `[2] 2 < setLink: not tried`,
      `[2] is closed`,
    ])
    assert.match(lines[3] ?? '', /^\[2\] is open: port \d+, buffers of \d+ and \d+ bytes$/)
  })

  it('prints what messages of nftables are about', () => {
    const lines = linesOf('nftables')
    includes(lines, [
      `[1] opens NETLINK_NETFILTER here`,
      `[1] 1 > apply NFNL_MSG_BATCH_BEGIN {}`,
      `[1] 2 > apply NFT_MSG_NEWTABLE create { family: 'inet', name: 'mine' }`,
      `[1] 3 > apply NFT_MSG_NEWCHAIN create { family: 'inet', table: 'mine', name: 'in' }`,
      `[1] < apply: answered (TIME)`,
      `[1] 2 > apply NFT_MSG_DELCHAIN { family: 'inet', table: 'mine', name: 'other' }`,
      `[1] 2 < NFT_MSG_DELCHAIN: no such file or directory (ENOENT) { offs: 32 }`,
    ])
    assert.ok(
      lines.some((line) => /< NFT_MSG_NEWCHAIN \{ family: 'inet', table: 'mine', name: 'in', handle: 1/.test(line)),
      lines.join('\n'),
    )
  })

  it('prints requests and replies about sockets, which have different headers', () => {
    const lines = linesOf('sockets')
    const header =
      "family: 'inet', protocol: 6, ext: ['info', 'vegasinfo', 'cong', 'tos', 'tclass'], states: ['listen']"
    const bytecode = "bytecode: { sport: { from: 80, to: 80 }, src: '10.0.0.0/8', link: 1 }"
    const [request = ''] = lines.filter((line) => line.startsWith('[1] 1 > '))
    assert.ok(request.startsWith(`[1] 1 > listSockets SOCK_DIAG_BY_FAMILY dump { ${header}, `), request)
    assert.ok(request.endsWith(`, ${bytecode} }`), request)
    includes(lines, [`[1] opens NETLINK_SOCK_DIAG here`, `[1] 2 < lookupSocket: no such socket (ENOENT) (TIME)`])
    const replies = lines.filter((line) => line.includes(" < SOCK_DIAG_BY_FAMILY { family: 'netlink', type: "))
    assert.ok(replies.length > 0, lines.join('\n'))
    assert.match(lines.join('\n'), /> lookupSocket SOCK_DIAG_BY_FAMILY \{ family: 'inet', protocol: 6, .*sport: 80,/)
    assert.match(lines.join('\n'), /> listSockets SOCK_DIAG_BY_FAMILY dump \{ family: 'inet6', protocol: 17, states/)
  })

  it('is silent unless asked', () => {
    assert.deepEqual(linesOf('routes', 'net-link'), [])
  })
})
