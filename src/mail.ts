/** Mail by the sending program of this machine, where a deployment names one: `sendmail`, or what takes its place. */
import { spawn } from 'node:child_process'
import type { Mail, Ports } from './ports.ts'

/** Engineering value: a sending program that says nothing for so long is not waited for. */
const patience = 30_000

/** How this deployment sends mail, where it does. */
export const mailFor = (mail: { readonly command: string; readonly from: string } | null | undefined, drill: boolean): Pick<Ports, 'sendMail'> => {
  if (!mail) return {}
  const send = mailBy(mail.command, mail.from)
  return { sendMail: drill ? ofDrill(send) : send }
}

/**
 * @param command path of a program that takes a message on its standard input and its recipient as its last argument
 * @param from    the sender's address
 */
export const mailBy = (command: string, from: string): NonNullable<Ports['sendMail']> => (mail) => new Promise((resolve) => {
  // No shell, and the recipient after `--`: an address is never read as an option.
  const child = spawn(command, ['-i', '-f', from, '--', mail.to], { stdio: ['pipe', 'ignore', 'pipe'], timeout: patience })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => { said = `${said}${chunk.toString()}`.slice(0, 200) })
  child.stdin.on('error', () => {})
  child.on('error', (error) => { resolve({ ok: false, why: error.message }) })
  child.on('close', (code) => { resolve(code === 0 ? { ok: true } : { ok: false, why: said.trim() || `status ${code}` }) })
  child.stdin.end(messageOf(mail, from))
})

/** Of a register made for drills: whoever gets it sees so before anything else. */
export const ofDrill = (send: NonNullable<Ports['sendMail']>): NonNullable<Ports['sendMail']> => (mail) => send({
  ...mail, subject: `演练 DRILL: ${mail.subject}`, text: `演练，不具效力。A drill: nothing in this letter has effect.\n\n${mail.text}`,
})

/** RFC 5322 with the text in base64, so that no line of a letter can become a header or an end of the message. */
export function messageOf({ to, subject, text }: Mail, from: string): string {
  const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
  return [`From: ${from}`, `To: ${to}`, `Subject: ${headerWords(subject)}`, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64', 'Auto-Submitted: auto-generated', '', body, ''].join('\r\n')
}

/** An encoded word holds 75 characters at most. */
const headerWords = (subject: string): string =>
  (subject.replace(/[\r\n]/g, ' ').match(/[^]{1,9}/gu) ?? []).map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ')
