/** Members, keys, sessions and forms sent too late, over the real routes. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { type TestPorts, testPorts } from '../../../../test/support/ports.ts'
import { keyProof } from '../../../../test/support/key-proof.ts'
import { signIn, type SignedIn } from '../../../../test/support/signed-in.ts'
import { registerUnit } from '../../../identity/acts.ts'
import { accountOf, membersOf, membershipsOf } from '../../../identity/members-store.ts'
import { formTokenOf, openSession, sessionCookie } from '../../../identity/sessions.ts'
import { clientsOf } from '../../../identity/store.ts'
import type { DeliveryDesk } from '../../../register/ingestion/desk.ts'
import { buildServer } from '../../server.ts'

const unit = { kind: 'unit', code: '91330000470009923F' } as const
const other = { kind: 'unit', code: '91330200071451933T' } as const
let ports: TestPorts
let app: FastifyInstance
before(async () => {
  ports = await testPorts()
  for (const [{ code }, nameZh, nameEn] of [[unit, '甲局', 'Bureau A'], [other, '乙局', 'Bureau B']] as const) {
    assert.ok((await registerUnit(ports, { code, kind: 'administrative-organ/market-regulation', nameZh, nameEn, items: ['penalty'], demonstration: true })).ok)
  }
  app = await buildServer(ports, { deliveries: {} as DeliveryDesk })
})
after(async () => {
  await app.close()
  await ports.close()
})

const administrator = () => signIn(ports, { body: unit, roles: ['deliver', 'administer'] })
const get = (who: SignedIn | null, url: string) => app.inject({ url, headers: { accept: 'text/html', ...(who ? { cookie: who.cookie } : {}) } })
const post = async (who: SignedIn | null, url: string, fields: Readonly<Record<string, string>>, token?: string) => app.inject({
  method: 'POST', url, headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...(who ? { cookie: who.cookie } : {}) },
  payload: new URLSearchParams({ _token: token ?? (who ? await who.token() : ''), ...fields }).toString(),
})
const acts = async () => (await ports.database.one<{ n: number }>`select count(*) as n from act`)!.n
const lastHead = async () => JSON.parse((await ports.database.one<{ head: string }>`select head from act_group order by first_act desc limit 1`)!.head) as Record<string, string>

test('who is not signed in, has another role or another body does not enter', async () => {
  const deliverer = await signIn(ports, { body: unit, roles: ['deliver'] })
  const operator = await signIn(ports, { body: 'operator', roles: ['operate', 'administer'] })
  assert.equal((await get(null, '/desk/members')).statusCode, 401)
  assert.equal((await get(null, '/en/desk/keys')).statusCode, 401)
  const forbidden = await get(deliverer, '/en/desk/members')
  assert.equal(forbidden.statusCode, 403)
  assert.match(forbidden.body, /Needed: manage members and keys/)
  assert.equal((await get(deliverer, '/account')).statusCode, 200)
  assert.equal((await get(operator, '/desk/members')).statusCode, 200)
  assert.equal((await get(operator, '/desk/keys')).statusCode, 403, 'the operator has no machine clients')
})

test('a wrong day is said at the field it stands in, and nothing is chosen for whoever invites', async () => {
  const who = await administrator()
  const marked = async (fields: Record<string, string>) => {
    const answer = await post(who, '/en/desk/members', { how: 'link', role: 'deliver', from: '2026-11-21', until: '2026-12-31', ...fields })
    assert.equal(answer.statusCode, 422)
    return [...answer.body.matchAll(/<li><a href="#link-(\w+)">/g)].map((m) => m[1])
  }
  assert.deepEqual(await marked({ until: '2026-11-20' }), ['until'])
  assert.deepEqual(await marked({ until: '2027年3月31日' }), ['until'])
  assert.deepEqual(await marked({ from: '2027年3月31日' }), ['from'])
  assert.deepEqual(await marked({ from: 'x', until: 'y' }), ['from', 'until'])
  assert.deepEqual(await marked({ role: '' }), ['role'])
  assert.doesNotMatch((await get(who, '/desk/members')).body, /type="radio"[^>]* checked/)
})

test('an account is added by its issuer; the act names the body and the number of the administrator', async () => {
  const who = await administrator()
  const fields = { how: 'named', issuer: 'https://login.example', subject: 'u-17', role: 'deliver', from: '2026-11-21', until: '2026-12-31' }
  const before = await acts()
  const offered = await post(who, '/desk/members', fields)
  assert.deepEqual([offered.statusCode, offered.headers.location], [303, '/desk/members?done=offered'])
  assert.equal(await acts(), before, 'nobody is put into a body unasked')
  const twice = await post(who, '/desk/members', fields)
  assert.equal(twice.statusCode, 422)
  assert.match(twice.body, /value="u-17"/, 'what was typed stays')
  const { account_id: account } = (await accountOf(ports.database, 'https://login.example', 'u-17'))!
  assert.deepEqual(await membershipsOf(ports.database, account), [])

  const { secret } = await openSession(ports, account, '')
  const person = { account, cookie: `${sessionCookie}=${secret}`, token: async () => formTokenOf(secret, null) }
  const page = await get(person, '/en/account')
  assert.match(page.body, /Offers that wait for your answer.*Bureau A.*deliver information/s)
  const offer = /name="offer" value="(\d+)"/.exec(page.body)![1]!
  const stranger = await administrator()
  assert.equal((await post(stranger, '/account/offers', { offer, answer: 'take' })).statusCode, 422, 'not another account’s')
  const taken = await post(person, '/account/offers', { offer, answer: 'take' })
  assert.equal(taken.statusCode, 303)
  const head = await lastHead()
  assert.deepEqual([head.act, head.actor, head.account], ['membership.granted', unit.code, String(who.account)], 'the act is that of who offered')
  assert.equal((await get(person, '/account')).statusCode, 401, 'the session has another secret now')
  const renewed = /probity_session=([\w-]{43})/.exec(String(taken.headers['set-cookie']))![1]!
  const now = { account, cookie: `${sessionCookie}=${renewed}`, token: async () => formTokenOf(renewed, null) }
  assert.deepEqual((await membershipsOf(ports.database, account)).map((m) => [m.role, m.from_on, m.until_on]), [['deliver', '2026-11-21', '2026-12-31']])
  assert.equal((await post(now, '/account/offers', { offer, answer: 'take' })).statusCode, 422, 'it counts once')
  const [own] = await membershipsOf(ports.database, account)
  assert.equal((await post(stranger, '/account/leave', { membership: String(own!.membership_id) })).statusCode, 422, 'nobody leaves for another')
  assert.equal((await post(now, '/account/leave', { membership: String(own!.membership_id) })).headers.location, '/account?done=left')
  assert.deepEqual([(await lastHead()).act, (await lastHead()).account], ['membership.ended', String(account)])
})

test('an offer that is declined, withdrawn or made by somebody who no longer manages the members gives nothing', async () => {
  const who = await administrator()
  const offerTo = async (subject: string) => {
    assert.equal((await post(who, '/desk/members', { how: 'named', issuer: 'https://login.example', subject, role: 'decide', from: '2026-11-21' })).statusCode, 303)
    const { account_id: account } = (await accountOf(ports.database, 'https://login.example', subject))!
    const { secret } = await openSession(ports, account, '')
    const person = { account, cookie: `${sessionCookie}=${secret}`, token: async () => formTokenOf(secret, null) }
    return { person, offer: /name="offer" value="(\d+)"/.exec((await get(person, '/account')).body)![1]! }
  }
  const no = await offerTo('u-41')
  assert.equal((await post(no.person, '/account/offers', { offer: no.offer, answer: 'decline' })).headers.location, '/account?done=declined')
  assert.equal((await post(no.person, '/account/offers', { offer: no.offer, answer: 'take' })).statusCode, 422)
  const back = await offerTo('u-42')
  await post(who, '/desk/members/withdraw', { invitation: back.offer })
  assert.equal((await post(back.person, '/account/offers', { offer: back.offer, answer: 'take' })).statusCode, 422)
  const late = await offerTo('u-43')
  await ports.database.run`update membership set ended_at = now() where account_id = ${who.account}`
  const refused = await post(late.person, '/en/account/offers', { offer: late.offer, answer: 'take' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /no longer manages the members/)
  assert.deepEqual(await membershipsOf(ports.database, late.person.account), [])
})

test('a day that is none, a role the body has not, an empty field: said beside the field, nothing done', async () => {
  const who = await administrator()
  const before = await acts()
  const bad = { how: 'named', issuer: 'https://login.example', subject: 'u-18', role: 'deliver' }
  for (const [wrong, words] of [
    [{ from: '2026-02-30' }, /id="named-from-error"/], [{ from: '2026-11-22', until: '2026-11-21' }, /id="named-until-error"/], [{ until: '2026-11-01', from: '2026-10-01' }, /id="named-until-error"/],
    [{ role: 'operate' }, /id="named-role-error"/], [{ role: '' }, /id="named-role-error"/], [{ subject: ' ' }, /id="subject-error"/], [{ issuer: '' }, /id="issuer-error"/],
  ] as const) {
    const answer = await post(who, '/en/desk/members', { ...bad, ...wrong })
    assert.equal(answer.statusCode, 422, JSON.stringify(wrong))
    assert.match(answer.body, words)
    assert.match(answer.body, /<title>Error: Members/)
  }
  assert.equal(await acts(), before)
})

test('a joining link makes one member, once, in the name of who invited', async () => {
  const who = await administrator()
  const page = await get(who, '/desk/members')
  const code = /name="code" value="([\w-]{43})"/.exec(page.body)![1]!
  const made = await post(who, '/desk/members', { how: 'link', code, role: 'deliver', from: '2026-11-21' })
  const again = await post(who, '/desk/members', { how: 'link', code, role: 'deliver', from: '2026-11-21' })
  const linkOf = (body: string) => /id="link">([^<]+)</.exec(body)?.[1]
  assert.match(linkOf(made.body)!, new RegExp(`/account/join\\?code=${code}$`))
  assert.equal(linkOf(again.body), linkOf(made.body), 'sent twice, one link')
  assert.equal((await get(null, `/account/join?code=${code}`)).statusCode, 401)
  const newcomer = await signIn(ports, { body: other, roles: [] })
  const offered = await get(newcomer, `/account/join?code=${code}`)
  assert.match(offered.body, /甲局/)
  assert.equal((await post(newcomer, '/account/join', { code })).statusCode, 303)
  assert.deepEqual([(await lastHead()).account, (await lastHead()).actor], [String(who.account), unit.code])
  assert.deepEqual((await membershipsOf(ports.database, newcomer.account)).map((m) => [m.body_code, m.role]), [[unit.code, 'deliver']])
  assert.equal((await get(await signIn(ports, { body: other, roles: [] }), `/account/join?code=${code}`)).statusCode, 410)
  const rows = await ports.database.rows<{ text: string }>`select invitation::text as text from invitation`
  assert.ok(rows.every(({ text }) => !text.includes(code)))
})

test('a link of an administrator who is none any more gives nothing', async () => {
  const [first, second] = [await signIn(ports, { body: other, roles: ['administer'] }), await signIn(ports, { body: other, roles: ['administer'] })]
  const code = /name="code" value="([\w-]{43})"/.exec((await get(first, '/desk/members')).body)![1]!
  await post(first, '/desk/members', { how: 'link', code, role: 'administer', from: '2026-11-21' })
  const membership = (await membersOf(ports.database, other)).find((m) => m.account_id === first.account)!.membership_id
  assert.equal((await post(second, '/desk/members/end', { membership: String(membership) })).statusCode, 303)
  const newcomer = await signIn(ports, { body: unit, roles: [] })
  const refused = await post(newcomer, '/account/join', { code })
  assert.equal(refused.statusCode, 422)
  assert.deepEqual(await membershipsOf(ports.database, newcomer.account), [])
  assert.equal((await get(first, '/account')).statusCode, 401, 'the sessions ended with it')
  const last = (await membersOf(ports.database, other)).find((m) => m.account_id === second.account)!.membership_id
  const before = await acts()
  const kept = await post(second, '/en/desk/members/end', { membership: String(last) })
  assert.equal(kept.statusCode, 422)
  assert.match(kept.body, /last administrator and cannot end/)
  assert.equal(await acts(), before)
  assert.equal((await post(await administrator(), '/desk/members/end', { membership: String(last) })).statusCode, 422, 'of another body')
})

test('two administrators who end each other at once leave one', async () => {
  const third = { kind: 'unit', code: '91330200058290389A' } as const
  assert.ok((await registerUnit(ports, { code: third.code, kind: 'administrative-organ/market-regulation', nameZh: '丙局', nameEn: 'C', items: ['penalty'], demonstration: true })).ok)
  const [a, b] = [await signIn(ports, { body: third, roles: ['administer'] }), await signIn(ports, { body: third, roles: ['administer'] })]
  const of = async (s: SignedIn) => String((await membersOf(ports.database, third)).find((m) => m.account_id === s.account)!.membership_id)
  const [ofA, ofB] = [await of(a), await of(b)]
  await Promise.all([post(a, '/desk/members/end', { membership: ofB }), post(b, '/desk/members/end', { membership: ofA })])
  assert.equal((await membersOf(ports.database, third)).filter((m) => m.ended_at === null).length, 1)
})

test('a public key is registered by JWK or PEM, known by its thumbprint, revoked; the key itself is never shown', async () => {
  const who = await administrator()
  const pair = generateKeyPairSync('ed25519')
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const jwk = pair.publicKey.export({ format: 'jwk' })
  const proof = keyProof(ports, unit.code, pair.privateKey)
  const unproven = await post(who, '/en/desk/keys', { key: pem })
  assert.equal(unproven.statusCode, 422)
  assert.match(unproven.body, /Add the signature made with the private key/)
  assert.match((await post(who, '/en/desk/keys', { key: pem, proof: keyProof(ports, other.code, pair.privateKey) })).body, /does not fit this key/)
  assert.equal((await post(who, '/desk/keys', { key: pem, proof })).headers.location, '/desk/keys?done=registered')
  assert.equal((await lastHead()).account, String(who.account))
  const twice = await post(who, '/en/desk/keys', { key: JSON.stringify({ ...jwk, kid: 'x', note: '<b>' }), proof })
  assert.equal(twice.statusCode, 422)
  assert.match(twice.body, /registered already/)
  const page = await get(who, '/desk/keys')
  assert.doesNotMatch(page.body, new RegExp(jwk.x!))
  const [client] = await clientsOf(ports.database, unit.code)
  assert.deepEqual([client!.roles, client!.public_key], [['deliver'], { kty: 'OKP', crv: 'Ed25519', x: jwk.x }])
  assert.match(page.body, new RegExp(client!.client_id))
  // One from before keys were read strictly takes no desk down: it is shown, and can be taken away.
  await ports.database.run`insert into machine_client (client_id, unit_code, public_key, from_at, act_id) values ('broken', ${unit.code}, ${'{"kty":"OKP","crv":"Ed25519","x":"中文"}'}::jsonb, now(), 1)`
  const blind = await get(who, '/en/desk/keys')
  assert.equal(blind.statusCode, 200)
  assert.match(blind.body, /cannot be used: revoke it/)
  assert.equal((await post(who, '/desk/keys/revoke', { client: 'broken' })).headers.location, '/desk/keys?done=revoked')
  const stranger = await signIn(ports, { body: other, roles: ['administer'] })
  await post(stranger, '/desk/keys/revoke', { client: client!.client_id })
  assert.equal((await clientsOf(ports.database, unit.code)).find((c) => c.client_id === client!.client_id)!.until_at, null, 'not by another unit')
  assert.equal((await post(who, '/desk/keys/revoke', { client: client!.client_id })).headers.location, '/desk/keys?done=revoked')
  assert.notEqual((await clientsOf(ports.database, unit.code)).find((c) => c.client_id === client!.client_id)!.until_at, null)
})

test('a private key is refused and not written back, not even to the one who sent it', async () => {
  const who = await administrator()
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { d } = pair.privateKey.export({ format: 'jwk' })
  const before = await acts()
  for (const key of [pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), JSON.stringify(pair.privateKey.export({ format: 'jwk' }))]) {
    const answer = await post(who, '/en/desk/keys', { key })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /This is a private key/)
    assert.ok(!answer.body.includes(d!) && !answer.body.includes(key.split('\n')[1] ?? d!))
  }
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()
  assert.match((await post(who, '/en/desk/keys', { key: rsa })).body, /Only Ed25519 and P-256/)
  assert.match((await post(who, '/en/desk/keys', { key: 'no key' })).body, /It cannot be read.*no key/s)
  assert.equal(await acts(), before)
})

test('a form from a tab that acts for another body is not carried out, and says for whom it was opened', async () => {
  const who = await administrator()
  await ports.database.run`insert into membership (membership_id, account_id, body_kind, body_code, role, from_on) values (${900000 + who.account}, ${who.account}, 'unit', ${other.code}, 'administer', '2026-01-01')`
  const opened = await who.token()
  const choice = await post(who, '/account/choose', { body: other.code, next: '/desk/members' })
  assert.equal(choice.headers.location, '/desk/members')
  const before = await acts()
  const fields = { how: 'named', issuer: 'https://login.example', subject: 'u-99', role: 'deliver', from: '2026-11-21' }
  const refused = await post(who, '/en/desk/members', fields, opened)
  assert.equal(refused.statusCode, 409)
  assert.match(refused.body, /opened for <b>Bureau A<\/b>/)
  assert.match(refused.body, /now act for <b>Bureau B<\/b>/)
  assert.match(refused.body, /u-99/)
  assert.match(refused.body, /Change the body first/)
  assert.doesNotMatch(refused.body, /Submit for/)
  const kept = /next=%2Fen%2Faccount%2Fkept%2F([\w-]{43})/.exec(refused.body)![1]!
  assert.equal((await post(who, `/account/kept/${kept}`, fields)).statusCode, 409, 'not under the other body')
  await post(who, '/account/choose', { body: unit.code, next: '/' })
  const offered = await get(who, `/en/account/kept/${kept}`)
  assert.match(offered.body, /Submit for Bureau A/)
  assert.equal(await acts(), before)
  const sent = await post(who, `/en/account/kept/${kept}`, fields)
  assert.deepEqual([sent.statusCode, sent.headers.location], [307, '/en/desk/members'])
  assert.equal((await post(who, '/en/desk/members', fields)).statusCode, 303)
  assert.equal((await post(who, `/en/account/kept/${kept}`, fields)).statusCode, 410, 'it counts once')
})

test('a form of a body for which nobody acts any more is shown, whatever role its page needs', async () => {
  const who = await administrator()
  const opened = await who.token()
  await ports.database.run`update session set body_kind = null, body_code = null where account_id = ${who.account}`
  const undecided = await post(who, '/en/desk/members', { how: 'named', subject: 'u-50' }, opened)
  assert.equal(undecided.statusCode, 409)
  assert.match(undecided.body, /opened for <b>Bureau A<\/b>.*u-50.*Change the body first/s)
  assert.equal((await get(who, '/en/desk/members')).headers.location, '/en/account/choose?next=%2Fen%2Fdesk%2Fmembers')
  await ports.database.run`insert into membership (membership_id, account_id, body_kind, body_code, role, from_on) values (${910000 + who.account}, ${who.account}, 'unit', ${other.code}, 'deliver', '2026-01-01')`
  await post(who, '/account/choose', { body: other.code, next: '/' })
  assert.equal((await post(who, '/en/desk/members', { how: 'named', subject: 'u-51' }, opened)).statusCode, 409, 'not: another role is needed')
})

test('a form sent after the session ended is kept, sealed, for its writer alone', async () => {
  const who = await administrator()
  const stale = await who.token()
  await ports.database.run`update session set ended_at = ${ports.now().toString()} where account_id = ${who.account}`
  const fields = { how: 'named', issuer: 'https://login.example', subject: '某个编号', role: 'deliver', from: '2026-11-21', key: '-----BEGIN PRIVATE KEY-----' }
  const late = await post(who, '/desk/members', fields, stale)
  assert.equal(late.statusCode, 401)
  assert.match(late.body, /所填内容已经留存/)
  const kept = /account%2Fkept%2F([\w-]{43})/.exec(late.body)![1]!
  const rows = await ports.database.rows<{ sealed: Buffer }>`select sealed from pending_form`
  assert.ok(rows.length > 0 && rows.every(({ sealed }) => !sealed.includes('某个编号') && !sealed.includes(kept)))
  const stranger = await administrator()
  assert.equal((await get(stranger, `/account/kept/${kept}`)).statusCode, 410, 'not for another account')
  const { secret } = await openSession(ports, who.account, '')
  const back = { ...who, cookie: `${sessionCookie}=${secret}` }
  const page = await get(back, `/account/kept/${kept}`)
  assert.match(page.body, /某个编号/)
  assert.match(page.body, /代表甲局提交/)
  assert.doesNotMatch(page.body, /PRIVATE KEY/)
  const later = await app.inject({ method: 'POST', url: '/desk/members', headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }, payload: 'how=named&subject=x' })
  assert.match(later.body, /没有留存/)
})

test('sessions are listed and ended, one or all others', async () => {
  const who = await administrator()
  const phone = await openSession(ports, who.account, 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) Safari/604.1')
  const tablet = await openSession(ports, who.account, '')
  const with_ = (secret: string) => ({ ...who, cookie: `${sessionCookie}=${secret}` })
  assert.match((await get(who, '/account')).body, /Safari, iOS/)
  const stranger = await administrator()
  await post(stranger, '/account/sessions', { session: String(phone.id) })
  assert.equal((await get(with_(phone.secret), '/account')).statusCode, 200, 'not by another account')
  await post(who, '/account/sessions', { session: String(phone.id) })
  assert.equal((await get(with_(phone.secret), '/account')).statusCode, 401)
  await post(who, '/account/sessions', { session: 'others' })
  assert.deepEqual([(await get(with_(tablet.secret), '/account')).statusCode, (await get(who, '/account')).statusCode], [401, 200])
})

test('a form that comes from elsewhere is refused before anything else', async () => {
  const who = await administrator()
  const before = await acts()
  const answer = await app.inject({
    method: 'POST', url: '/desk/members', payload: new URLSearchParams({ _token: await who.token(), how: 'named', issuer: 'x', subject: 'y', role: 'deliver' }).toString(),
    headers: { accept: 'text/html', cookie: who.cookie, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
  })
  assert.equal(answer.statusCode, 403)
  assert.equal(await acts(), before)
})
