/**
 * `npm run tour`: starts the register as `npm start` does, on a data folder of its own with the demonstration region,
 * goes through what it can do in a real browser, and writes `docs/tour.md` with its pictures. A step that does not work
 * ends the tour, and no picture is older than the code it shows.
 */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { connect } from '../src/database/connect.ts'
import { freePort } from '../src/database/embedded.ts'
import { hasChineseFont, install } from './debian.ts'
import { steps, type Place, type Step } from './tour/steps.ts'

const executablePath = process.env.PROBITY_CHROMIUM ?? '/usr/bin/chromium'
install('chromium', () => existsSync(executablePath))
install('fonts-noto-cjk', hasChineseFont)

const root = path.dirname(import.meta.dirname)
const pictures = path.join(root, 'docs', 'tour')
const today = '2026-11-21'
const tallest = 1000

const folder = mkdtempSync(path.join(tmpdir(), 'probity-tour-'))
chmodSync(folder, 0o755) // the embedded PostgreSQL runs as a user of its own
const dataFolder = path.join(folder, 'data')
const server = spawn(process.execPath, [path.join(root, 'src', 'main.ts')], {
  cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PROBITY_DATA: dataFolder, PROBITY_TODAY: today, PORT: String(await freePort()), DATABASE_URL: '' },
})
const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
let failed = false
try {
  const address = await started()
  await filled()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  rmSync(pictures, { recursive: true, force: true })
  mkdirSync(pictures, { recursive: true })
  try {
    await walk(browser, { address, dataFolder, folder, today, known: {} })
  } finally {
    await browser.close()
  }
  writeFileSync(path.join(root, 'docs', 'tour.md'), tourText(steps))
} catch (error) {
  failed = true
  console.error(error)
} finally {
  server.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

/** One browser for each reader: who signs in stays signed in, on the wide screen or the phone. */
async function walk(browser: Browser, place: Place): Promise<void> {
  const contexts = new Map<string, BrowserContext>()
  for (const step of steps) {
    const key = `${step.reader ?? 'anyone'} ${step.phone ? 'phone' : 'wide'}`
    const context = contexts.get(key) ?? await browser.newContext({
      viewport: step.phone ? { width: 390, height: 844 } : { width: 1280, height: tallest }, reducedMotion: 'reduce', locale: 'zh-CN', acceptDownloads: true,
    })
    contexts.set(key, context)
    const page = context.pages()[0] ?? await context.newPage()
    await take(page, step, place)
    console.log(`${step.name}: ${step.title.zh}`)
  }
}

async function take(page: Page, step: Step, place: Place): Promise<void> {
  const faults: string[] = []
  const note = (error: Error) => faults.push(error.message)
  page.on('pageerror', note)
  try {
    const shown = await step.go(page, place)
    await page.evaluate('scrollTo(0, 0)')
    const file = path.join(pictures, `${step.name}.png`)
    const box = await shown?.boundingBox()
    const width = page.viewportSize()!.width
    const y = box ? Math.max(0, box.y - 24) : 0
    await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y, width, height: Math.min(step.height ?? tallest, (box ? box.height + 48 : tallest)) } })
  } catch (error) {
    await page.screenshot({ path: path.join(pictures, 'failed.png') }).catch(() => {})
    throw new Error(`step ${step.name} at ${page.url()}`, { cause: error })
  } finally {
    page.off('pageerror', note)
  }
  if (faults.length > 0) throw new Error(`step ${step.name}: a script of the page fails: ${faults.join('; ')}`)
}


async function started(): Promise<string> {
  for (let i = 0; i < 600; i++) {
    if (server.exitCode !== null) throw new Error('the register did not start')
    const file = path.join(dataFolder, 'address')
    if (existsSync(file)) return readFileSync(file, 'utf8').trim()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('the register did not start in two minutes')
}

/** Filled when the region was handed in whole, every delivery is read to its end and every act is in the log. */
async function filled(): Promise<void> {
  const pool = connect(readFileSync(path.join(dataFolder, 'keys', 'database.url'), 'utf8').trim(), 'owner', { max: 1 })
  try {
    for (const begun = Date.now(); Date.now() - begun < 600_000;) {
      const { rows } = await pool.query<{ filled: boolean }>(`select exists (select from setting where name = 'demonstration')
        and not exists (select from delivery where state in ('receiving', 'waiting', 'running')) and not exists (select from log_pending) as filled`)
      if (rows[0]!.filled) return
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    throw new Error('the demonstration region was not filled in ten minutes')
  } finally {
    await pool.end()
  }
}

function tourText(list: readonly Step[]): string {
  const parts = list.map((step, i) => `## ${i + 1} ${step.title.zh} · ${step.title.en}

${step.text.zh}

${step.text.en}

<img src="tour/${step.name}.png" width="${step.phone ? 390 : 900}" alt="${step.title.en}">
`)
  return `# 导览 · A tour

本页和图片由 \`npm run tour\` 生成：脚本启动登记簿，填入虚构的岭湾市，在浏览器里逐步走过。任何一步不成，脚本即告失败。组织、代码、文号和数字均为虚构；证券监管措施来自公开数据。没有中文字体的机器上，脚本在Debian系统会安装fonts-noto-cjk。

This page and its pictures are made by \`npm run tour\`: it starts the register, fills it with the invented city of Lingwan and goes through it in a browser. A step that fails, fails the tour. Organisations, codes and numbers are invented; the securities measures are public data. Where a machine has no Chinese font, the script installs fonts-noto-cjk on Debian.

${parts.join('\n')}`
}
