/** `probity client`: machine clients of a unit, on the register's own machine. */
import { createPrivateKey, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type ClientRole, newClientId, registerClient, revokeClient, thumbprint } from '../identity/acts.ts'
import { proofText, readPublicKey } from '../identity/client-key.ts'
import { clientsOf } from '../identity/store.ts'
import { refuse } from '../law/outcome.ts'
import { CommandError, type CommandIo, serverAddress } from './io.ts'
import { said } from './member.ts'
import { withPorts } from './ports.ts'

export async function clientCommand(args: string[], io: CommandIo): Promise<number> {
  const [what, ...rest] = args
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const
  const options = { key: text, proof: text, server: text, administer: flag, inquire: flag, operate: flag } as const
  const { values, positionals } = parseArgs({ args: rest, allowPositionals: true, options })
  const code = positionals[0]
  if (!code) throw new CommandError('client: a unit code (add, list) or a client (revoke) is needed', 64, true)
  switch (what) {
    case 'list':
      return withPorts(io, async (ports) => {
        for (const c of await clientsOf(ports.database, code)) {
          io.out(`${c.client_id}  ${await thumbprint(c.public_key) ?? (io.language === 'zh' ? '不能使用' : 'unusable')}  ${c.roles.join(', ')}  ${c.from_at} – ${c.until_at ?? ''}`)
        }
        return 0
      })
    case 'add': {
      if (!values.key) throw new CommandError('client add: --key FILE with a public key (JWK or PEM) is needed', 64, true)
      const key = readPublicKey(await readFile(values.key, 'utf8'))
      if (!key.ok) return said(key, io, '')
      return withPorts(io, async (ports) => {
        const clientId = newClientId(ports, code)
        // The operator's own clients deliver nothing: they read, and write what the operator does only where that is said.
        const own: readonly ClientRole[] = values.operate ? ['operate'] : []
        const roles: readonly ClientRole[] = code === 'operator' || values.operate ? own : ['deliver',
          ...(values.administer ? ['administer'] as const : []), ...(values.inquire ? ['inquire'] as const : [])]
        const done = await registerClient(ports, { clientId, unitCode: code, publicKey: key.value, proof: values.proof ?? '', roles, by: 'operator' })
        return said(done, io, `${clientId}  ${await thumbprint(key.value)}`)
      })
    }
    case 'prove': {
      // Where the private half lies: nothing of it leaves this machine but a signature.
      if (!values.key) throw new CommandError('client prove: --key FILE with the private key is needed', 64, true)
      io.out(await proofBy(await readFile(values.key, 'utf8'), proofText(serverAddress(io, values.server), code)))
      return 0
    }
    case 'revoke':
      return withPorts(io, async (ports) => {
        const done = await revokeClient(ports, code, 'operator')
        return said(done ? { ok: true } : refuse('client-not-there', null, { client: code }), io, io.language === 'zh' ? '已撤销，访问令牌立即失效。' : 'Revoked; its access tokens no longer stand.')
      })
    default: throw new CommandError('client add | client prove | client revoke | client list', 64, true)
  }
}

/** @param file a private key: PEM, JWK, or a key file of this register. @returns the signature in base64 */
async function proofBy(file: string, text: string): Promise<string> {
  try {
    const read = file.trim().startsWith('{') ? JSON.parse(file) as { key?: object } : null
    const key = read === null ? createPrivateKey(file) : createPrivateKey({ key: (read.key ?? read) as never, format: 'jwk' })
    return sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', Buffer.from(text), key).toString('base64')
  } catch { throw new CommandError('client prove: the file holds no private key (PEM or JWK) of Ed25519 or P-256') }
}
