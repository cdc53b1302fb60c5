import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Netns } from '../../../lib/index.ts'
import { parseIp6 } from '../../../lib/wire/ip-text.ts'

/** Sends frames, as any process with a raw socket can. */
export interface Sender {
  send(netns: Netns, link: string, ...frames: readonly Uint8Array[]): Promise<void>
}

/** In the body of a `describe` that needs `command cc`: the program that sends frames, compiled for its tests. */
export function frameSender(): Sender {
  let folder: string | undefined
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    const source = join(import.meta.dirname, '..', 'programs', 'frame.c')
    const run = spawnSync('cc', ['-Wall', '-o', join(folder, 'frame'), source], { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
  })
  after(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true })
  })
  return {
    async send(netns, link, ...frames) {
      const words = frames.map((frame) => Buffer.from(frame).toString('hex'))
      const child = netns.spawn(join(folder ?? '', 'frame'), [link, ...words], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      const [status] = await once(child, 'close')
      if (status !== 0) throw new Error(`frame ended with ${status}`)
    },
  }
}

type Bytes = readonly number[]

function mac(text: string): Bytes {
  return text.split(':').map((part) => Number.parseInt(part, 16))
}

function four(address: string): Bytes {
  return address.split('.').map(Number)
}

function six(address: string): Bytes {
  return (parseIp6(address) as number[]).flatMap((group) => [group >> 8, group & 0xff])
}

function words(...numbers: readonly number[]): Bytes {
  return numbers.flatMap((number) => [(number >> 8) & 0xff, number & 0xff])
}

/** The checksum of the internet: RFC 1071. */
function checksum(bytes: Bytes): Bytes {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) + (bytes[i + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  return words(~sum & 0xffff)
}

const ICMP6 = 58
const ICMP = 1
const UDP = 17

/** Who sends, and to whom: hardware and network addresses. */
export interface Way {
  readonly from: { readonly mac: string; readonly ip: string }
  readonly to: { readonly mac: string; readonly ip: string }
}

function ethernet({ from, to }: Way, type: number, payload: Bytes): Uint8Array {
  return Uint8Array.from([...mac(to.mac), ...mac(from.mac), ...words(type), ...payload])
}

/** An IPv4 packet: RFC 791. */
function ip4({ from, to }: Way, protocol: number, payload: Bytes): Bytes {
  const rest = [64, protocol]
  const ends = [...four(from.ip), ...four(to.ip)]
  const head = [0x45, 0, ...words(20 + payload.length, 1, 0), ...rest]
  return [...head, ...checksum([...head, 0, 0, ...ends]), ...ends, ...payload]
}

/** An ICMPv6 message in its packet: RFC 4443, with the hop limit that shows that no router has passed it on. */
function icmp6({ from, to }: Way, type: number, body: Bytes): Bytes {
  const ends = [...six(from.ip), ...six(to.ip)]
  const length = 4 + body.length
  const sum = checksum([...ends, ...words(0, length, 0, ICMP6), type, 0, 0, 0, ...body])
  return [0x60, 0, 0, 0, ...words(length), ICMP6, 255, ...ends, type, 0, ...sum, ...body]
}

/** A router advertisement for every node of the link, with a prefix for addresses: RFC 4861, 4.2. */
export function routerAdvertisement(from: Way['from'], prefix: string, group = '33:33:00:00:00:01'): Uint8Array {
  const way = { from, to: { mac: group, ip: 'ff02::1' } }
  const lifetime = 1800
  const source = [1, 1, ...mac(from.mac)]
  const information = [3, 4, 64, 0xc0, ...words(0, lifetime, 0, lifetime, 0, 0), ...six(prefix)]
  const body = [64, 0, ...words(lifetime, 0, 0, 0, 0), ...source, ...information]
  return ethernet(way, 0x86dd, icmp6(way, 134, body))
}

/** An ICMPv6 redirect: what is for `destination` goes to `target`: RFC 4861, 4.5. */
export function redirect6(way: Way, destination: string, target: string): Uint8Array {
  const body = [0, 0, 0, 0, ...six(target), ...six(destination)]
  return ethernet(way, 0x86dd, icmp6(way, 137, body))
}

/** An ICMP redirect: what `way.to` sends to `destination` goes to `target`: RFC 792. What was sent is an echo reply, which needs no socket. */
export function redirect4(way: Way, destination: string, target: string): Uint8Array {
  const sent = ip4({ from: way.to, to: { mac: '', ip: destination } }, ICMP, words(0, 0, 1, 1))
  const body = [...four(target), ...sent]
  const message = [5, 1, ...checksum([5, 1, 0, 0, ...body]), ...body]
  return ethernet(way, 0x0800, ip4(way, ICMP, message))
}

/** An ARP request in which the sender asks for its own address, so that all may know it: RFC 5227. */
export function gratuitousArp(from: Way['from']): Uint8Array {
  const way = { from, to: { mac: 'ff:ff:ff:ff:ff:ff', ip: from.ip } }
  const head = [...words(1, 0x0800), 6, 4, ...words(1)]
  const ends = [...mac(from.mac), ...four(from.ip), ...mac('00:00:00:00:00:00'), ...four(from.ip)]
  return ethernet(way, 0x0806, [...head, ...ends])
}

/** A datagram in a frame. The checksum, which UDP may do without over IPv4, is left out. */
export function datagram4(way: Way, port: number, text: string): Uint8Array {
  const bytes = [...Buffer.from(text)]
  return ethernet(way, 0x0800, ip4(way, UDP, [...words(port, port, 8 + bytes.length, 0), ...bytes]))
}

/** An unsolicited neighbour advertisement that overrides what is known of the target: RFC 4861, 4.4. */
export function neighbourAdvertisement(from: Way['from'], target: string): Uint8Array {
  const way = { from, to: { mac: '33:33:00:00:00:01', ip: 'ff02::1' } }
  return ethernet(way, 0x86dd, icmp6(way, 136, [0x20, 0, 0, 0, ...six(target), 2, 1, ...mac(from.mac)]))
}
