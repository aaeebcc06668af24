/**
 * Notices as acts: a letter is made, and served at once in the addressee's own room; that it was opened, handed over or
 * sent is an act of its own, the proof of service.
 */
import { isDay } from '../../calendar/day-number.ts'
import { canonicalJson, type Doer, doer, type Json } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import type { ProjectedAct, Projector } from '../../acts/rebuild.ts'
import type { Tx } from '../../database/db.ts'
import { ownPorts } from '../../identity/own-ports.ts'
import { unitByCode } from '../../identity/store.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { RuleId, Text2 } from '../../law/types.ts'
import { readNoticeTemplates } from '../../packs.ts'
import type { Ports } from '../../ports.ts'
import { personalDataIn } from '../boundary/texts.ts'
import { type Block, type Facts, type Letter, letterBlocks, type LetterRefusal, rulesAsking, writeLetter } from './notice.ts'
import { queueMail, waitingOf } from './post/store.ts'
import * as store from './store.ts'
import type { NoticeTemplate, NoticeTemplates } from './templates.ts'

export type NewNotice = {
  /** id of a template of packs/notices.yaml */
  readonly template: string
  /** code of the organisation or unit it is for */
  readonly to: string
  /** what the letter calls an addressee the register holds under no code */
  readonly named?: Text2
  readonly about: { readonly subject: string; readonly record: number | null; readonly case: number | null }
  /** by the names of the template; a text in two languages as `name-zh` and `name-en` */
  readonly facts: Facts
  /** of the act it tells of */
  readonly rules: readonly RuleId[]
}
/** - `addressee-unknown` no such organisation or unit; facts: code */
export type NoticeRefusal = LetterRefusal | 'addressee-unknown'

let read: Promise<NoticeTemplates> | null = null
/** Read once; a fault in the file stops the first letter, and a test finds it before. */
export const noticeTemplates = (): Promise<NoticeTemplates> => (read ??= readNoticeTemplates())

/**
 * Makes and serves a letter inside the transaction of the act it tells of: without the letter there is no act.
 * @returns its number, that of its act
 * @throws when it cannot be made (a fact is missing, nothing is open to the addressee): a fault of the caller or of the pack
 */
export async function serveNotice(tx: Tx, ports: Ports, by: Doer, n: NewNotice): Promise<number> {
  const made = await issueNotice(tx, ports, by, n)
  if (!made.ok) throw new Error(`the notice ${n.template} cannot be made: ${JSON.stringify(made.refusals)}`)
  return made.value
}

/** Does the law in force have a rule that asks for this letter? @source xm-37-1 */
export async function isAsked(ports: Pick<Ports, 'law'>, id: string): Promise<boolean> {
  const template = (await noticeTemplates()).templates.find((t) => t.id === id)
  return template !== undefined && rulesAsking(template, ports.law()).length > 0
}

/**
 * The same where the law in force has a rule for it: one that asks for the letter, or one of the act it tells of.
 * @returns null where neither does: such a letter would rest on nothing
 * @source xm-37-1
 */
export async function serveWhereAsked(tx: Tx, ports: Ports, by: Doer, n: NewNotice): Promise<number | null> {
  return n.rules.length > 0 || await isAsked(ports, n.template) ? serveNotice(tx, ports, by, n) : null
}

