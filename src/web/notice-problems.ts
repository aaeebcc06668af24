/** Why a letter cannot be made, or its service not be recorded: see `problem.ts`. Pure. */
import type { ReasonRefusal } from '../register/accountability/acts.ts'
import type { ConfirmRefusal } from '../register/notices/mailbox/acts.ts'
import type { ServiceRefusal, WriteRefusal } from '../register/notices/acts.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type NoticeProblem = Exclude<WriteRefusal | ServiceRefusal | ReasonRefusal | ConfirmRefusal, 'personal-data' | 'document-missing' | 'reasons-missing'>

export const noticeProblems: Readonly<Record<NoticeProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'template-unknown': [422, ['没有这种告知书', '没有名为{template}的告知书。', '可用的：{allowed}。'], ['No such letter', 'There is no template {template}.', 'There are: {allowed}.']],
  'template-not-by-hand': [422, ['不由单位自行制发', '{template}不是适用的条例要求单位自行制发的告知书。', '可以制发的：{allowed}。'],
    ['Not written by hand', '{template} is no letter that the regulation in force asks a unit to write.', 'You may write: {allowed}.']],
  'fact-missing': [422, ['缺少内容', '告知书须写明“{fact}”。', '填写后再制发。'], ['Something is missing', 'The letter must state: {fact}.', 'Fill it in and issue it again.']],
  'fact-unreadable': [422, ['内容无法读取', '“{fact}”写作“{found}”，无法读取。', '日期写作2026-11-23；可选的从所列中选择。'],
    ['Not readable', '{fact} reads “{found}”.', 'Write days as 2026-11-23; choose from the list where there is one.']],
  'remedies-missing': [409, ['没有写明救济途径', '所载规则包中没有收件人可以采取的救济途径，告知书不予制发。', '在规则包的救济途径清单中写明。'],
    ['Nothing is open to the addressee', 'The law loaded names no remedy; no letter goes out without one.', 'Name the remedies in the list of the pack.']],
  'addressee-unknown': [404, ['没有这个收件人', '登记簿中没有代码为{code}的组织或者单位。', '核对代码。'], ['Addressee not known', 'The register holds no organisation or unit {code}.', 'Check the code.']],
  'notice-unknown': [404, ['没有这份告知书', '没有编号为{notice}、与您有关的告知书。', '核对编号。'], ['No such letter', 'There is no letter {notice} from or to you.', 'Check the number.']],
  'service-day-wrong': [422, ['日期有误', '“{found}”不是{issued}（制发日）至今天之间的日期。', '填写签收的日期。'],
    ['The day does not fit', '“{found}” is no day between {issued}, when the letter was issued, and today.', 'Enter the day of the signature.']],
  'mail-not-set-up': [409, ['没有开通邮件', '本登记簿没有开通邮件发送。', '以纸质送达，或者请运行单位开通。'], ['No mail here', 'This register is not set up to send mail.', 'Serve it on paper, or have the operator set up mail.']],
  'mail-address-wrong': [422, ['邮箱地址有误', '“{found}”不是邮箱地址。', '核对地址。'], ['Not a mail address', '“{found}” is no mail address.', 'Check it.']],
  'mailbox-code-wrong': [422, ['确认码不符', '这不是发到该信箱的确认码，还可以再试{left}次。', '核对信中的确认码，共十位。'],
    ['Not the code', 'This is not the code in the letter to that mailbox; {left} more tries.', 'Check the code in the letter: ten characters.']],
  'mailbox-not-asked': [409, ['没有等待确认的信箱', '没有写明信箱，或者确认码已经用过、超时、试错太多次。', '再写明一次信箱，会发出新的确认码。'],
    ['No mailbox waits', 'None was named, or its code was used, is too old, or was mistaken too often.', 'Name the mailbox again: another code goes there.']],
  'miss-unknown': [404, ['没有这个错过的期限', '本机构没有编号为{act}的错过的期限。', '核对编号。'], ['No such miss', 'Your office missed no limit numbered {act}.', 'Check the number.']],
  'mail-failed': [502, ['邮件没有发出', '邮件系统没有接收：{why}', '稍后再试，或者以纸质送达。'], ['Not sent', 'The mail system did not take it: {why}', 'Try again, or serve it on paper.']],
}
