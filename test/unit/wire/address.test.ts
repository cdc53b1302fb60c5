import assert from 'node:assert/strict'
import { isIP, SocketAddress } from 'node:net'
import { anyIp, ip, ip4, ip6, mac, prefix } from '../../../lib/wire/address.ts'
import { family } from '../../../lib/wire/family.ts'
import { u8 } from '../../../lib/wire/integers.ts'
import { ip4Text, ip6Text, parseIp6 } from '../../../lib/wire/ip-text.ts'
import { message } from '../../../lib/wire/message.ts'
import { struct } from '../../../lib/wire/struct.ts'
import { needsHere } from '../../support/needs.ts'
import { fromHex, inputErrorOf, read, written } from './support/bytes.ts'
import { seeded } from './support/random.ts'

/** Sixteen bytes of eight groups. */
function bytesOf(groups: readonly number[]): Uint8Array {
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]))
}

/** The same in the longest text that there is, and what Node makes of that (its inet_ntop). */
function judged(groups: readonly number[]): string {
  return new SocketAddress({ address: groups.map((group) => group.toString(16)).join(':'), family: 'ipv6' }).address
}

/** Every combination of zero and other groups: the run of zeros begins, ends and repeats everywhere. */
const patterns = Array.from({ length: 256 }, (_, bits) =>
  Array.from({ length: 8 }, (_, i) => ((bits >> i) & 1 ? 0xab0 + i : 0)),
)

describe('the text of an IPv6 address', () => {
  it('is that of inet_ntop, wherever the zeros lie', function () {
    needsHere(this, 'node')
    for (const groups of patterns) assert.equal(ip6Text(bytesOf(groups), 0), judged(groups))
  })

  it('is that of inet_ntop for random addresses with many small groups', function () {
    needsHere(this, 'node')
    const random = seeded(5952)
    for (let i = 0; i < 5000; i++) {
      const groups = Array.from({ length: 8 }, () => (random(2) === 0 ? 0 : random(65536) >> random(16)))
      assert.equal(ip6Text(bytesOf(groups), 0), judged(groups))
    }
  })

  it('follows RFC 5952 in its hard cases', () => {
    const cases = {
      '00000000000000000000000000000000': '::',
      '00000000000000000000000000000001': '::1',
      '20010db8000000000000000000000001': '2001:db8::1',
      '20010db8000000010000000000000001': '2001:db8:0:1::1',
      '20010db8000100010001000100010001': '2001:db8:1:1:1:1:1:1',
      '20010db8000000010001000100010001': '2001:db8:0:1:1:1:1:1',
      '20010db8000000000001000000000001': '2001:db8::1:0:0:1',
      '20010000000000010000000000000001': '2001:0:0:1::1',
      fe800000000000000000000000000000: 'fe80::',
      '00000000000000000000ffffc0000201': '::ffff:192.0.2.1',
      '000000000000000000000000c0000201': '::192.0.2.1',
      '0000000000000000ffff0000c0000201': '::ffff:0:c000:201',
      '0064ff9b0000000000000000c0000201': '64:ff9b::c000:201',
      '20010DB80000ABCD0000000000000000': '2001:db8:0:abcd::',
    }
    for (const [hex, text] of Object.entries(cases)) assert.equal(ip6Text(fromHex(hex).u8, 0), text)
  })

  it('is read in every way in which it may be written', () => {
    for (const groups of patterns) {
      const whole = groups.map((group) => group.toString(16)).join(':')
      for (const text of [whole, whole.toUpperCase(), ip6Text(bytesOf(groups), 0)]) {
        assert.deepEqual(parseIp6(text), groups, text)
      }
    }
    assert.equal(written(ip6, '1:2:3:4:5:6:7::'), '00010002000300040005000600070000')
    assert.equal(written(ip6, '::2:3:4:5:6:7:8'), '00000002000300040005000600070008')
    assert.equal(written(ip6, '::ffff:1.2.3.4'), '00000000000000000000ffff01020304')
    assert.equal(written(ip6, '1:2:3:4:5:6:1.2.3.4'), '00010002000300040005000601020304')
  })

  it('is refused where Node refuses it', () => {
    const texts = [
      '', ':', ':::', '1', '1:', ':1', '1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '12345::', 'g::',
      '::1%', '1.2.3.4::', '::1.2.3', '::1.2.3.4.5', '::256.1.1.1', '1::2:', ':1::2', '::1.2.3.4:5', ' ::1', '::1 ', '::-1',
    ] // biome-ignore format: a list
    for (const text of texts) {
      assert.equal(isIP(text), 0, text)
      assert.equal(inputErrorOf(ip, text).message, `must be an IP address, not '${text}'`)
    }
  })
})

