import { existsSync, readFileSync } from '../builtin.ts'

/** The C library of this process; the addons are built for each. */
export function libc(): 'glibc' | 'musl' {
  return mayBeMusl() && isMusl() ? 'musl' : 'glibc'
}

/** Whether a file exists; false if `node --permission` forbids the check. */
export function isThere(path: string): boolean {
  try {
    return existsSync(path)
  } catch {
    return false
  }
}

/**
 * Without musl's dynamic loader, the process does not run on musl; the check takes 20 µs. Its presence is not sufficient: Debian's package
 * `musl` installs it next to glibc. Under `node --permission`, an existing file may appear to be missing.
 */
function mayBeMusl(): boolean {
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? process.arch
  const { permission } = process as { permission?: unknown }
  return permission !== undefined || isThere(`/lib/ld-musl-${machine}.so.1`)
}

/**
 * Determined by the mapped files of the process (1 ms) or, if /proc cannot be read, by Node's report (5 ms). musl is one file, which
 * distributions name after its loader or libc.so; glibc is libc.so.6 or libc-2.28.so.
 */
function isMusl(): boolean {
  try {
    return /\/(?:ld-musl-[^/]*|libc\.musl-[^/]*|libc\.so)$/m.test(readFileSync('/proc/self/maps', 'latin1'))
  } catch {
    return reportsNoGlibc()
  }
}

/** Node's report names the version of glibc, where it runs on that. Without `excludeNetwork` it would ask DNS for the names of open sockets. */
function reportsNoGlibc(): boolean {
  const report = process.report as (NodeJS.ProcessReport & { excludeNetwork?: boolean }) | undefined
  if (report === undefined) return false
  const { excludeNetwork } = report
  report.excludeNetwork = true
  try {
    const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } }
    return header !== undefined && header.glibcVersionRuntime === undefined
  } finally {
    if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork
  }
}
