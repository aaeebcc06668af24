/** What the demonstration's issuer remembers while it runs: some thousand entries, the oldest forgotten first. */
import type { Adapter, AdapterPayload } from 'oidc-provider'

const most = 5000

export function memoryAdapter(now: () => Temporal.Instant): (name: string) => Adapter {
  const entries = new Map<string, { readonly payload: AdapterPayload; readonly until: number }>()
  const seconds = () => Math.floor(now().epochMilliseconds / 1000)
  const live = (key: string) => {
    const entry = entries.get(key)
    return entry && entry.until > seconds() ? entry.payload : undefined
  }
  const search = (name: string, fits: (payload: AdapterPayload) => boolean) =>
    [...entries.keys()].filter((key) => key.startsWith(`${name}:`)).map(live).find((payload) => payload !== undefined && fits(payload))
  return (name) => ({
    async upsert(id, payload, expiresIn) {
      entries.delete(`${name}:${id}`)
      entries.set(`${name}:${id}`, { payload, until: seconds() + (expiresIn || 3600) })
      for (const oldest of entries.keys()) { if (entries.size <= most) break; entries.delete(oldest) }
    },
    find: async (id) => live(`${name}:${id}`),
    findByUid: async (uid) => search(name, (payload) => payload.uid === uid),
    findByUserCode: async (code) => search(name, (payload) => payload.userCode === code),
    async consume(id) {
      const payload = live(`${name}:${id}`)
      if (payload) payload.consumed = seconds()
    },
    async destroy(id) { entries.delete(`${name}:${id}`) },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key)
    },
  })
}
