import { existsSync, readFileSync } from '../builtin.ts'

/** The C library that this process runs on: the addons are built once for each. */
export function libc(): 'glibc' | 'musl' {
  return mayBeMusl() && isMusl() ? 'musl' : 'glibc'
}

/** What may not be looked at (`node --permission` throws then) is not there. */
export function isThere(path: string): boolean {
  try {
    return existsSync(path)
  } catch {
    return false
  }
}

/**
 * Nothing runs on musl without musl's dynamic loader, so where that is missing the question is answered for 20 µs. Its presence says
 * little: Debian's package `musl` installs it beside glibc. Under `node --permission` a file that is there may seem missing.
 */
function mayBeMusl(): boolean {
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? process.arch
  const { permission } = process as { permission?: unknown }
  return permission !== undefined || isThere(`/lib/ld-musl-${machine}.so.1`)
}

/**
 * By what the process has mapped (1 ms); where /proc may not be read, by Node's own report (5 ms). musl is one file, which distributions name
 * after its loader or libc.so; glibc is libc.so.6 or libc-2.28.so.
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
