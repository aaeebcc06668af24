/**
 * How the interfaces for machines say no: RFC 9457 problem details. One closed list of codes, each with its status and
 * its sentences in both languages; a refusal's legal reason (rule, facts) travels with it. Pure.
 */
import type { DueDayRefusal } from '../calendar/due-day.ts'
import type { TokenRefusal } from '../identity/tokens.ts'
import type { Refusal } from '../law/outcome.ts'
import type { Text2 } from '../law/types.ts'
import type { DeliveryRefusal } from '../register/ingestion/acts.ts'
import type { UsccRefusalCode } from '../register/subjects/uscc.ts'
import { consentProblems, type ConsentProblem } from './consent-problems.ts'
import { inquiryProblems, type InquiryProblem } from './inquiry-problems.ts'
import { type MemberProblem, memberProblems } from './member-problems.ts'
import { type LoadProblem, loadProblems } from './load-problems.ts'
import { objectionProblems, type ObjectionProblem } from './objection-problems.ts'
import { type NoticeProblem, noticeProblems } from './notice-problems.ts'
import { oversightProblems, type OversightProblem } from './oversight-problems.ts'
import { recallProblems, type RecallProblem } from './recall-problems.ts'
import { revocationProblems, type RevocationProblem } from './revocation-problems.ts'
import { restorationProblems, type RestorationProblem } from './restoration-problems.ts'
import { textProblems, type TextProblem } from './text-problems.ts'
import { operatorProblems, type OperatorProblem } from './operator-problems.ts'
import { type PersonProblem, personProblems } from './person-problems.ts'

type RequestFault =
  | 'not-found' | 'validation' | 'request-unreadable' | 'address-unencoded' | 'media-type-unsupported' | 'payload-too-large' | 'rate-limited' | 'upload-broken'
  | 'fault' | LoadProblem
export type ProblemCode =
  | RequestFault | TextProblem
  | OperatorProblem | MemberProblem | ObjectionProblem | RestorationProblem | RecallProblem | RevocationProblem | InquiryProblem | NoticeProblem
  | ConsentProblem | PersonProblem | OversightProblem | TokenRefusal | DeliveryRefusal | DueDayRefusal | UsccRefusalCode
  | 'sign-in-needed' | 'delivery-unknown' | 'item-not-deliverable' | 'row-unknown' | 'row-corrected-before' | 'row-still-returned' | 'row-refused'
  | 'column-unknown' | 'not-the-provider' | 'already-withdrawn' | 'reason-missing' | 'personal-data' | 'grant-unsupported' | 'assertion-type-unsupported' | 'client-is-another'
  | 'organisation-unknown' | 'record-unknown' | 'record-no-longer-shown' | 'record-withdrawn' | 'record-erased' | 'not-yet-in-log' | 'changed-meanwhile' | 'cursor-unreadable'
  | 'rule-unknown' | 'rule-without-limit' | 'pause-unreadable' | 'day-unreadable'

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ProblemCode
  readonly rule: string | null
  readonly facts: Readonly<Record<string, string>>
  readonly cure: string | null
  readonly instance: string
}

/** `{fact}` is filled from the refusal's facts; a fact given in both languages is `fact-zh` and `fact-en`. */
export type ProblemText = { readonly status: number; readonly title: Text2; readonly detail: Text2; readonly cure: Text2 }
type Said = readonly [title: string, detail: string, cure: string]

const p = (status: number, zh: Said, en: Said): ProblemText =>
  ({ status, title: { zh: zh[0], en: en[0] }, detail: { zh: zh[1], en: en[1] }, cure: { zh: zh[2], en: en[2] } })

const worded = <C extends string>(texts: Readonly<Record<C, readonly [status: number, zh: Said, en: Said]>>) =>
  Object.fromEntries(Object.entries<readonly [number, Said, Said]>(texts).map(([code, said]) => [code, p(...said)])) as Record<C, ProblemText>

