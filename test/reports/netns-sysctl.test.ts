import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { SysctlsError } from '../../lib/index.ts'
import { needsHere } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { programOf } from '../support/program.ts'

describe('kernel parameters of a namespace, and those of the machine', () => {
  const here = eachPlace('ip link set lo up')

  for (const wrong of [
    'kernel.core_pattern',
    'kernel/core_pattern',
    'vm.swappiness',
    'fs.file-max',
    'net',
    'network.x',
    'net.ipv4/../../kernel',
  ]) {
    it(`${wrong} is refused, to read and to write`, async () => {
      const { netns } = here()
      const before = readFileSync('/proc/sys/kernel/core_pattern', 'utf8')
      const expected = {
        name: 'TypeError',
        message: /^[gs]etSysctl: name (must be a parameter of net\.\*|is not a kernel)/,
      }
      await assert.rejects(netns.getSysctl(wrong), expected)
      await assert.rejects(netns.setSysctl(wrong, before.trim()), expected)
    })
  }

  for (const wrong of ['1\n2', '1\n', '\n', '1\0', '\0']) {
    it(`a value of ${JSON.stringify(wrong)} is refused, and nothing is written`, async () => {
      const { netns } = here()
      await assert.rejects(netns.setSysctl('net.ipv4.ip_forward', wrong), {
        name: 'TypeError',
        message: 'setSysctl: value must be one line, without a newline or a NUL',
      })
      assert.equal(await netns.getSysctl('net.ipv4.ip_forward'), '0')
    })
  }

  for (const wrong of [Number.NaN, 1.5, Number.POSITIVE_INFINITY]) {
    it(`a value of ${wrong} is refused`, async () => {
      await assert.rejects(here().netns.setSysctl('net.ipv4.ip_forward', wrong), { name: 'RangeError' })
    })
  }

  it('an empty value empties what may be empty', async () => {
    const { netns } = here()
    await netns.setSysctl('net.ipv4.ip_local_reserved_ports', '8080,9000-9010')
    await netns.setSysctl('net.ipv4.ip_local_reserved_ports', '')
    assert.equal(here().run('sysctl -n net.ipv4.ip_local_reserved_ports').trim(), '')
    await assert.rejects(netns.setSysctl('net.ipv4.ip_forward', ''), { code: 'EINVAL' })
  })

  it('several are written in one call, which rejects if one cannot be written, with the error of each', async () => {
    const { netns, run } = here()
    await netns.setSysctls({ 'net.ipv4.ip_forward': 1, 'net.ipv4.conf.lo.forwarding': '0' })
    assert.equal(run('sysctl -n net.ipv4.ip_forward net.ipv4.conf.lo.forwarding'), '1\n0\n')
    const values = { 'net.none': 1, 'net.ipv4.ip_forward': 'x', 'net.ipv4.conf.lo.forwarding': 1 }
    const said = '2 of 3 parameters could not be written, each with its error in errors, first '
    await assert.rejects(netns.setSysctls(values), (error: SysctlsError) => {
      assert.equal(error.message, `setSysctls: ${said}net.none: no such parameter in this namespace (ENOENT)`)
      assert.deepEqual(
        Object.entries(error.errors).map(([name, { code }]) => [name, code]),
        [
          ['net.none', 'ENOENT'],
          ['net.ipv4.ip_forward', 'EINVAL'],
        ],
      )
      return true
    })
    assert.equal(run('sysctl -n net.ipv4.conf.lo.forwarding'), '1\n')
    await assert.rejects(netns.setSysctls({ 'net.none': 1 }), {
      message: 'setSysctls: net.none: no such parameter in this namespace (ENOENT)',
    })
  })

  it('an error names CAP_NET_ADMIN where that is missing, not CAP_SYS_ADMIN', function () {
    this.timeout('60s')
    needsHere(this, 'root')
    const program = programOf('set-forward', here().path)
    const run = spawnSync('setpriv', ['--bounding-set', '-net_admin', '--inh-caps', '-net_admin', ...program], {
      encoding: 'utf8',
    })
    assert.match(
      run.stdout,
      /^setSysctl: net\.ipv4\.ip_forward: .*needs CAP_NET_ADMIN in the user namespace that owns/,
      run.stderr,
    )
    assert.doesNotMatch(run.stdout, /SYS_ADMIN/)
  })
})
