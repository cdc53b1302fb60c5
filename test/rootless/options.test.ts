import assert from 'node:assert/strict'
import { attachPasta, attachSlirp, type OutsideOptions, openOutside, runRootless } from '../../lib/rootless/index.ts'

const port = { host: 8080, container: 80 }

// biome-ignore format: a table
const WRONG: readonly (readonly [object, string, RegExp])[] = [
  [{ ports: port },                                 'TypeError',  /: ports must be a list of ports, not an object$/],
  [{ ports: [8080] },                               'TypeError',  /: ports\[0\] must be an object, not 8080$/],
  [{ ports: [{ host: 8080 }] },                     'TypeError',  /: ports\[0\]\.container is missing$/],
  [{ ports: [{ container: 80 }] },                  'TypeError',  /: ports\[0\]\.host is missing$/],
  [{ ports: [{ ...port, host: 0 }] },               'RangeError', /: ports\[0\]\.host must be a whole number from 1 to 65535, not 0$/],
  [{ ports: [{ ...port, protocol: 'sctp' }] },      'TypeError',  /: ports\[0\]\.protocol must be one of tcp, udp, not 'sctp'$/],
  [{ ports: [{ ...port, address: '::1' }] },        'TypeError',  /: ports\[0\]\.address must be an IPv4 address, not '::1'$/],
  [{ ports: [port, { ...port, address: '127.0.0.1' }] }, 'TypeError', /: ports\[1\]\.host must not be 8080, which ports\[0\] publishes$/],
  [{ mtu: 100 },                                    'RangeError', /: mtu must be a whole number from 1280 to 65521, not 100$/],
  [{ hostLoopback: 1 },                             'TypeError',  /: hostLoopback must be true or false, not 1$/],
  [{ timeout: 'x' },                                'TypeError',  /: timeout must be a number of milliseconds, not 'x'$/],
]

describe('the options of attachSlirp and attachPasta', () => {
  for (const [options, name, message] of WRONG)
    it(`are rejected: ${JSON.stringify(options)}`, async () => {
      for (const attach of [attachSlirp, attachPasta])
        await assert.rejects(attach({ pid: process.pid }, options as OutsideOptions), { name, message })
    })

  it('name a namespace that is not one', async () => {
    await assert.rejects(attachSlirp(5 as never), {
      name: 'TypeError',
      message: /^attachSlirp: netns must be a namespace/,
    })
    await assert.rejects(attachPasta({ pid: 2 ** 30 }), { code: 'ENOENT', attribute: 'netns' })
  })
})

describe('runRootless', () => {
  it('rejects a command or a driver that is not one', async () => {
    await assert.rejects(runRootless([]), {
      name: 'TypeError',
      message: /^runRootless: command must be a list of words/,
    })
    await assert.rejects(runRootless(['true'], { driver: 'vpnkit' as never }), {
      name: 'TypeError',
      message: /^runRootless: driver must be one of slirp, pasta, not 'vpnkit'$/,
    })
  })
})

describe('openOutside', () => {
  it('says where it can be used', async () => {
    await assert.rejects(openOutside(), { code: 'ENOENT', message: /NETLINK_TS_OUTSIDE is not set/ })
  })
})
