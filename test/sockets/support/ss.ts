/** A line of `ss -H -n -O -e -i -m`: the first columns, and what follows as words. */
export interface SsLine {
  readonly state: string
  readonly rqueue: number
  readonly wqueue: number
  readonly local: string
  readonly remote: string
  /** `ino:4711` as ['ino', '4711']; a word without a colon is its own value. */
  readonly words: ReadonlyMap<string, string>
}

/** Columns of ss for one protocol: state, queues, ends. */
export function parsed(line: string): SsLine {
  const [state = '', rqueue, wqueue, local = '', remote = '', ...rest] = line.trim().split(/\s+/)
  const words = rest.map((word): [string, string] => {
    const colon = word.indexOf(':')
    return colon < 0 ? [word, word] : [word.slice(0, colon), word.slice(colon + 1)]
  })
  return { state, rqueue: Number(rqueue), wqueue: Number(wqueue), local, remote, words: new Map(words) }
}

/** ss's words for states. */
export const STATES: Readonly<Record<string, string>> = {
  established: 'ESTAB',
  listen: 'LISTEN',
  close: 'UNCONN',
  time_wait: 'TIME-WAIT',
  close_wait: 'CLOSE-WAIT',
  fin_wait1: 'FIN-WAIT-1',
  fin_wait2: 'FIN-WAIT-2',
  syn_sent: 'SYN-SENT',
}

/** An end as ss prints it. */
export function endText({ address, port }: { address: string; port: number }): string {
  const shown = port === 0 ? '*' : String(port)
  if (address === '::') return port === 0 ? '[::]:*' : `[::]:${shown}`
  return address.includes(':') ? `[${address}]:${shown}` : `${address}:${shown}`
}
