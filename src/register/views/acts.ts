/** Opening a view of the register, and reading through it. */
import { canonicalJson } from '../../acts/act.ts'
import { appendActs } from '../../acts/append.ts'
import { unitByCode } from '../../identity/store.ts'
import { type Outcome, ok, refuse } from '../../law/outcome.ts'
import type { Ports } from '../../ports.ts'
import { refusedAsPersonal } from '../boundary/refused.ts'
import * as store from './store.ts'
import { type View, viewFor, type ViewRefusal, type ViewRequest } from './view.ts'

/** A city that asks for a register of its own is given a view, with the article that says why. */
export async function openView(ports: Ports, actor: string, request: ViewRequest): Promise<Outcome<View, ViewRefusal | 'unit-unknown' | 'personal-data'>> {
  const view = viewFor(request, ports.law())
  if (!view.ok) return view
  const personal = refusedAsPersonal({ 'title.zh': request.title.zh, 'title.en': request.title.en }, ports)
  if (personal !== null) return personal
  for (const unit of view.value.units) if ((await unitByCode(ports.database, unit)) === null) return refuse('unit-unknown', null, { unit })
  await ports.database.transaction((tx) => appendActs(tx, ports, {
    kind: 'view.opened', actor, rules: view.value.rule === null ? [] : [view.value.rule], acts: [{ subject: '', content: canonicalJson(view.value) }],
  }))
  return view
}

/** What is on display today among the records of a view's units. */
export async function readView(ports: Ports, id: string, limit = 50, after: { decidedOn: string; record: number } | null = null) {
  const view = (await store.views(ports.database)).find((v) => v.id === id)
  if (!view) return refuse('view-unknown', null, { id })
  return ok({ view, records: await store.recordsOnDisplay(ports.database, view.units, ports.today().toString(), after, limit) })
}
