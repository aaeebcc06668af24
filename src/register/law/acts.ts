/** Law and calendar become known to the register by an act, so that every later act can name them. */
import { appendActs } from '../../acts/append.ts'
import { canonicalJson } from '../../acts/act.ts'
import type { Ports } from '../../ports.ts'

/** @returns true when this text was not in force here before */
export async function noteLaw(ports: Ports): Promise<boolean> {
  const stamp = ports.law().stamp
  return ports.database.transaction(async (tx) => {
    if (await tx.one`select 1 from law_loaded where law = ${stamp}`) return false
    const { firstAct } = await appendActs(tx, ports, { kind: 'law.loaded', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ law: stamp }) }] })
    await tx.run`insert into law_loaded (law, act_id, loaded_on) values (${stamp}, ${firstAct}, ${ports.today().toString()})`
    return true
  })
}

export async function noteCalendar(ports: Ports): Promise<boolean> {
  const { edition } = ports.calendar()
  return ports.database.transaction(async (tx) => {
    if (await tx.one`select 1 from calendar_edition where edition = ${edition}`) return false
    const { firstAct } = await appendActs(tx, ports, { kind: 'calendar.loaded', actor: 'operator', rules: [], acts: [{ subject: '', content: canonicalJson({ edition }) }] })
    await tx.run`
      insert into calendar_edition (edition, body, act_id, loaded_on)
      values (${edition}, ${JSON.stringify(ports.calendar())}::jsonb, ${firstAct}, ${ports.today().toString()})`
    return true
  })
}
