// Ports in the text of a setting: '8000:80,8100-8109:9000-9009/udp,0:443'.
import type { PortOptions, PortProtocol } from '../container/index.ts'
import { describeValue } from '../errors.ts'

const PORT =
  /^(?:(?:\[(?<six>[^\]]+)\]|(?<four>[^:[\]]+)):)?(?<host>\d{1,5}(?:-\d{1,5})?):(?<container>\d{1,5}(?:-\d{1,5})?)(?:\/(?<protocol>tcp|udp|sctp))?$/

const LAST = 65535

/** Consecutive ports. */
interface Range {
  readonly first: number
  readonly count: number
}

/** '8000:80,5353:53/udp,127.0.0.1:8080:80,[::1]:8080:80,8000-8010:80-90,0:80' */
export function readPorts(text: string): PortOptions[] {
  return text.split(',').map((one) => readPort(one.trim()))
}

function readPort(text: string): PortOptions {
  const found = PORT.exec(text)?.groups
  if (found === undefined)
    throw new TypeError(
      `expected [ADDRESS:]HOST[-HOST]:CONTAINER[-CONTAINER][/tcp|udp|sctp], ..., got ${describeValue(text)}`,
    )
  const [host, container] = [readRange(found.host as string, 0), readRange(found.container as string, 1)]
  // A port of the host that is 0 is chosen, and as many as the container has.
  if (host.count !== container.count && found.host !== '0')
    throw new TypeError(`expected ranges of the same length, got ${describeValue(text)}`)
  const address = found.six ?? found.four
  return {
    host: host.first,
    container: container.first,
    ...(container.count === 1 ? {} : { count: container.count }),
    ...(found.protocol === undefined ? {} : { protocol: found.protocol as PortProtocol }),
    ...(address === undefined ? {} : { address }),
  }
}

/** '8000' or '8000-8010' */
function readRange(text: string, least: 0 | 1): Range {
  const [first = 0, last = first] = text.split('-').map(Number)
  const wrong = [first, last].find((port) => port < least || port > LAST)
  if (wrong !== undefined) throw new RangeError(`expected a port from ${least} to ${LAST}, got ${wrong}`)
  if (last < first || (first === 0 && last > 0))
    throw new TypeError(`expected a range from the lower to the higher port, got ${describeValue(text)}`)
  return { first, count: last - first + 1 }
}
