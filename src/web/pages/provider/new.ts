/** A new delivery: which item, its template, the file. */
import type { FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import { mappingNames, readMapping } from '../../../demonstration/mappings.ts'
import { letGo } from '../../../http/bodies.ts'
import { actingOf } from '../../../identity/sessions.ts'
import { unitByCode } from '../../../identity/store.ts'
import type { Refusal } from '../../../law/outcome.ts'
import { deliverableItems, type DeliveryRefusal, keptKey } from '../../../register/ingestion/acts.ts'
import type { DeliveryDesk } from '../../../register/ingestion/desk.ts'
import type { Mapping } from '../../../register/ingestion/mapping.ts'
import type { CatalogItem } from '../../../register/catalog/types.ts'
import { button, buttons, empty, errorSummary, errorTitle, field, type FieldError, form, stackTable } from '../../components.ts'
import { html } from '../../html.ts'
import type { Choice, ChoiceGroup } from '../../components/form.ts'
import type { Page } from '../../layout.ts'
import { type ActingView, type Answer, tokenFits } from '../../routes.ts'
import { signInAgain } from '../../sign-in-again.ts'
import { unsoundTyped } from '../../unsound-form.ts'
import { desk as deskName, keptName, trail } from './parts.ts'

type Choices = { readonly items: readonly CatalogItem[]; readonly mappings: readonly Mapping[] }
type Typed = {
  readonly what?: string; readonly again?: boolean; readonly key?: string
  readonly fileError?: string; readonly whatError?: string; readonly status?: number
}

async function choicesOf({ ports, acting }: ActingView): Promise<Choices> {
  const unit = await unitByCode(ports.database, acting.body!.code)
  const items = unit === null ? [] : deliverableItems(ports, unit)
  return { items, mappings: readyMappings().filter((m) => items.some((item) => item.id === m.item)) }
}

// Mappings are part of the deployment: read once.
let mappings: readonly Mapping[] | null = null
const readyMappings = () => (mappings ??= mappingNames().flatMap((name) => readMapping(name)?.mapping ?? []))

export const newDelivery = async (view: ActingView, query: Readonly<Record<string, string>>): Promise<Page> =>
  formPage(view, await choicesOf(view), {
    ...(query.item === undefined ? {} : { what: query.item }), ...(query.again === undefined ? {} : { again: true }),
  })

function formPage(view: ActingView, { items, mappings }: Choices, typed: Typed): Page {
  const { say, tell, href, in2, ports, language } = view
  if (items.length === 0) {
    return {
      title: say('delivery.new'), desk: deskName,
      main: html`${trail(view, say('delivery.new'))}<div class="head"><h1>${say('delivery.new')}</h1></div>${
        empty({ title: say('delivery.no-items'), text: say('delivery.no-items-text') })}`,
    }
  }
  const what = typed.what ?? (items.length === 1 && mappings.length === 0 ? items[0]!.id : '')
  const errors: FieldError[] = [
    ...(typed.whatError === undefined ? [] : [{ field: 'what', label: say('delivery.item'), text: typed.whatError }]),
    ...(typed.fileError === undefined ? [] : [{ field: 'file', label: say('delivery.file'), text: typed.fileError }]),
  ]
  const choices = items.flatMap((item): readonly (Choice | ChoiceGroup)[] => {
    const own = mappings.filter((m) => m.item === item.id)
    const plain = { value: item.id, label: own.length === 0 ? in2(item.title) : say('delivery.by-template', { item: in2(item.title) }) }
    return own.length === 0 ? [plain] : [{ label: in2(item.title), choices: [plain, ...own.map((m) => ({ value: `${item.id}/${m.id}`, label: in2(m.title) }))] }]
  })
  const key = typed.key ?? ports.randomBytes(16).toString('hex')
  const template = (item: CatalogItem, query: Record<string, string>, label: string) =>
    html`<a href="/api/v1/catalog/${item.id}/template?${new URLSearchParams({ ...query, lang: language }).toString()}" download>${label}<span class="vh"> ${in2(item.title)}</span></a>`
  return {
    title: errorTitle(view, say('delivery.new'), errors), desk: deskName, status: typed.status ?? (errors.length > 0 ? 422 : 200), scripts: ['form', 'deliver'],
    main: html`${trail(view, say('delivery.new'))}<div class="head"><h1>${say('delivery.new')}</h1><p class="lead">${say('delivery.new-lead')}</p></div>
<div class="split"><div>${errorSummary(view, errors)}${form(view, { action: '/desk/deliveries/new', upload: true, id: 'deliver' }, html`
<input type="hidden" name="key" value="${key}">
${field(view, {
      type: 'select', name: 'what', label: say('delivery.item'), hint: say('delivery.item-hint'), value: what, error: typed.whatError,
      choices: [{ value: '', label: say('delivery.choose') }, ...choices],
    })}
${typed.again === undefined ? null : field(view, { type: 'checkbox', name: 'again', label: say('delivery.again'), hint: say('delivery.again-hint'), checked: typed.again })}
<div class="drop" data-drop>${field(view, {
      type: 'file', name: 'file', label: say('delivery.file'), hint: say('delivery.file-hint'), error: typed.fileError,
      accept: '.csv,.xlsx,.ndjson,.jsonl,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    })}<p class="note dropword unseen" data-dropword>${say('delivery.drop')}</p></div>
${buttons(button(say('delivery.send')))}`)}
<template data-words><dl>${(['waiting', 'sending', 'received', 'open', 'same', 'broken', 'ended', 'sign-in', 'forbidden', 'queue', 'choose-first', 'retry', 'leave'] as const).map((word) =>
      html`<dt>${word}</dt><dd>${say(`upload.${word}`)}</dd>`)}<dt>sign-in-address</dt><dd>${href('/sign-in', { next: href('/desk/deliveries/new') })}</dd></dl></template>
<div class="uploads" data-uploads hidden><h2 tabindex="-1">${say('upload.title')}</h2><ol class="plain"></ol><p class="vh" role="status" data-announce></p></div></div>
<div class="side"><h2>${say('delivery.before')}</h2><ul class="dash"><li>${say('delivery.before-one')}</li><li>${say('delivery.before-two')}</li><li>${
      tell('delivery.before-three', { link: html`<a href="${href('/law/rules/nat-catalog-closed')}">${say('delivery.catalog')}</a>` })}</li></ul></div></div>
<section><h2 id="templates">${say('delivery.templates')}</h2>${stackTable<CatalogItem>({
      caption: say('delivery.templates'), captionHidden: true, class: 'templates', rows: items,
      columns: [
        { head: say('delivery.item'), kind: 'head', cell: (item) => in2(item.title) },
        { head: say('delivery.columns'), cell: (item) => say('delivery.column-count', { n: item.fields.length, required: item.fields.filter((f) => f.required).length }) },
        { head: say('delivery.template'), label: null, cell: (item) => html`<span class="links-row">${template(item, { format: 'xlsx' }, 'XLSX')}${
          template(item, { format: 'csv' }, 'CSV')}${template(item, { explain: 'true' }, say('delivery.explained'))}</span>` },
      ],
    })}</section>`,
  }
}

/** A form posted here was sent: its address has a page too, for whoever comes back to it. */
export const backToForm = ({ href }: ActingView): Answer => ({ redirect: href('/desk/deliveries/new') })

const fields = ['_token', 'key', 'what', 'again'] as const

/** The file goes straight to the desk, never held in memory; nothing of it is read before the form is known to be this session's. */
export const receiveUpload = (desk: DeliveryDesk) => async (view: ActingView, { request }: { readonly request: FastifyRequest }): Promise<Answer> => {
  const typed = new URLSearchParams()
  const asJson = (request.headers.accept ?? '').startsWith('application/json')
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if ((fields as readonly string[]).includes(part.fieldname)) typed.set(part.fieldname, String(part.value))
      continue
    }
    const choices = await choicesOf(view)
    if (!tokenFits(view.acting, typed.get('_token'))) {
      // Opened for another body, or before this session: what is sent now would be sent in another name.
      letGo(request)
      return asking(view, choices, typed, { fileError: view.say('delivery.form-of-another', { unit: unitName(view) }), fresh: true, status: 409 }, asJson)
    }
    const [itemId = '', mapping = null] = (typed.get('what') ?? '').split('/')
    const known = choices.items.some((item) => item.id === itemId) && (mapping === null || choices.mappings.some((m) => m.id === mapping && m.item === itemId))
    const whatError = known ? undefined : view.say('delivery.choose-item')
    if (part.fieldname !== 'file' || !part.filename || whatError !== undefined) {
      letGo(request)
      const fileError = part.filename ? (whatError === undefined ? view.say('delivery.choose-file') : view.say('delivery.file-again')) : view.say('delivery.choose-file')
      return asking(view, choices, typed, { whatError, fileError }, asJson)
    }
    const unsound = unsoundTyped(request)
    if (unsound !== null) {
      letGo(request)
      return asking(view, choices, typed, { fileError: view.say('delivery.file-name-unsound', { why: unsound.facts[`why-${view.language}`]! }), fresh: true, status: 400 }, asJson)
    }
    const received = await desk.receive({
      unitCode: view.acting.body!.code, itemId, mapping, fileName: keptName(part.filename), by: { account: view.acting.account.id },
      idempotencyKey: /^[\w-]{8,80}$/.test(typed.get('key') ?? '') ? `form/${typed.get('key')}` : null, keyIsOfOneFile: true, once: typed.get('again') === null,
      stillActs: async () => stillActs(view, request),
    }, part.file as Readable)
    if (!received.ok) {
      letGo(request)
      const [refusal] = received.refusals
      if (refusal.code === 'sign-in-ended') return signInAgain(view, request, new URLSearchParams())
      return asking(view, choices, typed, { fileError: whyNot(view, refusal), fresh: true, status: refusal.code === 'key-used-for-another-file' ? 409 : 422 }, asJson)
    }
    const row = received.value
    // Of the same file the second sending is the first delivery: by its key at once, by its content some time later.
    const earlier = row.idempotency_key !== keptKey(view.ports, row.unit_code, `form/${typed.get('key')}`)
    const address = view.href(`/desk/deliveries/${row.delivery_id}`, { same: earlier ? '1' : null })
    return asJson ? { send: (reply) => reply.code(201).send({ address, same: earlier }) } : { redirect: address }
  }
  return asking(view, await choicesOf(view), typed, { fileError: view.say('delivery.choose-file') }, asJson)
}

const unitName = ({ language, acting }: ActingView): string => (language === 'zh' ? acting.body!.nameZh : acting.body!.nameEn)

async function stillActs({ ports, acting }: ActingView, request: FastifyRequest): Promise<boolean> {
  const now = await actingOf(ports, request)
  return now !== null && tokenFits(now, acting.formToken) && now.roles.includes('deliver')
}

function asking(
  view: ActingView, choices: Choices, typed: URLSearchParams,
  { whatError, fileError, fresh, status }: { whatError?: string | undefined; fileError?: string; fresh?: boolean; status?: number }, asJson: boolean,
): Answer {
  if (asJson) return { send: (reply) => reply.code(status ?? 422).send({ error: [whatError, fileError].filter(Boolean).join(' ') }) }
  return formPage(view, choices, {
    what: typed.get('what') ?? '', ...(typed.get('again') === null ? {} : { again: true }), ...(fresh ? {} : { key: typed.get('key') ?? '' }),
    ...(whatError === undefined ? {} : { whatError }), ...(fileError === undefined ? {} : { fileError }), ...(status === undefined ? {} : { status }),
  })
}

function whyNot({ say }: ActingView, { code }: Refusal<DeliveryRefusal>): string {
  switch (code) {
    case 'file-name-refused': return say('delivery.file-name-refused')
    case 'key-used-for-another-file': return say('delivery.form-used')
    default: return say('delivery.may-not')
  }
}

