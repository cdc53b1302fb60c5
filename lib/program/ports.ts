// Published ports as text.
import type { Port } from '../container/index.ts'

/** '8000:80,127.0.0.1:5353:53/udp,8100-8109:9000-9009', as the hook reads them. */
export function portsText(ports: readonly Port[]): string {
  return ports
    .map(({ host, container, count, protocol, address }) => {
      const on = address === undefined ? '' : address.includes(':') ? `[${address}]:` : `${address}:`
      const pair = `${rangeText(host, count)}:${rangeText(container, count)}`
      return `${on}${pair}${protocol === 'tcp' ? '' : `/${protocol}`}`
    })
    .join(',')
}

function rangeText(first: number, count = 1): string {
  return count === 1 ? String(first) : `${first}-${first + count - 1}`
}
