/** A confirmed mailbox, the way one is named: asked for, and confirmed with the code out of the letter. */
import assert from 'node:assert/strict'
import type { Mail, Ports } from '../../src/ports.ts'
import { askMailbox, confirmMailbox } from '../../src/register/notices/mailbox/acts.ts'

export const codeIn = (mail: Mail): string => /([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(mail.text)![1]!

export async function confirmedMailbox(ports: Ports, body: string, address: string): Promise<void> {
  const sent: Mail[] = []
  const mailing = { ...ports, sendMail: async (mail: Mail) => { sent.push(mail); return { ok: true } as const } }
  assert.deepEqual(await askMailbox(mailing, body, address), { ok: true, value: 'asked' })
  assert.deepEqual(await confirmMailbox(mailing, body, codeIn(sent[0]!)), { ok: true, value: null })
}
