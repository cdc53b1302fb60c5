import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { onePlace, TWO_LINKS } from '../../support/place.ts'
import { agree, type Case, rowless, tableOf } from '../support/link-case.ts'

const onOff = (row: string, word: string, on: boolean): Case => ({
  row,
  ours: on,
  ip: `${word} ${on ? 'on' : 'off'}`,
  text: new RegExp(` ${word} ${on ? 'on' : 'off'} `),
})

describe('MACsec and ip', () => {
  needs('macsec')
  agree({
    kind: 'macsec',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createMacsec({ name, link: 'v0', data }),
    ip: (link, words) => `ip link add ${link} link v0 type macsec ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      { row: 'sci', ours: '0x200000000090007', ip: 'sci 0200000000090007', text: / sci 0200000000090007 / },
      ...(['gcm-aes-128', 'gcm-aes-256', 'gcm-aes-xpn-128', 'gcm-aes-xpn-256'] as const).map((cipher) => ({
        row: 'cipherSuite',
        ours: cipher,
        ip: `cipher ${cipher}`,
        text: new RegExp(` cipher ${cipher.toUpperCase()} `),
      })),
      { row: 'icvLen', ours: 12, ip: 'icvlen 12', text: / icvlen 12 / },
      { row: 'encodingSa', ours: 3, ip: 'encodingsa 3', text: / encodingsa 3 / },
      onOff('encrypt', 'encrypt', true),
      onOff('protect', 'protect', false),
      onOff('incSci', 'send_sci', false),
      { row: 'es', ours: true, beside: { incSci: false }, ip: 'send_sci off end_station on', text: / end_station on / },
      { row: 'scb', ours: true, beside: { incSci: false }, ip: 'send_sci off scb on', text: / scb on / },
      { row: 'replayProtect', ours: true, beside: { window: 9 }, ip: 'replay on window 9', text: / replay on / },
      { row: 'window', ours: 9, beside: { replayProtect: true }, ip: 'replay on window 9', text: / window 9 / },
      ...(['disabled', 'check', 'strict'] as const).map((word) => ({
        row: 'validation',
        ours: word,
        ip: `validate ${word}`,
        text: new RegExp(` validate ${word} `),
      })),
    ],
    kept: [],
    told: [],
    left: { port: 'a part of the sci, below', offload: 'a property of hardware, which these links are not' },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('macsec')), [])
  })
})

describe('the secure channel of MACsec', () => {
  needs('macsec')
  const here = onePlace(TWO_LINKS)

  it('has the hardware address of the link, and the given port', async () => {
    await here().nl.createMacsec({ name: 'm0', link: 'v0', data: { port: 7 } })
    const { data, address } = await here().nl.getLink('m0')
    assert.equal(BigInt(data?.sci ?? 0), BigInt(`0x${address?.replaceAll(':', '')}0007`))
  })
})
