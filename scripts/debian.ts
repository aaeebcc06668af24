/** What a Debian machine lacks for a browser that shows Chinese, installed where we may. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** @param present tells whether there is any need. Elsewhere than on Debian, or without root, the reader is told instead */
export function install(name: string, present: () => boolean): void {
  if (present()) return
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) {
    console.log(`${name} is missing; install it for the best result.`)
    return
  }
  console.log(`Installing ${name} …`)
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync('apt-get', ['install', '-yq', '--no-install-recommends', name], options)
}

export const hasChineseFont = (): boolean => {
  const { stdout, status } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}
