/**
 * The parsed answer of a command that prints JSON. Every member may be looked up, so that a test can say
 * `ip('-j -d link show dev x')[0].linkinfo.info_data.id`; what is not there is undefined, and then its members throw.
 */
export interface Answer {
  readonly [key: string]: Answer
}

/** The environment of a program that is not ours: a sanitizer that is loaded into this process has nothing to say of it. */
export function foreign(): NodeJS.ProcessEnv {
  const { LD_PRELOAD: _, ...rest } = process.env
  return rest
}

/** What a command printed, or an error with its complaint. */
export function outputOf(
  command: string,
  run: { status: number | null; stdout: string; stderr: string; error?: Error },
): string {
  if (run.error) throw run.error
  if (run.status !== 0) throw new Error(`${command}: ${run.stderr.trim() || `exit status ${run.status}`}`)
  return run.stdout
}

/** Splits at spaces; an array is taken as it is, for arguments that hold spaces. */
export function words(command: string | readonly string[]): readonly string[] {
  return typeof command === 'string' ? command.split(/\s+/).filter(Boolean) : command
}

/** The words in front of a command that make it run in `netns`, a name below /run/netns or an absolute path. */
export function entering(netns: string | undefined): readonly string[] {
  if (netns === undefined) return []
  return ['nsenter', `--net=${netns.startsWith('/') ? netns : `/run/netns/${netns}`}`]
}
