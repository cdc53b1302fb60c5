import assert from 'node:assert/strict'
import { isIP as judge } from 'node:net'
import { isIP } from '../../../lib/wire/ip-text.ts'

const texts = [
  [
    '',
    '1',
    '1.2.3',
    '1.2.3.4',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.',
    '.1.2.3',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '0.0.0.0',
    '255.255.255.255',
  ],
  [
    '::',
    ':',
    ':::',
    '::1',
    '1::',
    '1::2::3',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
  ],
  [
    '1:2:3:4::5:6:7:8',
    '::1.2.3.4',
    '::ffff:1.2.3.4',
    '1.2.3.4::',
    '1:2:3:4:5:6:1.2.3.4',
    '1:2:3:4:5:6:7:1.2.3.4',
    '12345::',
    'g::',
    'FD00::a',
  ],
  [
    'network.json',
    'network.json.draft',
    'fe80::1/64',
    'localhost',
    '1:2',
    'a:b:c:d',
    '02:00:00:00:00:01',
    ':1',
    '1:',
    '::1:',
    ':1::',
  ],
].flat()

describe('isIP', () => {
  it('agrees with node:net', () => {
    for (const text of texts) assert.equal(isIP(text), judge(text), text)
  })

  it('accepts no zone', () => {
    assert.equal(isIP('fe80::1%eth0'), 0)
  })
})
