/** A register with its server and a browser before it, for a test file: opened before its tests, closed after them. */
import { after, before } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { DeliveryDesk } from '../../src/register/ingestion/desk.ts'
import { buildServer } from '../../src/web/server.ts'
import { checkPages, launchBrowser, noBrowser, type PageCheckOptions } from './page-check.ts'
import type { TestPorts } from './ports.ts'
import type { SignedIn } from './signed-in.ts'

/** What a test opens: its register, and where they differ from the usual, the desk of deliveries, the server and its port. */
export type Opened = { readonly ports: TestPorts; readonly deliveries?: DeliveryDesk; readonly app?: FastifyInstance; readonly port?: number }

export type Site = {
  readonly app: FastifyInstance
  /** without a slash at its end */
  readonly address: string
  readonly browser: Browser
  /** a browser of its own for a reader who is signed in, or a stranger, at this address; the caller closes it */
  context(who: SignedIn | null, options?: BrowserContextOptions): Promise<BrowserContext>
  /** one page of such a browser, without script unless asked for */
  as(who: SignedIn | null, work: (page: Page) => Promise<void>, options?: BrowserContextOptions): Promise<void>
  /** what is wrong with the pages at these paths, as `checkPages` finds it for whoever is signed in */
  findings(who: SignedIn | null, paths: readonly string[], options?: PageCheckOptions): Promise<string[]>
}

/** @param open fills the register; not called where there is no browser, and tests are then skipped by `noBrowser` */
export function siteOf(open: () => Promise<Opened>): Site {
  let opened: Opened
  let app: FastifyInstance
  let browser: Browser
  let address = ''
  before(async () => {
    if (noBrowser !== false) return
    opened = await open()
    app = opened.app ?? await buildServer(opened.ports, { deliveries: opened.deliveries ?? {} as DeliveryDesk })
    address = await app.listen({ port: opened.port ?? 0, host: '127.0.0.1' })
    browser = await launchBrowser()
  })
  after(async () => {
    if (noBrowser !== false) return
    await browser.close()
    await app.close()
    await opened.deliveries?.close()
    await opened.ports.close()
  })
  const site: Site = {
    get app() { return app },
    get address() { return address },
    get browser() { return browser },
    async context(who, options) {
      const context = await browser.newContext({ baseURL: address, ...options })
      if (who !== null) {
        const [name, value] = who.cookie.split('=') as [string, string]
        await context.addCookies([{ name, value, url: address }])
      }
      return context
    },
    async as(who, work, options) {
      const context = await site.context(who, { javaScriptEnabled: false, ...options })
      try {
        await work(await context.newPage())
      } finally {
        await context.close()
      }
    },
    findings: (who, paths, options) => checkPages(browser, paths.map((path) => address + path), { ...options, ...(who === null ? {} : { cookie: who.cookie }) }),
  }
  return site
}

/** Each path, and the same in English. */
export const inBoth = (paths: readonly string[]): string[] => paths.flatMap((path) => [path, path === '/' ? '/en' : `/en${path}`])