/** The same, with a refusal as its answer. @source gd-46-3c, js-64-4, hn-32-2c, xm-33-1, xm-11-2 */
export async function issueNotice(tx: Tx, ports: Ports, by: Doer, n: NewNotice): Promise<Outcome<number, NoticeRefusal>> {
  const templates = await noticeTemplates()
  const letter = writeLetter(templates, ports.law(), ports.today(), n)
  if (!letter.ok) return letter
  const { to: kinds } = templates.templates.find((t) => t.id === n.template)!
  const kind = kinds !== 'party' ? kinds : n.to === 'operator' || await nameOf(tx, 'unit', n.to) !== null ? 'unit' : 'organisation'
  const issuer = doer(by).actor
  const from = issuer === 'operator' ? null : await nameOf(tx, 'unit', issuer)
  const to = (kinds === 'party' && n.to === 'operator' ? templates.frame.operator : await nameOf(tx, kind, n.to)) ?? n.named ?? null
  if (to === null) return refuse('addressee-unknown', letter.value.rules[0] ?? null, { code: n.to })
  const content: IssuedContent = { about: n.about, from, letter: letter.value, template: n.template, to: { code: n.to, kind, name: to } }
  const { firstAct, head } = await appendActs(tx, ports, {
    kind: 'notice.issued', ...doer(by), rules: letter.value.rules, acts: [{ subject: n.about.subject, content: canonicalJson(content as unknown as Json) }],
  })
  await projectOne(tx, 'notice.issued', head, { subject: n.about.subject, actId: firstAct, content: canonicalJson(content as unknown as Json) })
  await queueMail(tx, firstAct, n.to, ports.now().toString())
  return ok(firstAct)
}

type IssuedContent = {
  readonly about: NewNotice['about']; readonly from: Text2 | null; readonly letter: Letter; readonly template: string
  readonly to: { readonly code: string; readonly kind: 'organisation' | 'unit'; readonly name: Text2 }
}

/** What a letter calls a body; null where there is none of this code. */
export async function nameOf(tx: Tx, kind: 'organisation' | 'unit', code: string): Promise<Text2 | null> {
  if (kind === 'organisation') {
    const held = await store.organisationName(tx, code)
    return held && { zh: held.name, en: held.name }
  }
  const unit = await unitByCode(tx, code)
  return unit && { zh: unit.name_zh, en: unit.name_en }
}

// ── Letters a unit writes itself ───────────────────────────────────────────────────────────────────────────────────

/** - `template-not-by-hand` facts: allowed; - `personal-data` facts: where */
export type WriteRefusal = NoticeRefusal | 'template-not-by-hand' | 'personal-data'

/** Templates that a unit may write under the regulation in force: those it asks for. */
export async function templatesByHand(ports: Ports): Promise<readonly NoticeTemplate[]> {
  const { templates } = await noticeTemplates()
  return templates.filter((t) => t.hand && rulesAsking(t, ports.law()).length > 0)
}

/** @source xm-11-2 */
export async function writeNotice(
  ports: Ports, by: Doer, n: { readonly template: string; readonly to: string; readonly facts: Facts },
): Promise<Outcome<number, WriteRefusal>> {
  const allowed = await templatesByHand(ports)
  const template = allowed.find((t) => t.id === n.template)
  if (template === undefined) return refuse('template-not-by-hand', null, { template: n.template, allowed: allowed.map((t) => t.id).join(', ') || '–' })
  const personal = personalDataIn(n.facts, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction((tx) => issueNotice(tx, ports, by, {
    ...n, about: { subject: template.to === 'organisation' ? n.to : '', record: null, case: null }, rules: [],
  }))
}

// ── Proofs that a letter arrived ───────────────────────────────────────────────────────────────────────────────────

export type Service = { readonly channel: 'paper'; readonly document: string; readonly on: string }
/**
 * - `notice-unknown`     none with that number for or by this body
 * - `document-missing`   paper is handed over against a document: its number
 * - `service-day-wrong`  no day, before the letter was made, or still to come; facts: found, issued
 * - `mail-not-set-up`    this register sends no mail
 * - `mail-address-wrong` facts: found
 * - `mail-failed`        it was not taken; facts: why
 */
export type ServiceRefusal =
  | 'notice-unknown' | 'document-missing' | 'service-day-wrong' | 'mail-not-set-up' | 'mail-address-wrong' | 'mail-failed' | 'personal-data'

/** An officer of the issuer records that the letter was handed over on paper: when, and against which document. */
export async function recordService(ports: Ports, by: Doer, id: number, s: Service): Promise<Outcome<null, ServiceRefusal>> {
  const personal = personalDataIn({ document: s.document }, ports)
  if (personal !== null) return refuse('personal-data', personal.rule, { where: personal.where })
  return ports.database.transaction(async (tx) => {
    const row = await store.noticeForChange(tx, id)
    if (row === null || row.issuer !== doer(by).actor) return refuse('notice-unknown', null, { notice: String(id) })
    if (s.document.trim() === '') return refuse('document-missing')
    if (!isDay(s.on) || s.on < row.issued_on || s.on > ports.today().toString()) return refuse('service-day-wrong', null, { found: s.on, issued: row.issued_on })
    await proof(tx, ports, by, row, 'notice.served', { channel: 'paper', document: s.document.trim(), notice: id, received: s.on })
    return ok(null)
  })
}

/** Sends the letter by mail, where this register is set up to: that it was taken for delivery is noted, it proves no arrival. */
export async function mailNotice(ports: Ports, by: Doer, id: number, address: string): Promise<Outcome<null, ServiceRefusal>> {
  if (ports.sendMail === undefined) return refuse('mail-not-set-up')
  if (!isMailAddress(address)) return refuse('mail-address-wrong', null, { found: address })
  const row = Number.isSafeInteger(id) ? await store.notice(ports.database, id) : null
  if (row === null || row.issuer !== doer(by).actor) return refuse('notice-unknown', null, { notice: String(id) })
  return sendNotice(ports, by, id, address)
}

export const isMailAddress = (text: string): boolean => /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,200}$/.test(text)

