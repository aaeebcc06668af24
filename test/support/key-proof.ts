/** The signature by which whoever registers a key shows that it has the other half. */
import { type KeyObject, sign } from 'node:crypto'
import { proofText } from '../../src/identity/client-key.ts'
import type { Ports } from '../../src/ports.ts'

export const keyProof = (ports: Pick<Ports, 'settings'>, unit: string, privateKey: KeyObject): string =>
  sign(privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256', Buffer.from(proofText(ports.settings.address, unit)), privateKey).toString('base64')
