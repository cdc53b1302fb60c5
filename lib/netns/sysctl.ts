/**
 * The file of a kernel parameter, as sysctl(8) names them: the first separator counts, so `net.ipv4.ip_forward` and
 * `net/ipv4/ip_forward` are one, and `net/ipv4/conf/eth0.100/forwarding` keeps the dot of the link's name.
 */
export function sysctlPath(operation: string, name: string): string {
  if (typeof name !== 'string' || name === '')
    throw new TypeError(`${operation}: name must be a parameter such as net.ipv4.ip_forward`)
  const separator = /[./]/.exec(name)?.[0] ?? '.'
  const parts = name.split(separator).map((part) => (separator === '.' ? part.replaceAll('/', '.') : part))
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0') || part.includes('/'))) {
    throw new TypeError(`${operation}: name is not a kernel parameter: '${name}'`)
  }
  return `/proc/sys/${parts.join('/')}`
}