/**
 * Sends any letter; that the sender may is the caller's to know.
 * @param also in the transaction of the act that says it was taken
 */
export async function sendNotice(
  ports: Ports, by: Doer, id: number, address: string, also: (tx: Tx) => Promise<unknown> = async () => {},
): Promise<Outcome<null, ServiceRefusal>> {
  const { sendMail } = ports
  const found = await noticeFor(ports, 'operator', id)
  if (sendMail === undefined) return refuse('mail-not-set-up')
  if (!found.ok) return refuse('notice-unknown', null, { notice: String(id) })
  const { row } = found.value
  const texts = (['zh', 'en'] as const).map((language) => plainText(found.value.blocks[language]))
  const sent = await sendMail({ to: address, subject: `${row.title_zh} ${row.title_en}`, text: texts.join('\n\n') })
  if (!sent.ok) return refuse('mail-failed', null, { why: sent.why })
  // The address may be a person's: the act holds that it was sent, not to whom.
  return ports.database.transaction(async (tx) => {
    const still = await store.noticeForChange(tx, id)
    if (still === null) return refuse('notice-unknown', null, { notice: String(id) })
    await proof(tx, ports, by, still, 'notice.sent', { channel: 'mail', notice: id })
    await also(tx)
    return ok(null)
  })
}

export const plainText = (blocks: readonly Block[]): string => blocks.map((b) => {
  switch (b.kind) {
    case 'facts': return b.rows.map(([label, value]) => `${label}: ${value}`).join('\n')
    case 'items': return b.items.map((item) => `- ${item}`).join('\n')
    default: return b.text
  }
}).join('\n\n')

type ProofKind = 'notice.read' | 'notice.served' | 'notice.sent'
async function proof(tx: Tx, ports: Ports, by: Doer, row: store.NoticeRow, kind: ProofKind, content: Proof): Promise<void> {
  const text = canonicalJson(content)
  const { firstAct, head } = await appendActs(tx, ports, { kind, ...doer(by), rules: [], acts: [{ subject: row.subject_code, content: text }] })
  await projectOne(tx, kind, head, { subject: row.subject_code, actId: firstAct, content: text })
}
type Proof = { readonly channel: store.Channel; readonly document?: string; readonly notice: number; readonly received?: string }

// ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type NoticeNow = {
  readonly row: store.NoticeRow
  readonly to: { readonly code: string; readonly name: Text2 }
  /** null: the operator */
  readonly from: Text2 | null
  readonly letter: Letter
  readonly blocks: Readonly<Record<'zh' | 'en', readonly Block[]>>
  /** on its way by mail and not taken yet: how often it was tried, when it is tried next, what the last attempt said */
  readonly mail: { readonly tries: number; readonly next: string; readonly why: string | null } | null
  /** what was done with it, in order */
  readonly proofs: readonly {
    readonly act: number; readonly kind: string; readonly on: string; readonly channel: store.Channel
    readonly document: string | null; readonly received: string | null
  }[]
}

/** A letter for its addressee, its issuer and the operator. Reading it here proves nothing. */
export async function noticeFor(ports: Ports, body: string, id: number): Promise<Outcome<NoticeNow, 'notice-unknown'>> {
  const unknown = refuse('notice-unknown' as const, null, { notice: String(id) })
  const row = Number.isSafeInteger(id) ? await store.notice(ports.database, id) : null
  if (row === null || ![row.to_code, row.issuer, 'operator'].includes(body)) return unknown
  const [made, ...later] = await store.actsOf(ports.database, row)
  if (made?.content == null) return unknown
  const { frame, sources } = await noticeTemplates()
  const { letter, to, from } = JSON.parse(made.content) as IssuedContent
  const sent = { number: id, issuedOn: row.issued_on, to, from, letter }
  const blocks = (language: 'zh' | 'en') => letterBlocks(sent, { frame, sources }, ports.law(), language)
  const waiting = await waitingOf(ports.database, id)
  return ok({
    mail: waiting === null ? null : { tries: waiting.tries, next: waiting.next_at, why: waiting.why },
    row, to, from, letter, blocks: { zh: blocks('zh'), en: blocks('en') },
    proofs: later.filter((a) => a.content !== null).map((a) => {
      const { channel, document = null, received = null } = JSON.parse(a.content!) as Proof
      return { act: a.act_id, kind: a.kind, on: (JSON.parse(a.head) as { on: string }).on, channel, document, received }
    }),
  })
}

/** A letter opened by one of its parties. Opened by its addressee for the first time, that is an act: the proof that it arrived. */
export async function openNotice(ports: Ports, by: Doer, id: number): Promise<Outcome<NoticeNow, 'notice-unknown'>> {
  const body = doer(by).actor
  const own = ownPorts(ports, body)
  const found = await noticeFor(own, body, id)
  if (!found.ok || found.value.row.to_code !== body || found.value.row.read_on !== null) return found
  await ports.database.transaction(async (tx) => {
    const row = await store.noticeForChange(tx, id)
    // Destroyed meanwhile, with the record it was about: it is no longer there to be opened.
    if (row?.read_on === null) await proof(tx, ports, by, row, 'notice.read', { channel: 'in-app', notice: id })
  })
  return noticeFor(own, body, id)
}

// ── Projecting from acts ───────────────────────────────────────────────────────────────────────────────────────────

export const noticeActs = ['notice.issued', 'notice.read', 'notice.served', 'notice.sent'] as const

export const projectNotice: Projector = async (tx, { kind, head }, acts) => {
  for (const act of acts) await projectOne(tx, kind, head, act)
}

async function projectOne(tx: Tx, kind: string, head: { readonly actor: string; readonly on: string }, act: ProjectedAct): Promise<void> {
  if (kind === 'notice.issued') {
    const { about, letter, template, to } = JSON.parse(act.content) as IssuedContent
    await store.add(tx, {
      notice_id: act.actId, template, to_code: to.code, to_kind: to.kind, issuer: head.actor, subject_code: act.subject,
      record_id: about.record, case_id: about.case,
      title_zh: letter.title.zh, title_en: letter.title.en, issued_on: head.on,
      read_on: null, received_on: null, channel: null,
    })
    await store.addAct(tx, act.actId, act.actId)
    return
  }
  const { notice, channel, received } = JSON.parse(act.content) as Proof
  if (kind !== 'notice.sent') await store.received(tx, notice, received ?? head.on, channel)
  await store.addAct(tx, notice, act.actId)
}
