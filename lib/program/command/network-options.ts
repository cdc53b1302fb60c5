// What the commands on a network share.
import type { Finding } from '../../container/index.ts'
import type { Option } from '../command.ts'

export const JSON_OPTION: Readonly<Record<string, Option>> = { json: { help: 'Prints JSON.' } }

export const STATE_OPTION: Readonly<Record<string, Option>> = {
  state: { value: 'FOLDER', help: 'State folder of the network; /run/netlink-ts/NETWORK by default.' },
}

/** A line for each difference. */
export const FINDINGS = (findings: readonly Finding[]): string =>
  findings.map(({ code, message }) => `${code}: ${message}`).join('\n')
