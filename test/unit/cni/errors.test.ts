import assert from 'node:assert/strict'
import type { CniInput, runCni } from '../../../lib/cni/index.ts'

const env = { CNI_COMMAND: 'ADD', CNI_CONTAINERID: 'c1', CNI_NETNS: '/run/netns/c1', CNI_IFNAME: 'eth0' }
const config = { cniVersion: '1.0.0', name: 'dbnet', type: 'netlink-ts', subnet: '10.1.0.0/16' }

interface Case {
  /** What is wrong. */
  readonly title: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Put over the configuration. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Instead of the configuration. */
  readonly stdin?: string
  readonly code: number
  readonly msg: string | RegExp
  readonly details?: RegExp
  readonly cniVersion?: string
}

const NAMES = "must begin with a letter or digit, followed by letters, digits, '_', '.' and '-'"

const cases: readonly Case[] = [
  // Environment: code 4, and the names of the variables.
  {
    title: 'no command',
    env: { CNI_COMMAND: undefined },
    code: 4,
    msg: 'environment variable CNI_COMMAND is missing',
    cniVersion: '1.1.0',
  },
  {
    title: 'an unknown command',
    env: { CNI_COMMAND: 'UPDATE' },
    code: 4,
    msg: "CNI_COMMAND must be one of ADD, CHECK, DEL, GC, STATUS, VERSION, not 'UPDATE'",
    cniVersion: '1.1.0',
  },
  {
    title: 'an empty variable',
    env: { CNI_NETNS: '' },
    code: 4,
    msg: 'environment variable CNI_NETNS is missing',
    cniVersion: '1.1.0',
  },
  {
    title: 'several missing variables',
    env: { CNI_COMMAND: 'CHECK', CNI_CONTAINERID: '', CNI_IFNAME: undefined },
    code: 4,
    msg: 'environment variables CNI_CONTAINERID, CNI_IFNAME are missing',
    cniVersion: '1.1.0',
  },
  {
    title: 'DEL without an interface',
    env: { CNI_COMMAND: 'DEL', CNI_IFNAME: '' },
    code: 4,
    msg: 'environment variable CNI_IFNAME is missing',
    cniVersion: '1.1.0',
  },
  {
    title: 'a container id with a slash',
    env: { CNI_CONTAINERID: 'a/b' },
    code: 4,
    msg: `CNI_CONTAINERID ${NAMES}, not 'a/b'`,
    cniVersion: '1.1.0',
  },
  {
    title: 'an interface name of 16 bytes',
    env: { CNI_IFNAME: 'abcdefghijklmnop' },
    code: 4,
    msg: /^CNI_IFNAME must be the name of a link/,
    cniVersion: '1.1.0',
  },
  {
    title: 'a relative path of a namespace',
    env: { CNI_NETNS: 'c1' },
    code: 4,
    msg: "CNI_NETNS must be an absolute path, not 'c1'",
    cniVersion: '1.1.0',
  },
  {
    title: 'arguments without a value',
    env: { CNI_ARGS: 'IgnoreUnknown=1;IP' },
    code: 4,
    msg: "CNI_ARGS must be KEY=VALUE;KEY=VALUE, not 'IgnoreUnknown=1;IP'",
    cniVersion: '1.1.0',
  },
  // Decoding: code 6.
  {
    title: 'no JSON',
    stdin: '{"cniVersion',
    code: 6,
    msg: 'the network configuration is not JSON',
    cniVersion: '1.1.0',
  },
  {
    title: 'another thing than an object',
    stdin: '[]',
    code: 6,
    msg: 'the network configuration must be an object, not an array',
    cniVersion: '1.1.0',
  },
  {
    title: 'a previous result with an address without length',
    config: { prevResult: { ips: [{ address: '10.0.0.1' }] } },
    code: 6,
    msg: "prevResult.ips[0].address must be an address such as 10.0.0.2/16, not '10.0.0.1'",
  },
  // Version: code 1.
  {
    title: 'no version',
    config: { cniVersion: undefined },
    code: 1,
    msg: 'incompatible CNI versions',
    details: /version is missing, which means 0\.1\.0; supported are 0\.3\.1, 0\.4\.0, 1\.0\.0, 1\.1\.0$/,
    cniVersion: '1.1.0',
  },
  {
    title: 'a version to come',
    config: { cniVersion: '2.0.0' },
    code: 1,
    msg: 'incompatible CNI versions',
    details: /version is '2\.0\.0'/,
    cniVersion: '1.1.0',
  },
  {
    title: 'CHECK before 0.4.0',
    env: { CNI_COMMAND: 'CHECK' },
    config: { cniVersion: '0.3.1' },
    code: 1,
    msg: 'CHECK needs version 0.4.0 or later, not 0.3.1',
    cniVersion: '0.3.1',
  },
  {
    title: 'GC before 1.1.0',
    env: { CNI_COMMAND: 'GC' },
    code: 1,
    msg: 'GC needs version 1.1.0 or later, not 1.0.0',
  },
  {
    title: 'STATUS before 1.1.0',
    env: { CNI_COMMAND: 'STATUS' },
    code: 1,
    msg: 'STATUS needs version 1.1.0 or later, not 1.0.0',
  },
  // Fields: code 2, with key and value.
  {
    title: 'an unknown key',
    config: { subnett: ['10.1.0.0/16'] },
    code: 2,
    msg: `unsupported field 'subnett': ["10.1.0.0/16"]`,
  },
  {
    title: 'a key of the bridge plugin that would be ignored',
    config: { promiscMode: true },
    code: 2,
    msg: "unsupported field 'promiscMode': true; supported is false",
  },
  {
    title: 'a capability that would be ignored',
    config: { runtimeConfig: { bandwidth: { ingressRate: 1 } } },
    code: 2,
    msg: `unsupported field 'runtimeConfig.bandwidth': {"ingressRate":1}`,
  },
  // Configuration: code 7.
  { title: 'no name', config: { name: undefined }, code: 7, msg: 'name is missing' },
  { title: 'a name with a slash', config: { name: '../x' }, code: 7, msg: `name ${NAMES}, not '../x'` },
  { title: 'ipam without a type', config: { ipam: { subnet: '10.0.0.0/8' } }, code: 7, msg: /^ipam\.type is missing/ },
  {
    title: 'ipam with a path',
    config: { ipam: { type: '../host-local' } },
    code: 7,
    msg: "ipam.type must be the name of a plugin, not '../host-local'",
  },
  { title: 'ipMasq as text', config: { ipMasq: 'yes' }, code: 7, msg: "ipMasq must be true or false, not 'yes'" },
  {
    title: 'macspoofchk as text',
    config: { macspoofchk: 'yes' },
    code: 7,
    msg: "macspoofchk must be true or false, not 'yes'",
  },
  { title: 'dns as text', config: { dns: '10.1.0.1' }, code: 7, msg: "dns must be an object, not '10.1.0.1'" },
  {
    title: 'CHECK without a previous result',
    env: { CNI_COMMAND: 'CHECK' },
    code: 7,
    msg: 'prevResult is missing',
  },
  {
    title: 'GC with a list of another shape',
    env: { CNI_COMMAND: 'GC' },
    config: { cniVersion: '1.1.0', 'cni.dev/valid-attachments': [{ id: 'c1' }] },
    code: 7,
    msg: 'cni.dev/valid-attachments[0] must be { containerID, ifname }, not an object',
    cniVersion: '1.1.0',
  },
  // The container does not exist: code 3.
  {
    title: 'a namespace that does not exist',
    env: { CNI_NETNS: '/run/netns/none-of-that-name' },
    code: 3,
    msg: 'CNI_NETNS: /run/netns/none-of-that-name is not a network namespace',
    details: /ENOENT/,
  },
]

