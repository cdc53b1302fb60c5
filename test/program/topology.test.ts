import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parse } from 'yaml'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { NETLINK_TS } from '../support/program.ts'

const LAB = `# a bridge and a cable
links:
  br0:
    kind: bridge
    up: true
    mtu: 1400
    addresses: [10.1.0.1/24]
  v1: { peer: { name: v2 }, master: br0, up: true }
routes:
  - dst: 10.9.0.0/16
    gateway: 10.1.0.2
`
const OWNER = ['--owner', 'my-app:77']

describe('netlink-ts and topologies', () => {
  needs('bridge', 'veth')
  const place = eachPlace()
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const command = (...args: string[]): [string, string[]] => [
    'nsenter',
    [`--net=${place().path}`, process.execPath, NETLINK_TS, ...args],
  ]
  function run(args: readonly string[], input = ''): { status: number | null; out: string; error: string } {
    const { status, stdout, stderr } = spawnSync(...command(...args), { input, encoding: 'utf8', cwd: folder })
    return { status, out: stdout, error: stderr }
  }
  const write = (name: string, content: string) => writeFileSync(join(folder, name), content)
  const link = (name: string) =>
    place()
      .ip<{ ifname: string; mtu: number }>('-j link show')
      .find((one) => one.ifname === name)

  it('plan prints commands and changes nothing; apply runs them; then both have nothing to do', () => {
    write('lab.yaml', LAB)
    const planned = run(['plan', 'lab.yaml', ...OWNER])
    assert.match(planned.out, /^ip link add name br0 mtu 1400 type bridge$/m)
    assert.equal(link('br0'), undefined)
    const dry = run(['apply', '--dry-run', 'lab.yaml', ...OWNER])
    assert.deepEqual([dry, link('br0')], [planned, undefined])
    assert.deepEqual(run(['apply', 'lab.yaml', ...OWNER]), planned)
    assert.equal(link('br0')?.mtu, 1400)
    for (const name of ['plan', 'apply', 'diff'])
      assert.deepEqual(run([name, 'lab.yaml', ...OWNER]), { status: 0, out: '', error: '' })
  })

  it('diff prints what differs, and its status is 2', () => {
    write('lab.yaml', LAB)
    run(['apply', 'lab.yaml', ...OWNER])
    place().run('ip link set br0 mtu 1300')
    place().run('ip route del 10.9.0.0/16')
    const { status, out } = run(['diff', 'lab.yaml', ...OWNER])
    assert.deepEqual([status, out], [2, '~ links.br0 differs in mtu\n    mtu: 1300 -> 1400\n+ routes[0] is missing\n'])
    const listed = JSON.parse(run(['diff', '--json', 'lab.yaml', ...OWNER]).out) as { code: string }[]
    assert.deepEqual(
      listed.map(({ code }) => code),
      ['differs', 'missing'],
    )
  })

  it('capture prints YAML or JSON, which apply takes from standard input; remove deletes what the owner has', () => {
    write('lab.yaml', LAB)
    run(['apply', 'lab.yaml', ...OWNER])
    place().run('ip link add other0 type bridge')
    const yaml = run(['capture', ...OWNER]).out
    const json = run(['capture', '--json', ...OWNER]).out
    assert.deepEqual(parse(yaml), JSON.parse(json))
    assert.match(run(['remove', '--dry-run', ...OWNER]).out, /^ip link delete dev br0$/m)
    assert.equal(link('br0')?.mtu, 1400)
    assert.equal(run(['remove', ...OWNER]).status, 0)
    assert.deepEqual([link('br0'), link('v1'), link('other0')?.ifname], [undefined, undefined, 'other0'])
    assert.equal(run(['apply', '-', ...OWNER], yaml).status, 0)
    assert.deepEqual(run(['diff', '-', ...OWNER], json), { status: 0, out: '', error: '' })
  })

  it('errors name the path and the line, of JSON too', () => {
    const errors: readonly (readonly [content: string, error: string])[] = [
      [LAB.replace('mtu: 1400', 'mtu: big'), "6: links.br0.mtu must be a whole number from 0 to 4294967295, not 'big'"],
      [
        LAB.replace('1.0.1/24', '1.0.300/24'),
        "7: links.br0.addresses[0].address must be an IP address, not '10.1.0.300'",
      ],
      [LAB.replace('gateway', 'gatewy'), "10: routes[0]: unknown option 'gatewy'; did you mean 'gateway'?"],
      [LAB.replace('name: v2', 'nam: v2'), '8: links.v1.peer must be { name, netns }, both of them strings'],
      [`${LAB}  up: true\n`, '12: all mapping items must start at the same column'],
      ['links:\n  eth0.5:\n    mtu: x\n', "3: links.eth0.5.mtu must be a whole number from 0 to 4294967295, not 'x'"],
      [
        '{\n "links": { "a": {} },\n "sysctls": { "kernel.x": 1 } }',
        "3: sysctls['kernel.x'] must be a parameter of net.*, such as net.ipv4.ip_forward, not 'kernel.x': the others belong to the whole machine",
      ],
      ['{\n "links": { "a": }\n}', '2: '],
    ]
    for (const [content, error] of errors) {
      write('lab.yaml', content)
      const found = run(['apply', 'lab.yaml'])
      assert.equal(found.status, 1)
      assert.equal(
        found.error.slice(0, `netlink-ts apply: lab.yaml:${error}`.length),
        `netlink-ts apply: lab.yaml:${error}`,
      )
    }
    assert.deepEqual(run(['plan', 'none.yaml']).error, 'netlink-ts plan: none.yaml: no such file or directory\n')
    assert.match(run(['plan', '-', '--owner', 'x']).error, /--owner must be TAG:PROTOCOL, such as my-app:77, not 'x'/)
    assert.equal(run(['plan', '-', '--owner', 'x:11'], '{}').status, 64)
  })

  it('a change that the kernel refuses is rolled back, and the error names line, step and command', () => {
    write('lab.yaml', LAB.replace('gateway: 10.1.0.2', 'gateway: 10.7.0.2'))
    assert.deepEqual(run(['apply', 'lab.yaml', ...OWNER]), {
      status: 1,
      out: '',
      error: [
        'netlink-ts apply: lab.yaml:10: routes[0]: addRoute 10.9.0.0/16: Nexthop has invalid gateway (ENETUNREACH)',
        '  ip route add 10.9.0.0/16 via 10.7.0.2 proto 77',
        'everything is as it was before\n',
      ].join('\n'),
    })
    assert.equal(link('br0'), undefined)
  })

  it('apply --confirm keeps what a line confirms, and rolls back what none does, or a signal ends', async () => {
    write('lab.yaml', LAB)
    const start = () => spawn(...command('apply', '--confirm', '60', 'lab.yaml', ...OWNER), { cwd: folder })
    const end = async (child: ReturnType<typeof start>, act: () => void) => {
      const error = text(child.stderr)
      child.stderr.once('data', act)
      const [status] = await once(child, 'close')
      return [status, (await error).includes('not confirmed'), link('br0')?.mtu]
    }
    const stopped = start()
    assert.deepEqual(await end(stopped, () => stopped.kill('SIGTERM')), [143, true, undefined])
    const late = run(['apply', '--confirm', '1', 'lab.yaml', ...OWNER])
    assert.deepEqual([late.status, link('br0')], [2, undefined])
    const kept = start()
    assert.deepEqual(await end(kept, () => kept.stdin.end('\n')), [0, false, 1400])
  })
})
