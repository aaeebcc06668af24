/** The steps of the tour: what is done in the browser, what is shown, and what is said about it in both languages. */
import type { Locator, Page } from 'playwright-core'
import type { Text2 } from '../../src/law/types.ts'
import { faultyFile } from './faulty-file.ts'

export type Place = {
  readonly address: string
  readonly dataFolder: string
  /** for files to deliver */
  readonly folder: string
  readonly today: string
  /** what one step finds and later ones need */
  readonly known: { organisation?: string; delivery?: string }
}

export type Step = {
  readonly name: string
  readonly title: Text2
  readonly text: Text2
  /** who sits before the browser: each signs in for itself */
  readonly reader?: 'provider' | 'operator' | 'representative'
  readonly phone?: boolean
  /** of the picture, at most */
  readonly height?: number
  /** @returns the part of the page to show; the top of the page when nothing is returned */
  readonly go: (page: Page, place: Place) => Promise<Locator | void>
}

export const steps: readonly Step[] = [
  {
    name: '01-arrive', title: { zh: '抵达', en: 'Arrive' }, height: 900,
    text: {
      zh: '一个查询框，今天登记着什么，这里适用哪部法律，怎样核验本登记簿。中文在前，英文一步可到。',
      en: 'One search box, what the register holds today, which law applies here, how to check the register. Chinese first, English one click away.',
    },
    go: async (page, { address }) => {
      await page.goto(address)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
  },
  {
    name: '02-look-up', title: { zh: '查询', en: 'Look up' }, height: 900,
    text: {
      zh: '任意两个相邻的字即可，边输入边列出；现用名、曾用名、合并前的名称都能找到。没有脚本时，同样的结果列在下一页。',
      en: 'Any two neighbouring characters will do, and the list follows the typing. Current and former names and names before a merger are found. Without script the same results stand on the next page.',
    },
    go: async (page) => {
      await page.getByRole('combobox').pressSequentially('岭湾')
      await page.getByRole('option').nth(3).waitFor()
    },
  },
  {
    name: '03-organisation', title: { zh: '一个组织', en: 'An organisation' },
    text: {
      zh: '现在公示几条，各自何时开始、何时结束，画在同一条时间轴上；图下有内容相同的表格。',
      en: 'How many records are on display, when each began and when it ends, drawn on one axis; a table of the same stands below the picture.',
    },
    go: async (page, place) => {
      place.known.organisation = await organisationWithRecords(place.address)
      await page.goto(`${place.address}/organisations/${place.known.organisation}`)
      await page.locator('.lanes svg[role=img]').first().waitFor()
    },
  },
  {
    name: '04-why', title: { zh: '为什么公示，公示到何时', en: 'Why it is shown, and until when' },
    text: {
      zh: '每一条都可以就地展开：哪条规则，规则怎么说，本条信息的事实，得出什么。没有起作用的规则也列出。',
      en: 'Each record unfolds in place: the rule, what it says, the fact in this record, the result. Rules that had no effect are listed too.',
    },
    go: async (page) => {
      const record = page.locator('article.rec', { hasText: '行政处罚' }).first()
      await record.locator('summary').first().click()
      await record.locator('.why').first().waitFor()
      return record
    },
  },
  {
    name: '05-organisation-phone', title: { zh: '在手机上，用英文', en: 'On a phone, in English' }, phone: true, height: 1000,
    text: { zh: '同一页，英文。组织名称保持原文。', en: 'The same page in English. The name of the organisation stays as it is registered.' },
    go: async (page, { address, known }) => {
      await page.goto(`${address}/en/organisations/${known.organisation}`)
      await page.locator('.lanes').waitFor()
    },
  },
  {
    name: '06-law', title: { zh: '法律', en: 'The law' }, height: 900,
    text: {
      zh: '条例的每一条规则：是否由软件办理，参数是多少，不办理的写明理由。',
      en: 'Every rule of the regulation: whether software does it, with which parameters, and why not where it does not.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/law`)
      await page.locator('main table, main article').first().waitFor()
    },
  },
  {
    name: '07-compare', title: { zh: '五部条例并列', en: 'Five regulations side by side' }, height: 900,
    text: {
      zh: '逐项比较五部省级条例（英文页）。未规定、没有数字、原文缺数字，三者分开写明。',
      en: 'Five provincial regulations, parameter by parameter. A text that is silent, one without a number and one whose source lacks the number are told apart.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/en/law/compare?group=F`)
      await page.locator('main .lanes').first().waitFor()
    },
  },
  {
    name: '08-clock', title: { zh: '期限到哪一天', en: 'The day a period ends' },
    text: {
      zh: '春节前后，有一段鉴定中止：哪些天计入，哪些天跳过，为什么。答案附有可以复算的证明。',
      en: 'Around Spring Festival, with a pause for an appraisal: which days count, which are skipped, and why. The answer comes with a certificate that anyone can compute again.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/clocks?rule=gd-46-3b&from=2026-02-12&pause=2026-02-13..2026-02-20:appraisal`)
      await page.locator('.cal').first().waitFor()
      return page.locator('#answer')
    },
  },
  {
    name: '09-verify', title: { zh: '核验运行者', en: 'Check the operator' },
    text: {
      zh: '贴入一条信息的链接，计算在读者自己的浏览器里进行：证明了什么，没有证明什么，逐项写明。',
      en: 'The link of a record is pasted in, and the reader’s own browser does the computing: what was proved and what was not, item by item.',
    },
    go: async (page, { address, known }) => {
      await page.goto(`${address}/organisations/${known.organisation}`)
      const link = await page.locator('article.rec a[href*="/records/"]').first().getAttribute('href')
      await page.goto(`${address}/verify`)
      await page.locator('#q').fill(address + link)
      await page.locator('#verify button.btn').first().click()
      await page.locator('.checks .tag.proved').first().waitFor({ timeout: 60_000 })
      return page.locator('#result')
    },
  },
  {
    name: '10-sign-in', reader: 'provider', title: { zh: '登录', en: 'Sign in' }, height: 820,
    text: {
      zh: '第一次运行自带演示账户，只在本机可用，没有密码；正式使用时接入任何OpenID Connect登录。一个人可以代表几个单位，每一页都写明现在代表谁。',
      en: 'The first run brings demonstration accounts, on this machine only and without passwords; in use, any OpenID Connect issuer takes their place. A person may act for several units, and every page says for which.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/sign-in?next=/desk/deliveries`)
      await page.getByLabel('演示交付员一').check()
    },
  },
  {
    name: '11-deliver', reader: 'provider', title: { zh: '交付', en: 'Deliver' },
    text: {
      zh: '选目录项，下载模板，选择或者拖入文件。',
      en: 'Choose the item, download its template, choose or drop the file.',
    },
    go: async (page, { address, folder, today }) => {
      await page.getByRole('button', { name: '登录' }).click()
      await page.waitForURL(/\/desk\/deliveries/)
      await page.goto(`${address}/desk/deliveries/new`)
      await page.locator('#what').selectOption('market-penalty')
      await page.locator('#file').setInputFiles(await faultyFile(folder, today))
    },
  },
  {
    name: '12-returned', reader: 'provider', title: { zh: '退回的行', en: 'Rows returned' },
    text: {
      zh: '收下多少，已有多少，有变化多少，退回多少，相加等于总数。退回的每一行写明发现了什么、依据哪条规则、怎样改；属于个人的内容不保存，也不显示。',
      en: 'Accepted, already held, changed, returned: the counts add up. Each returned row says what was found, by which rule, and how to cure it; what belongs to a person is neither kept nor shown.',
    },
    go: async (page, place) => {
      await page.locator('#deliver button.btn').click()
      await page.waitForURL(/\/desk\/deliveries\/[0-9a-f-]{36}/, { timeout: 30_000 })
      place.known.delivery = page.url().split(/[?#]/)[0]!
      // Ended already when the page came, or told so by its script.
      await page.locator('main:not(:has([data-live])), [data-then] a:not([hidden])').first().waitFor({ timeout: 60_000 })
      await page.goto(place.known.delivery)
      await page.locator('#returned tbody tr').first().waitFor()
    },
  },
  {
    name: '13-correct', reader: 'provider', title: { zh: '就地改正一行', en: 'One row corrected in place' },
    text: {
      zh: '改正的表单在该行之下打开，只问有错误的列；仍有错误的，写在输入之旁，所填的都在。',
      en: 'The form opens beneath its row and asks for the faulty columns only. What is still wrong is said beside the field, and what was typed stays.',
    },
    go: async (page) => {
      await page.locator('#returned .act a').first().click()
      await page.locator('.fix form').waitFor()
      await page.locator('.fix form button.btn').first().click()
      await page.locator('.fix .err').first().waitFor()
      return page.locator('#returned')
    },
  },
  {
    name: '14-returned-phone', reader: 'provider', phone: true, title: { zh: '同一份交付，在手机上', en: 'The same delivery on a phone' }, height: 1000,
    text: { zh: '表格的每一行成为一块，标签写在每一格里。', en: 'Each row of the table becomes a block, its labels written in the cells.' },
    go: async (page, { address, known }) => {
      await page.goto(`${address}/sign-in?next=${encodeURIComponent(new URL(known.delivery!).pathname)}`)
      await page.getByLabel('演示交付员一').check()
      await page.getByRole('button', { name: '登录' }).click()
      await page.locator('#returned tbody tr').first().waitFor()
      return page.locator('#returned')
    },
  },
  {
    name: '15-operate', reader: 'operator', title: { zh: '运行', en: 'Operate' },
    text: {
      zh: '运行者的一天：今天到期什么，运行了什么，哪些交付在进行，日志是否完好。',
      en: 'The operator’s day: what is due, what ran, which deliveries are under way, whether the log is sound.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/sign-in?next=/desk/operate`)
      await page.getByLabel('演示运行员').check()
      await page.getByRole('button', { name: '登录' }).click()
      await page.waitForURL(/\/desk\/operate/)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
  },
  {
    name: '16-oversight', title: { zh: '监督', en: 'Oversight' }, height: 900,
    text: {
      zh: '任何人都可以看到：哪个机关按时交付，哪个逾期。期限约束机关，不约束组织。',
      en: 'Anyone can see which office delivers in time and which is late. The limits bind the offices, not the organisations.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/oversight`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
  },
  {
    name: '17-own-file', reader: 'representative', title: { zh: '组织看自己的信息', en: 'An organisation reads its own file' }, height: 1500,
    text: {
      zh: '代表登录后看到所存的全部信息，无论是否公示；谁查询过、谁收到过哪一版本；每条旁边可以提出异议，失信信息旁边写明能否申请修复。',
      en: 'A representative signs in and sees everything held, shown or not, who looked, and who received which version. Beside each record one can object; beside records of untrustworthiness stands whether they can be restored.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/sign-in?next=/subject`)
      await page.getByLabel('演示组织代表').check()
      await page.getByRole('button', { name: '登录' }).click()
      await page.locator('article.rec').first().waitFor()
      return page.locator('#records')
    },
  },
  {
    name: '18-object', reader: 'representative', title: { zh: '提出异议', en: 'Object' }, height: 1260,
    text: {
      zh: '提出后随即得到回执编号，信息立即标注，每一步由谁办理、最迟哪一天都写明；期限约束机关。',
      en: 'The receipt number comes at once, the record is marked, and each step says who has to act and until when. The clock binds the office.',
    },
    go: async (page) => {
      await page.locator('article.rec', { hasText: '行政处罚' }).getByRole('link', { name: /提出异议/ }).first().click()
      await page.getByLabel('错误', { exact: true }).check()
      await page.getByLabel('说明').fill('决定书所载罚款金额与登记不一致，请核对原件并更正。')
      await page.getByRole('button', { name: '提出异议' }).click()
      await page.locator('.casesteps').waitFor()
      return page.locator('main')
    },
  },
  {
    name: '19-design', title: { zh: '设计', en: 'Design' }, height: 1000,
    text: {
      zh: '页面由不多的构件组成，每个都有模板、两种语言的示例和逐一经过检验的无障碍要求。',
      en: 'The pages are made of a handful of components, each with a template, examples in both languages, and accessibility criteria that are tested one by one.',
    },
    go: async (page, { address }) => {
      await page.goto(`${address}/design/calendar`)
      await page.locator('.cal').first().waitFor()
    },
  },
]

/** One with a penalty and a few other records: enough to see, not too much for a picture. */
async function organisationWithRecords(address: string): Promise<string> {
  const found = await read<{ items: { code: string }[] }>(`${address}/api/v1/organisations?q=${encodeURIComponent('岭湾')}`)
  const archives = await Promise.all(found.items.map(async ({ code }) => {
    const archive = await read<{ total: number; items: Record<string, unknown> }>(`${address}/api/v1/organisations/${code}/archive?lang=zh`)
    return { code, worth: ('penalty' in archive.items || 'market-penalty' in archive.items ? 10 : 0) + Math.min(archive.total, 6) }
  }))
  const best = archives.sort((a, b) => b.worth - a.worth || a.code.localeCompare(b.code))[0]
  if (best === undefined) throw new Error('no organisation found to show')
  return best.code
}

async function read<T>(url: string): Promise<T> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
  return await answer.json() as T
}