describe('the errors of the CNI plugin', () => {
  let run: typeof runCni

  // As programs load it: mocha would load another copy of the modules that commands import when they run.
  before(async () => {
    run = (await import('../../../lib/cni/index.ts')).runCni
  })

  it('do not answer a wrong option, which is a TypeError', async () => {
    for (const [input, message] of [
      [{ env, stdin: '', netns: '/' }, /^runCni: unknown option 'netns'/],
      [{ env: [], stdin: '' }, /^runCni: env must be an object of variables, such as process\.env, not an array/],
      [{ env }, /^runCni: stdin is missing/],
    ] as const)
      await assert.rejects(run(input as unknown as CniInput), { name: 'TypeError', message })
  })

  for (const one of cases) {
    it(`${one.title}: code ${one.code}`, async () => {
      const stdin = one.stdin ?? JSON.stringify({ ...config, ...one.config })
      const { stdout, stderr, status } = await run({ env: { ...env, ...one.env }, stdin })
      const found = JSON.parse(stdout) as Record<string, unknown>
      assert.equal(status, 1)
      assert.equal(stderr, '')
      assert.equal(found.cniVersion, one.cniVersion ?? '1.0.0')
      assert.equal(found.code, one.code)
      assert.match(String(found.msg), typeof one.msg === 'string' ? exactly(one.msg) : one.msg)
      assert.match(String(found.details ?? ''), one.details ?? /^/)
    })
  }
})

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`)
}
