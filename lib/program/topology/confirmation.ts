// A line of standard input, as a confirmation.

/** Whether a line is read within this time. The end of standard input is not one. */
export function lineOfInput(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isRead: boolean) => {
      clearTimeout(timer)
      process.stdin.off('data', read)
      process.stdin.pause()
      resolve(isRead)
    }
    const read = (chunk: Buffer) => chunk.includes('\n') && end(true)
    const timer = setTimeout(() => end(false), ms)
    signal.addEventListener('abort', () => end(false), { once: true })
    if (signal.aborted) end(false)
    process.stdin.on('data', read)
  })
}
