import { inetProtocol, bigInteger as integer, ipv6Address, mobilityType } from '../datatype/table.ts'
import { type Extension, fields, OP_IPV6 } from './extension.ts'
import type { FieldRow } from './field.ts'

function header(name: string, id: number, type: number, rows: readonly FieldRow[]): Extension {
  return { name, id, op: OP_IPV6, type, fields: fields(rows) }
}

const ROUTING = 43

/** IPv6 extension headers; several kinds of routing header share a number and differ in what follows `type`. */
export const exthdrs: readonly Extension[] = [
  header('hbh', 1, 0, [
    ['nexthdr', inetProtocol, 0, 8],
    ['hdrlength', integer, 8, 8],
  ]),
  header('rt', 2, ROUTING, [
    ['nexthdr', inetProtocol, 0, 8],
    ['hdrlength', integer, 8, 8],
    ['type', integer, 16, 8],
    ['seg-left', integer, 24, 8],
  ]),
  header('srh', 5, ROUTING, [
    ['last-entry', integer, 32, 8],
    ['flags', integer, 40, 8],
    ['tag', integer, 48, 16],
    ['sid[1]', ipv6Address, 64, 128],
    ['sid[2]', ipv6Address, 192, 128],
  ]),
  header('rt0', 3, ROUTING, [
    ['reserved', integer, 32, 32],
    ['addr[1]', ipv6Address, 64, 128],
    ['addr[2]', ipv6Address, 192, 128],
  ]),
  header('frag', 6, 44, [
    ['nexthdr', inetProtocol, 0, 8],
    ['reserved', integer, 8, 8],
    ['frag-off', integer, 16, 13],
    ['reserved2', integer, 29, 2],
    ['more-fragments', integer, 31, 1],
    ['id', integer, 32, 32],
  ]),
  header('dst', 7, 60, [
    ['nexthdr', inetProtocol, 0, 8],
    ['hdrlength', integer, 8, 8],
  ]),
  header('mh', 8, 135, [
    ['nexthdr', inetProtocol, 0, 8],
    ['hdrlength', integer, 8, 8],
    ['type', mobilityType, 16, 8],
    ['reserved', integer, 24, 8],
    ['checksum', integer, 32, 16],
  ]),
]
