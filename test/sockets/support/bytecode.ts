/** A socket, as the kernel runs a program for it: struct inet_diag_entry of net/ipv4/inet_diag.c. */
export interface Entry {
  readonly family: number
  readonly saddr: readonly number[]
  readonly daddr: readonly number[]
  readonly sport: number
  readonly dport: number
  readonly ifindex: number
  readonly mark: number
  readonly cgroup: bigint
}

const AF_UNSPEC = 0
const AF_INET = 2
const AF_INET6 = 10
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]

function bitsAgree(one: readonly number[], other: readonly number[], count: number): boolean {
  for (let bit = 0; bit < count; bit++) {
    const mask = 0x80 >> (bit & 7)
    if ((((one[bit >> 3] as number) ^ (other[bit >> 3] as number)) & mask) !== 0) return false
  }
  return true
}

function hostAgrees(view: DataView, at: number, address: readonly number[], port: number, family: number): boolean {
  const condFamily = view.getUint8(at)
  const length = view.getUint8(at + 1)
  const condPort = view.getInt32(at + 4, true)
  if (condPort !== -1 && condPort !== port) return false
  const size = condFamily === AF_INET ? 4 : condFamily === AF_INET6 ? 16 : 0
  const wanted = Array.from({ length: size }, (_, i) => view.getUint8(at + 8 + i))
  if (condFamily !== AF_UNSPEC && condFamily !== family) {
    const isMapped = family === AF_INET6 && condFamily === AF_INET && MAPPED.every((byte, i) => address[i] === byte)
    return isMapped && bitsAgree(address.slice(12), wanted, length)
  }
  return bitsAgree(address, wanted, length)
}

/** Runs a program of struct inet_diag_bc_op on a little-endian machine, as inet_diag_bc_run() does. */
export function runs(program: Uint8Array, entry: Entry): boolean {
  const view = new DataView(program.buffer, program.byteOffset, program.length)
  let at = 0
  while (at < program.length) {
    const [code, yes, no] = [view.getUint8(at), view.getUint8(at + 1), view.getUint16(at + 2, true)]
    const port = () => view.getUint16(at + 6, true)
    const holds = [
      () => true,
      () => false,
      () => entry.sport >= port(),
      () => entry.sport <= port(),
      () => entry.dport >= port(),
      () => entry.dport <= port(),
      () => false,
      () => hostAgrees(view, at + 4, entry.saddr, entry.sport, entry.family),
      () => hostAgrees(view, at + 4, entry.daddr, entry.dport, entry.family),
      () => view.getUint32(at + 4, true) === entry.ifindex,
      () => (entry.mark & view.getUint32(at + 8, true)) >>> 0 === view.getUint32(at + 4, true),
      () => entry.sport === port(),
      () => entry.dport === port(),
      () => view.getBigUint64(at + 4, true) === entry.cgroup,
    ][code] as () => boolean
    at += holds() ? yes : no
  }
  return at === program.length
}

const v4 = (...bytes: number[]) => [...bytes, ...new Array<number>(12).fill(0)]
const v6 = (first: readonly number[], last: number) => [...first, ...new Array<number>(15 - first.length).fill(0), last]

/** Sockets of every kind that conditions distinguish. */
export function entries(): Entry[] {
  const ports = [0, 80, 99, 100, 443, 1023, 1024, 7999, 8000, 8500, 8999, 9000, 65535]
  const ends = [
    { family: AF_INET, address: v4(10, 1, 2, 3) },
    { family: AF_INET, address: v4(10, 0, 0, 3) },
    { family: AF_INET, address: v4(127, 127, 0, 1) },
    { family: AF_INET, address: v4(127, 128, 0, 1) },
    { family: AF_INET, address: v4(11, 0, 0, 0) },
    { family: AF_INET6, address: [...MAPPED, 10, 1, 2, 3] },
    { family: AF_INET6, address: v6([0xfe, 0xbf], 1) },
    { family: AF_INET6, address: v6([0xfe, 0xc0], 1) },
    { family: AF_INET6, address: v6([0x20, 0x01, 0x0d, 0xb8], 1) },
  ]
  const marks = [0, 7, 0x10, 0x310, 0x11]
  let count = 0
  return ends.flatMap(({ family, address }) =>
    ends
      .filter((other) => other.family === family)
      .flatMap((other) =>
        ports.flatMap((sport) =>
          ports.map((dport) => {
            count++
            const mark = marks[count % marks.length] as number
            return {
              ...{ family, saddr: address, daddr: other.address, sport, dport },
              ...{ ifindex: count % 3, mark, cgroup: BigInt(count % 4) },
            }
          }),
        ),
      ),
  )
}
