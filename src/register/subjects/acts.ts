/** Organisations enter by being mentioned in a record or by a registration record; registration names and changes them. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson } from '../../acts/act.ts'
import type { Projector } from '../../acts/rebuild.ts'
import { copyLines, copyText } from '../../database/copy.ts'
import type { Tx } from '../../database/db.ts'
import type { Ports } from '../../ports.ts'
import { kindOf } from './kind.ts'
import { bigrams, normalName } from './name.ts'
import { registrationEvents, type Registration } from './registration.ts'
import * as store from './store.ts'
import type { Uscc } from './uscc.ts'

export type Mention = { readonly code: string; readonly name: string; readonly normal: string }

export const subjectTarget = 'subject (subject_code, kind, name, name_normal, name_from, generated, act_id)'
export const nameTarget = 'subject_name (subject_code, name_normal, name, bigrams)'

/** COPY lines and act contents of organisations first mentioned; act `i` bears the number `firstAct + i`. */
export function mentionLines(mentions: readonly Mention[], firstAct: number, generated: boolean) {
  const subjects: string[] = []
  const names: string[] = []
  const contents: { subject: string; content: string }[] = []
  mentions.forEach(({ code, name, normal }, i) => {
    subjects.push(`${code}\t${kindOf(code as Uscc)}\t${copyText(name)}\t${copyText(normal)}\tmention\t${generated ? 't' : 'f'}\t${firstAct + i}\n`)
    names.push(`${code}\t${copyText(normal)}\t${copyText(name)}\t${copyText(arrayText(bigrams(normal)))}\n`)
    contents.push({ subject: code, content: canonicalJson({ by: 'mention', code, generated: generated || undefined, name }) })
  })
  return { subjects: [subjects.join('')], names: [names.join('')], contents }
}

const arrayText = (items: readonly string[]) => `{${items.map((s) => `"${s.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

/** What registration records say of their organisations: names, status, successors, former codes. Each change is an act. */
export async function applyRegistration(tx: Tx, ports: Ports, unitCode: string, deliveryId: string, registrations: readonly Registration[]): Promise<void> {
  const held = new Map((await store.subjects(tx, registrations.map((r) => r.code))).map((row) => [row.subject_code, row]))
  for (const registration of registrations) {
    const row = held.get(registration.code)
    if (!row) continue
    for (const event of registrationEvents(row, registration, ports.today().toString())) {
      const { firstAct } = await appendActs(tx, ports, {
        kind: event.act, actor: unitCode, rules: [], delivery: deliveryId, acts: [{ subject: registration.code, content: canonicalJson(event.content) }],
      })
      await projectEvent(tx, registration.code, event.content, firstAct)
    }
  }
}

type EventContent = ReturnType<typeof registrationEvents>[number]['content']

async function projectEvent(tx: Tx, code: string, content: EventContent, actId: number): Promise<void> {
  switch (content.event) {
    case 'named':
      await store.rename(tx, code, { name: content.name, normal: normalName(content.name), on: content.on, bigrams: bigrams(normalName(content.name)), actId })
      return
    case 'former-name':
      await store.addFormerName(tx, code, { name: content.name, normal: normalName(content.name), until: content.until, bigrams: bigrams(normalName(content.name)) })
      return
    case 'former-code':
      await store.addFormerCode(tx, code, content.code, content.until, actId)
      return
    case 'status':
      await store.setStatus(tx, code, content.status, content.on, [...content.successors], actId)
      return
    case 'established':
      await store.setEstablished(tx, code, content.on)
  }
}

/** The same writing, from the acts alone. */
export const projectMentions: Projector = async (tx, group, acts) => {
  const parsed = acts.map((act) => ({ ...act, ...(JSON.parse(act.content) as { code: string; name: string; generated?: boolean }) }))
  const lines = parsed.map((m) => mentionLines([{ code: m.code, name: m.name, normal: normalName(m.name) }], m.actId, m.generated ?? false))
  await copyLines(tx.client, subjectTarget, lines.flatMap((l) => l.subjects))
  await copyLines(tx.client, nameTarget, lines.flatMap((l) => l.names))
}
export const projectRegistration: Projector = async (tx, _group, acts) => {
  for (const act of acts) await projectEvent(tx, act.subject, JSON.parse(act.content) as EventContent, act.actId)
}