export const problemTexts: Readonly<Record<ProblemCode, ProblemText>> = {
  ...worded(textProblems),
  ...worded(loadProblems),
  ...worded(operatorProblems),
  ...worded(memberProblems),
  ...worded(objectionProblems),
  ...worded(restorationProblems),
  ...worded(recallProblems),
  ...worded(revocationProblems),
  ...worded(inquiryProblems),
  ...worded(noticeProblems),
  ...worded(oversightProblems),
  ...worded(consentProblems),
  ...worded(personProblems),
  'not-found': p(404, ['没有这个地址', '这里没有可供查询的内容。', '接口清单见 /api/openapi.json。'],
    ['No such address', 'There is nothing to ask for here.', 'Every address is listed in /api/openapi.json.']),
  validation: p(400, ['请求有误', '{where}：{why}。', '按接口说明 /api/openapi.json 更正后重新提交。'],
    ['The request does not fit', '{where}: {why}.', 'Correct it as /api/openapi.json describes and send it again.']),
  'request-unreadable': p(400, ['请求无法读取', '请求的内容不完整或者格式有误。', '检查请求的正文和头部后重新提交。'],
    ['The request cannot be read', 'Its content is incomplete or malformed.', 'Check body and headers and send it again.']),
  'address-unencoded': p(400, ['网址无法读取', '网址中含有未经编码的字符。', '把网址中的中文等字符按 UTF-8 百分号编码，例如 curl -G 网址 --data-urlencode "q=…"。'],
    ['The address cannot be read', 'It holds characters that were not encoded.', 'Percent-encode what is not ASCII, as UTF-8: for example curl -G ADDRESS --data-urlencode "q=…".']),
  'media-type-unsupported': p(415, ['不支持这种内容类型', '本地址不接收所标明的内容类型。', '按接口说明 /api/openapi.json 标明内容类型。'],
    ['Content type not supported', 'This address does not take content of the type named.', 'Name a content type listed in /api/openapi.json.']),
  'payload-too-large': p(413, ['内容过大', '请求的内容超过本地址的上限。', '减小内容，或者分次提交。'],
    ['Too large', 'The content is larger than this address takes.', 'Send less, or send it in parts.']),
  'rate-limited': p(429, ['请求过于频繁', '一分钟内的请求超过{most}次。', '{seconds}秒后再试。'],
    ['Too many requests', 'More than {most} requests came within a minute.', 'Try again in {seconds} seconds.']),
  'upload-broken': p(400, ['上传中断', '文件没有完整到达，未保存任何内容。', '重新发送；可以使用同一个 Idempotency-Key。'],
    ['The upload broke off', 'The file did not arrive whole; nothing of it was kept.', 'Send it again; the same Idempotency-Key may be used.']),
  fault: p(500, ['系统故障', '系统未能答复。故障已经记录，编号{request}。', '再试一次；仍然如此的，请将编号告知运行单位。'],
    ['A fault of the system', 'The register could not answer. The fault is noted under {request}.', 'Try again; if it stays, tell the operator that number.']),

  'sign-in-needed': p(401, ['需要访问令牌', '本地址只供登记的单位使用，请求中没有访问令牌。', '在 /oauth/token 换取令牌，填入 Authorization: Bearer。'],
    ['An access token is needed', 'This address serves registered units; the request bears no token.', 'Get one at /oauth/token and send it as Authorization: Bearer.']),
  'token-invalid': p(401, ['访问令牌无效', '令牌不是本登记簿签发的，或者已被改动。', '在 /oauth/token 重新换取。'],
    ['The access token is not valid', 'This register did not issue it, or it was changed.', 'Get a new one at /oauth/token.']),
  'token-expired': p(401, ['访问令牌已过期', '令牌的有效时间已过。', '在 /oauth/token 重新换取。'],
    ['The access token has expired', 'Its time is over.', 'Get a new one at /oauth/token.']),
  'client-revoked': p(401, ['客户端已停用', '这个客户端的密钥已被撤销。', '由所属单位登记新的密钥。'],
    ['The client was revoked', "This client's key no longer stands.", 'Let its unit register a new key.']),
  'client-unknown': p(401, ['客户端未登记', '没有登记过客户端“{client}”。', '核对 iss、sub；或者由所属单位登记该客户端。'],
    ['The client is not known', 'No client "{client}" is registered.', 'Check iss and sub, or let its unit register the client.']),
  'client-is-another': p(401, ['客户端不一致', 'client_id 与签名的客户端不同。', '去掉 client_id，或者填签名的客户端。'],
    ['Another client', 'client_id is not the client that signed.', 'Leave client_id out or name the client that signed.']),
  'assertion-unreadable': p(401, ['断言无法读取', 'client_assertion 不是 JWT。', '按 RFC 7523 签发断言。'],
    ['The assertion cannot be read', 'client_assertion is no JWT.', 'Make one as RFC 7523 describes.']),
  'assertion-incomplete': p(401, ['断言不完整', '断言缺少必需的声明，或者声明的内容不符。', '填写 iss = sub、jti、exp、aud。'],
    ['The assertion is incomplete', 'A claim it needs is missing or does not fit.', 'Give iss = sub, jti, exp and aud.']),
  'claim-unsound': p(400, ['断言的声明格式有误', '声明 {claim} 不是应有的类型，或者含有不能保存的字符。', 'iss、sub、jti 为不超过200个字符的文字，exp、iat、nbf 为秒数。'],
    ['A claim of the assertion does not fit', 'The claim {claim} is of another type than it must be, or holds a character that cannot be kept.',
      'iss, sub, jti are texts of at most 200 characters; exp, iat, nbf are numbers of seconds.']),
  'assertion-expired': p(401, ['断言已过期', 'exp 已过。', '签发新的断言；检查本机时钟。'],
    ['The assertion has expired', 'Its exp has passed.', "Sign a new one; check the machine's clock."]),
  'assertion-too-long': p(401, ['断言有效时间过长', '断言的有效时间超过{most}秒。', '把 exp 设在签发后{most}秒以内。'],
    ['The assertion is valid for too long', 'It is valid for more than {most} seconds.', 'Set exp within {most} seconds of signing.']),
  'assertion-for-another': p(401, ['断言不是给本登记簿的', 'aud 不是本登记簿的令牌地址。', '见 /.well-known/oauth-authorization-server。'],
    ['The assertion is meant for another', 'Its aud is not the token address of this register.', 'See /.well-known/oauth-authorization-server.']),
  'assertion-replayed': p(401, ['断言已经用过', '同一个 jti 只能使用一次。', '每次换取令牌都签发新的断言。'],
    ['The assertion was used before', 'One jti counts once.', 'Sign a new assertion for every token.']),
  'signature-invalid': p(401, ['签名无效', '断言的签名与登记的公钥不符。', '使用所登记公钥对应的私钥和算法。'],
    ['The signature is not valid', 'It does not fit the registered public key.', 'Sign with the private key and algorithm of the registered one.']),
  'grant-unsupported': p(400, ['不支持这种授权方式', '只支持 client_credentials。', '填写 grant_type=client_credentials。'],
    ['Grant type not supported', 'Only client_credentials is.', 'Send grant_type=client_credentials.']),
  'assertion-type-unsupported': p(400, ['缺少客户端断言', '须提供 {type} 类型的 client_assertion。', '按 RFC 7523 签发并提交断言。'],
    ['A client assertion is missing', 'A client_assertion of the type {type} is needed.', 'Sign and send one as RFC 7523 describes.']),

  'unit-unknown': p(403, ['单位未登记', '没有登记过代码为{unit}的信源单位。', '请运行单位先登记。'],
    ['The unit is not registered', 'No providing unit with the code {unit} is registered.', 'Ask the operator to register it first.']),
  'item-not-in-catalog': p(404, ['目录中没有这一项', '{on}的目录中没有“{item}”。目录以外的信息不予归集。', '可以交付的目录项见 /api/v1/catalog。'],
    ['Not in the catalog', 'The catalog of {on} holds no item "{item}". What is outside the catalog is not taken in.', 'See /api/v1/catalog for what may be delivered.']),
  'item-declined': p(403, ['本登记簿不收这一项', '{title}：{why}', '不要交付此项。收录范围见 /api/v1/catalog。'],
    ['Not taken by this register', '{title}: {why}', 'Do not deliver it; /api/v1/catalog says what is taken.']),
  'unit-may-not-provide': p(403, ['该单位不提供这一项', '{unit}不在“{item}”的提供单位之列。', '由该项的提供单位交付，或者请运行单位更正登记。'],
    ['Not a provider of this item', '{unit} is not among the providers of "{item}".', 'Let a provider of the item deliver it, or have the registration corrected.']),
  'file-name-refused': p(403, ['文件名不予接收', '文件名中有自然人的信息，未保存。', '改名后重新交付；文件名中不要有人名、号码。'],
    ['The file name is refused', 'It carries information about a person and was not kept.', 'Rename the file without names or numbers of persons and deliver it again.']),
  'key-used-for-another-file': p(409, ['交付标识已用于其他目录项', '这个 Idempotency-Key 已用于{item}的交付{delivery}。', '换一个标识。'],
    ['The key stands for another delivery', 'This Idempotency-Key belongs to the delivery {delivery} of {item}.', 'Use another key.']),
  'delivery-unknown': p(404, ['没有这次交付', '本单位没有这个编号的交付。', '本单位的交付见 /api/v1/deliveries。'],
    ['No such delivery', 'Your unit has no delivery with this number.', 'See /api/v1/deliveries for those of your unit.']),
  'item-not-deliverable': p(404, ['目录中没有这一项', '{on}的目录中没有“{item}”。目录以外的信息不予归集。', '本单位可以交付：{allowed}。'],
    ['Not in the catalog', 'The catalog of {on} holds no item "{item}". What is outside the catalog is not taken in.', 'Your unit may deliver: {allowed}.']),
  'sign-in-ended': p(401, ['登录已经结束', '文件送完之前登录已经结束，未保存任何内容。', '重新登录后再次交付。'],
    ['The sign-in has ended', 'It ended before the file had arrived; nothing of it was kept.', 'Sign in and deliver again.']),
  'row-unknown': p(404, ['没有这一行', '这次交付没有退回第{row}行，或者该行不予保存。', '退回的行见本次交付的 returned。'],
    ['No such row', 'The delivery has no returned row {row}, or nothing of it was kept.', 'See returned of this delivery.']),
  'row-corrected-before': p(409, ['该行已经改正', '第{row}行已于{at}改正，成为编号{record}的信息。这次所填的未登记。', '不必再改；如仍有误，重新交付该信息。'],
    ['Corrected before', 'Row {row} was corrected at {at} and became record {record}. What came now was not registered.', 'Nothing is left to correct; if it is still wrong, deliver the record anew.']),
  'row-still-returned': p(422, ['该行仍有需要改正之处', '第{row}行没有登记，原因见 findings。', '按 findings 所述改正后重新提交。'],
    ['Faults remain', 'Row {row} was not registered; findings says why.', 'Correct what findings names and send it again.']),
  'row-refused': p(422, ['所填内容不予接收', '第{row}行所填内容涉及自然人或者禁止归集，未登记，也未保存。', '删去该内容后重新提交。'],
    ['What was written is kept out', 'What was written into row {row} is about a natural person or must not be collected; it was not registered and not kept.', 'Leave it out and send the row again.']),
  'column-unknown': p(422, ['没有这一列', '所给的第 {column} 个列名不在该目录项中。', '列名见 /api/v1/catalog/{item}。'],
    ['No such column', 'Of the column names given, number {column} is none of the item\'s.', 'See /api/v1/catalog/{item} for its columns.']),
  'not-the-provider': p(403, ['不是本单位交付的信息', '这条信息由{provider}交付，只有交付单位可以撤回。', '请由交付单位办理。'],
    ['Delivered by another unit', 'The record was delivered by {provider}; only the unit that delivered it may withdraw it.', 'Let that unit do it.']),
  'already-withdrawn': p(409, ['已经撤回', '编号{record}的信息已经撤回。', '不必再次办理。'],
    ['Withdrawn before', 'Record {record} has been withdrawn already.', 'Nothing is left to do.']),
  'reason-missing': p(422, ['没有填写理由', '撤回须写明理由。', '填写 reason。'],
    ['The reason is missing', 'A withdrawal states its reason.', 'Give reason.']),
  'personal-data': p(422, ['内容中有个人信息', '{where}中有自然人的信息，未办理，也未保存。', '删去后重新提交。'],
    ['Personal data in the text', '{where} holds information about a person; nothing was done and nothing kept.', 'Leave it out and send it again.']),

  'code-empty': p(400, ['没有填写代码', '统一社会信用代码为空。', '填写18位代码。'],
    ['No code', 'The unified social credit code is empty.', 'Give the 18 characters.']),
  'code-length': p(400, ['代码长度不对', '填写了{found}位，应为{required}位。', '核对代码后重新查询；也可以按名称查询。'],
    ['The code has another length', 'It has {found} characters; it must have {required}.', 'Check it, or search by name.']),
  'code-alphabet': p(400, ['代码中有不使用的字符', '第{position}位“{character}”不用于统一社会信用代码（不使用 I、O、Z、S、V）。', '核对该位。'],
    ['A character that codes never use', 'Character {position}, "{character}", is not used (I, O, Z, S and V never are).', 'Check that character.']),
  'code-check-character': p(400, ['代码校验不符', '第{position}位校验码与其余各位不符，代码有误。', '逐位核对。'],
    ['The check character does not fit', 'Character {position} does not fit the others: one of them is wrong.', 'Check every character.']),
  'code-organisation-check': p(400, ['代码校验不符', '第{position}位（组织机构代码的校验码）与其余各位不符。', '逐位核对。'],
    ['The inner check character does not fit', 'Character {position} does not fit the organisation code before it.', 'Check every character.']),
  'individual-trader': p(400, ['个体工商户不在登记范围', '92开头的代码属于个体工商户。本登记簿只登记组织。', '没有可查询的内容。'],
    ['Individual traders are not held', 'A code beginning 92 is of a person in trade. This register holds organisations only.', 'There is nothing to look up.']),
  'organisation-unknown': p(404, ['没有这个组织', '本登记簿没有代码为{code}的组织。不表示好，也不表示不好。', '核对代码；也可以按名称查询。'],
    ['Not held here', 'The register holds no organisation with the code {code}. That says nothing good or bad.', 'Check the code, or search by name.']),
  'record-unknown': p(404, ['没有这条信息', '该组织没有编号为{record}的公示信息。', '公示中的信息见该组织的档案。'],
    ['No such record', 'The organisation has no public record {record}.', 'See its archive for what is on display.']),
  'record-no-longer-shown': p(410, ['已不再公示', '自{since}起不再公示，依据{rules}。', '存在性证明仍可查询，不含内容。'],
    ['No longer shown', 'It has not been shown since {since}, by {rules}.', 'A proof that it existed can still be had, without its content.']),
  'record-withdrawn': p(410, ['已由提供单位撤回', '提供单位自{since}起撤回了这条信息。', '存在性证明仍可查询，不含内容。'],
    ['Withdrawn by its provider', 'The unit that provided it withdrew it on {since}.', 'A proof that it existed can still be had, without its content.']),
  'record-erased': p(410, ['内容已销毁', '编号为{record}的信息已依法删除，内容已经销毁。', '日志中的存在性证明仍可查询，不含内容。'],
    ['Content destroyed', 'Record {record} was deleted under the law; its content was destroyed.', 'A proof that its act is in the log can still be had, without its content.']),
  'changed-meanwhile': p(503, ['刚刚有变动', '读取期间该组织的信息有变动，未作答复。', '一秒后再试。'],
    ['Changed just now', 'A record of this organisation changed while it was read, so nothing was given out.', 'Try again in a second.']),
  'not-yet-in-log': p(503, ['尚未写入日志', '该行为刚刚生效，正在写入日志。', '一秒后再试。'],
    ['Not in the log yet', 'The act has just taken effect and is being written to the log.', 'Try again in a second.']),
  'cursor-unreadable': p(400, ['翻页标记有误', 'after 不是本接口给出的标记。', '使用上一页答复中的 next。'],
    ['The page mark cannot be read', 'after is no mark that this address gave.', 'Use next of the page before.']),

  'rule-unknown': p(404, ['没有这条规则', '各规则包都没有规则“{id}”。', '规则清单见 /api/v1/law/rules。'],
    ['No such rule', 'No pack holds a rule "{id}".', 'See /api/v1/law/rules for all of them.']),
  'rule-without-limit': p(400, ['本条没有期限', '规则{id}没有规定期限。', '有期限的规则见 /api/v1/law/limits。'],
    ['The rule sets no limit', 'Rule {id} sets no limit.', 'See /api/v1/law/limits for those that do.']),
  'pause-unreadable': p(400, ['中止期间无法读取', '“{pause}”不是中止期间。', '按 2026-02-13..2026-02-20:appraisal 填写；尚未结束的不填止日。'],
    ['The pause cannot be read', '"{pause}" is not a pause.', 'Write 2026-02-13..2026-02-20:appraisal; leave the end out while it runs.']),
  'day-unreadable': p(400, ['日期无法读取', '“{day}”不是日期。', '按 2026-02-12 填写。'],
    ['The day cannot be read', '"{day}" is not a day.', 'Write 2026-02-12.']),
  'period-not-set': p(422, ['期限未设定', '条文没有写明数字。', '录入期限及其依据；录入前不计算逾期。'],
    ['Period not set', 'The text gives no number.', 'Enter a period with its basis; until then nothing is overdue.']),
  'not-a-clock': p(422, ['本条不是期限', '本条规定的是次数，没有届满之日。', '查询有期限的规则。'],
    ['Not a clock', 'The rule says how often, not until when; it has no due day.', 'Ask for a rule with a limit.']),
  'pause-open': p(422, ['中止尚未结束', '{from}开始的中止尚未结束；已计入{counted}日，尚余{left}日。', '中止结束后再查询。'],
    ['A pause still runs', 'The pause that began on {from} still runs; counted {counted}, left {left}.', 'Ask again when it has ended.']),
  'pause-without-ground': p(422, ['不得因此中止', '{ground}不中止本期限。', '可以中止本期限的：{allowed}。'],
    ['Nothing to pause it', '{ground} does not pause this limit.', 'What may pause it: {allowed}.']),
  'pause-reversed': p(422, ['起止颠倒', '中止止于{to}，早于起始日{from}。', '改正起止日期。'],
    ['The pause runs backwards', 'It ends on {to}, before it begins on {from}.', 'Enter the days the other way round.']),
  'pause-in-months': p(422, ['按月计算的期限不因中止顺延', '条文未规定按月、按年的期限中止后如何顺延。', '去掉中止期间。'],
    ['No pause for months', 'No text says how a pause moves a limit in months or years.', 'Leave the pause out.']),
  'calendar-gap': p(422, ['日历未涵盖', '{edition}版工作日历只涵盖{firstDay}至{lastDay}，不含{day}。', '载入所缺的放假通知。'],
    ['Outside the calendar', 'Edition {edition} answers from {firstDay} to {lastDay}; {day} is outside.', 'Load the missing notice.']),
}

