import { NetlinkError } from '../../errors.ts'
import type { NftCommand } from '../../nftables/index.ts'
import { concat } from '../../nftables/index.ts'
import type { NetworkConfig } from '../config.ts'
import type { Host } from '../host/host.ts'
import type { Element } from './elements.ts'
import { HOLDERS, MACS, SPOOF_INSTALL } from './spoof-rules.ts'
import { listMembers } from './state.ts'

/** What kernels say whose nftables do not have the bridge family: by their version, of the table or of the type of its chain. */
const UNSUPPORTED = ['EOPNOTSUPP', 'EAFNOSUPPORT', 'ENOENT']

/** Applies what installs the tables of a network; an error names the guard if the kernel cannot have it. */
export async function install(
  { nft }: Pick<Host, 'nft'>,
  { spoofGuard }: Pick<NetworkConfig, 'spoofGuard'>,
  commands: readonly NftCommand[],
): Promise<void> {
  try {
    await nft.apply([...(spoofGuard ? SPOOF_INSTALL : []), ...commands])
  } catch (thrown) {
    const unsupported = spoofGuard && isUnsupported(thrown) && (await isMissing(nft))
    throw unsupported ? guardError(thrown as NetlinkError) : thrown
  }
}

function isUnsupported(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && UNSUPPORTED.includes(thrown.code)
}

/** Whether the kernel refuses the guard alone, too. */
async function isMissing(nft: Host['nft']): Promise<boolean> {
  return nft.apply([...SPOOF_INSTALL], { check: true }).then(() => false, isUnsupported)
}

function guardError(cause: NetlinkError): NetlinkError {
  const reason =
    'the kernel cannot guard the ports of a bridge: its nftables do not have the bridge family (CONFIG_NF_TABLES_BRIDGE); set spoofGuard to false to do without'
  return new NetlinkError({ code: 'EOPNOTSUPP', operation: 'createNetwork', reason, attribute: 'spoofGuard', cause })
}

/** What the guard allows at these host ends, and is not among the elements that it should have. */
export async function surplus(
  host: Host,
  links: ReadonlySet<string>,
  expected: readonly Element[],
): Promise<Element[]> {
  const members = await listMembers(host)
  const wanted = new Set(expected.map(({ name, elem }) => `${name} ${JSON.stringify(elem)}`))
  return [MACS, HOLDERS[4], HOLDERS[6]].flatMap((name) =>
    (members.get(name) ?? []).flatMap((member) => {
      const {
        concat: [link, address],
      } = member as { concat: [string, string] }
      const elem = concat(link, address)
      return links.has(link) && !wanted.has(`${name} ${JSON.stringify(elem)}`) ? [{ name, elem }] : []
    }),
  )
}
