import assert from 'node:assert/strict'
import { fromReport, type LinkReport } from '../../../lib/link/link.ts'
import { report as linkReport } from '../../../lib/link/message.ts'
import type { Sender } from '../../../lib/transport/handle.ts'
import { Bytes } from '../../../lib/wire/bytes.ts'
import { HEADER } from '../../../lib/wire/header.ts'
import { golden } from './golden.ts'
import { type Layout, type Normal, pieces } from './normal.ts'
import { Recorder, type Sent } from './recorder.ts'

const IFINFOMSG = 16
const IFLA_LINKINFO = 18
const IFLA_INFO_KIND = 1

/** IFLA_IFNAME, IFLA_IFALIAS, IFLA_PARENT_DEV_NAME, and IFLA_ALT_IFNAME, alone and in IFLA_PROP_LIST. */
const STRINGS = ['3', '20', '53', '52.53', '56']
/** IFLA_VFINFO_LIST with IFLA_VF_INFO and IFLA_VF_VLAN_LIST, IFLA_AF_SPEC with the settings of IPv4 and IPv6, IFLA_PROP_LIST. */
const NESTS = ['22', '22.1', '22.1.12', '26', '26.2', '26.2.1', '26.10', '52']

/** What IFLA_INFO_DATA nests, by kind; the peer of a veth is a link of its own behind a struct ifinfomsg. */
const DATA: Readonly<Record<string, Pick<Layout, 'strings' | 'nests' | 'inner'>>> = {
  veth: {
    strings: STRINGS.map((path) => `18.2.1.${path}`),
    nests: ['18.2.1', ...NESTS.map((path) => `18.2.1.${path}`)],
    inner: { '18.2.1': IFINFOMSG },
  },
  vlan: { nests: ['18.2.3', '18.2.4'] },
  bond: { nests: ['18.2.8', '18.2.31'] },
  can: { nests: ['18.2.16'] },
  vxcan: {
    strings: STRINGS.map((path) => `18.2.1.${path}`),
    nests: ['18.2.1', ...NESTS.map((path) => `18.2.1.${path}`)],
    inner: { '18.2.1': IFINFOMSG },
  },
  macvlan: { nests: ['18.2.5'] },
}

/** The attributes of a message or nest with this number. */
function find(attributes: Uint8Array, number: number): Uint8Array | undefined {
  const found = pieces(attributes).find(
    (piece) => ((piece[2] as number) | (((piece[3] as number) << 8) & 0x3fff)) === number,
  )
  return found?.subarray(4)
}

/** The layout depends on the kind, IFLA_INFO_KIND. */
function layoutOf(message: Uint8Array): Layout {
  const info = find(message.subarray(HEADER + IFINFOMSG), IFLA_LINKINFO)
  const kind = Buffer.from((info && find(info, IFLA_INFO_KIND)) ?? [])
    .toString()
    .replace('\0', '')
  const { strings = [], nests = [], inner = {} } = DATA[kind] ?? {}
  return {
    header: IFINFOMSG,
    strings: [...STRINGS, '18.1', '18.4', ...strings],
    nests: [...NESTS, '18', '18.2', '18.5', ...nests],
    inner,
  }
}

export const { meant } = golden('links', {
  layout: layoutOf,
  meaning: (message: Normal) => message,
  list: async () => assert.fail('links are not listed by messages alone'),
})

/** What `make` sends, as a batch would. */
export function recorded(make: (to: Sender) => unknown): readonly Sent[] {
  const recorder = new Recorder()
  make(recorder.sender)
  return recorder.requests
}

/** The link that a message is about. */
export function report(message: Uint8Array): LinkReport {
  return fromReport(linkReport.read(new Bytes(message.slice().buffer), HEADER, message.length - HEADER))
}

/** Asserts that `make` sends one request, which means what the captured one does. */
export function asks(make: (to: Sender) => unknown, captured: Uint8Array): void {
  const [sent, ...more] = recorded(make)
  assert.deepEqual(more, [])
  assert.deepEqual(meant((sent as Sent).bytes), meant(captured))
}

/** Asserts that these are fields of the link that was captured. */
export function tells(captured: Uint8Array, fields: Readonly<Record<string, unknown>>): void {
  const found = report(captured)
  const shown = Object.fromEntries(Object.keys(fields).map((key) => [key, found[key as keyof LinkReport]]))
  assert.deepEqual(shown, fields)
}

/** IFLA_INFO_SLAVE_DATA, which `ip` sends beside another kind: `bridge_slave` in IFLA_INFO_KIND. */
export function slaveData(message: Uint8Array): string | undefined {
  const info = meant(message).attributes.find((attribute) => attribute.startsWith(`${IFLA_LINKINFO} `))
  return / 5 (\{[^}]*\})/.exec(info ?? '')?.[1]
}