/** @throws when the code is none of the list: the caller answers with a fault of its own */
export function problemOf(refusal: Refusal, language: 'zh' | 'en', instance: string, status?: number): Problem {
  const text = problemTexts[refusal.code as ProblemCode]
  if (text === undefined) throw new RangeError(`no sentences for the problem ${refusal.code}`)
  const fill = (sentence: Text2) => sentence[language].replace(/\{(\w+)\}/g, (_, fact: string) =>
    refusal.facts[`${fact}-${language}`] || refusal.facts[fact] || (language === 'zh' ? '（无）' : '(none)'))
  return {
    type: `/api/v1/problems/${refusal.code}`, title: text.title[language], status: status ?? text.status, detail: fill(text.detail),
    code: refusal.code as ProblemCode, rule: refusal.rule, facts: refusal.facts, cure: fill(text.cure), instance,
  }
}

export type SchemaFault = { readonly keyword: string; readonly instancePath: string; readonly params: Record<string, unknown>; readonly message?: string }

/** What does not fit a schema, in words. */
export function validationRefusal(context: string, [fault]: readonly SchemaFault[]): Refusal<'validation'> {
  const { keyword, instancePath, params, message } = fault!
  const named = params.missingProperty ?? params.additionalProperty
  const where = [context, ...instancePath.split('/').filter(Boolean), ...(typeof named === 'string' ? [named] : [])].join(' · ')
  const none: Text2 = { zh: '不是可选值之一', en: 'it is none of the values offered' }
  const words: Readonly<Record<string, Text2>> = {
    required: { zh: '必须填写', en: 'it is required' },
    type: { zh: `应为 ${params.type}`, en: `it must be ${params.type}` },
    format: { zh: `应为 ${params.format} 格式`, en: `it must be a ${params.format}` },
    pattern: { zh: '格式不符', en: 'it has another form than asked for' },
    minimum: { zh: `不得小于${params.limit}`, en: `it must be at least ${params.limit}` },
    maximum: { zh: `不得大于${params.limit}`, en: `it must be at most ${params.limit}` },
    minLength: { zh: `至少${params.limit}个字符`, en: `it must have at least ${params.limit} characters` },
    maxLength: { zh: `至多${params.limit}个字符`, en: `it must have at most ${params.limit} characters` },
    const: none, anyOf: none, enum: none,
  }
  const why = words[keyword] ?? { zh: '不符合接口说明', en: message ?? 'it does not fit the description' }
  return { code: 'validation', rule: null, facts: { where, 'why-zh': why.zh, 'why-en': why.en } }
}