describe('the text of an IPv4 address', () => {
  it('is four decimal bytes', () => {
    assert.equal(ip4Text(fromHex('00ff0a01').u8, 0), '0.255.10.1')
    assert.equal(written(ip4, '255.0.1.254'), 'ff0001fe')
  })

  it('is refused where Node refuses it', () => {
    const texts = [
      '1.2.3',
      '1.2.3.4.5',
      '256.1.1.1',
      '1.2.3.',
      '.1.2.3',
      '1..2.3',
      '01.2.3.4',
      '00.0.0.0',
      '1.2.3.4a',
      '1 .2.3.4',
      '0x1.2.3.4',
      '-1.2.3.4',
      '1.2.3.4/',
    ]
    for (const text of texts) {
      assert.equal(isIP(text), 0, text)
      assert.match(inputErrorOf(ip4, text).message, /^must be an/)
    }
  })
})

describe('address types', () => {
  it('distinguish four bytes from sixteen', () => {
    assert.equal(read(ip, '0a000001'), '10.0.0.1')
    assert.equal(read(anyIp, 'fd000000000000000000000000000001'), 'fd00::1')
    assert.equal(written(anyIp, 'fd00::1'), 'fd000000000000000000000000000001')
  })

  it('reject the other family, and anything but text', () => {
    assert.equal(inputErrorOf(ip4, 'fd00::1').message, "must be an IPv4 address, not 'fd00::1'")
    assert.equal(inputErrorOf(ip6, '10.0.0.1').message, "must be an IPv6 address, not '10.0.0.1'")
    assert.equal(inputErrorOf(ip, 10).message, 'must be an IP address, not 10')
    assert.equal(inputErrorOf(ip, undefined).kind, 'type')
  })
})

describe('hardware addresses', () => {
  it('are bytes with colons, as many as the link has', () => {
    assert.equal(written(mac, '02:00:0a:FF:00:01'), '02000aff0001')
    assert.equal(read(mac, '02000aff0001'), '02:00:0a:ff:00:01')
    assert.equal(read(mac, '0a000001'), '0a:00:00:01')
    assert.equal(written(mac, '80:00:00:48:fe:80:00:00:00:00:00:00:00:02:c9:03:00:00:00:01').length, 40)
  })

  it('are refused in any other form', () => {
    for (const value of ['', '2:0:0:0:0:1', '02-00-00-00-00-01', '02:00:00:00:00:', 'g2:00', 5, null]) {
      assert.match(inputErrorOf(mac, value).message, /^must be a hardware address such as 02:00:00:00:00:01, not/)
    }
  })
})

describe('prefixes', () => {
  const table = message('X', struct({ family, length: u8, other: u8, pad: u8 }), {
    dst: [1, prefix(1)],
    src: [2, prefix(2)],
    gateway: [3, ip],
  })

  it('keep their length in the header', () => {
    assert.equal(written(table, { dst: '10.0.0.0/8' }), '02080000' + '08000100' + '0a000000')
    assert.equal(written(table, { src: 'fd00::/16' }), `0a00100014000200fd00${'00'.repeat(14)}`)
  })

  it('without a length are the whole address', () => {
    assert.equal(written(table, { dst: '10.0.0.1' }).slice(0, 8), '02200000')
    assert.equal(written(table, { dst: 'fd00::1' }).slice(0, 8), '0a800000')
  })

  it("of length zero are 'default', and not sent", () => {
    assert.equal(written(table, { dst: 'default' }), '00000000')
    assert.equal(written(table, { dst: 'default', gateway: 'fd00::1' }).slice(0, 8), '0a000000')
  })

  it('are read with their length', () => {
    assert.deepEqual(read(table, '02080000 0800 0100 0a000000'), {
      family: 'inet',
      length: 8,
      other: 0,
      pad: 0,
      dst: '10.0.0.0/8',
    })
  })

  it('are refused with a length that is none, or too great', () => {
    for (const dst of [
      '10.0.0.0/',
      '10.0.0.0/a',
      '10.0.0.0/ 8',
      '10.0.0.0/8 ',
      '10.0.0.0/1e1',
      '10.0.0.0/0x8',
      '10.0.0.0/8/8',
      '10.0.0.0/+8',
      '0.0.0.0/-0',
    ]) {
      assert.deepEqual(inputErrorOf(table, { dst }), {
        path: 'dst',
        kind: 'type',
        message: `must have a number as its prefix length, not '${dst}'`,
      })
    }
    assert.deepEqual(inputErrorOf(table, { dst: '10.0.0.0/33' }), {
      path: 'dst',
      kind: 'range',
      message: 'must have a prefix length from 0 to 32, not 33',
    })
    assert.equal(inputErrorOf(table, { dst: 'fd00::/129' }).kind, 'range')
    assert.equal(inputErrorOf(table, { dst: '10.0.0.0/-1' }).kind, 'range')
  })

  it('and addresses of one message are of one family', () => {
    assert.deepEqual(inputErrorOf(table, { dst: '10.0.0.0/8', gateway: 'fd00::1' }), {
      path: 'gateway',
      kind: 'type',
      message: 'must be IPv4 here, not IPv6',
    })
    assert.equal(inputErrorOf(table, { family: 'inet6', dst: '10.0.0.0/8' }).path, 'dst')
    assert.equal(written(table, { family: 'inet6', dst: 'fd00::/8' }).slice(0, 4), '0a08')
  })
})
