/** Why an authorisation, keeping a record from view, or an organisation's own statement is refused: see `problem.ts`. Pure. */
import type { ConsentRefusal } from '../register/consent/acts.ts'
import type { StatementTextRefusal } from '../register/statements/statement.ts'
import type { UsccRefusalCode } from '../register/subjects/uscc.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type ConsentProblem = Exclude<ConsentRefusal, UsccRefusalCode | 'record-unknown'> | StatementTextRefusal

export const consentProblems: Readonly<Record<ConsentProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'inquirer-bundled': [422, ['一次只授权一个查询人', '填写的“{found}”不是一个查询人。', '填写一个统一社会信用代码；授权几个查询人的，分别办理。'],
    ['One inquirer at a time', '"{found}" is not one inquirer.', 'Give one unified social credit code; authorise several one by one.']],
  'purpose-bundled': [422, ['一次只授权一项用途', '填写的“{found}”不是一项用途。', '选择一项；有几项用途的，分别授权。'],
    ['One purpose at a time', '"{found}" is not one purpose.', 'Choose one; authorise several one by one.']],
  'consent-tied': [422, ['授权不得捆绑', '授权是某项服务的条件，或者与其他同意一并作出，不予登记。', '与该项服务和其他同意分开，单独作出授权。'],
    ['Consent stands alone', 'It was made the condition of a service or comes with another consent, and is not entered.', 'Give it by itself, apart from the service and from any other consent.']],
  'inquirer-unknown': [422, ['没有这个查询人', '代码{code}既不是本登记簿的单位，也不是所登记的组织。', '核对代码；查询人须是单位或者组织。'],
    ['No such inquirer', 'Code {code} is neither a unit nor an organisation of this register.', 'Check the code; an inquirer is a unit or an organisation.']],
  'inquirer-self': [422, ['无须授权自己', '查询人就是贵单位。', '查询自身信息不需要授权。'], ['Not needed', 'The inquirer is your own organisation.', 'You see what is held about you without any authorisation.']],
  'purpose-unknown': [422, ['没有这项用途', '用途须是所列之一：{allowed}。', '选择其中一项。'], ['No such purpose', 'The purpose must be one of these: {allowed}.', 'Choose one.']],
  'category-missing': [422, ['没有写明类别', '须写明可以查询哪些类别：{allowed}。', '至少选择一类。'], ['No category', 'Say which categories may be seen: {allowed}.', 'Choose at least one.']],
  'category-unknown': [422, ['没有这个类别', '“{found}”不是信息类别。可以选择：{allowed}。', '在所列类别中选择。'],
    ['No such category', '"{found}" is not a category. These are: {allowed}.', 'Choose among them.']],
  'end-missing': [422, ['没有终止之日', '不得一次授权终身有效。', '填写授权的最后一天，例如2026-12-31。'],
    ['It has no end', 'No authorisation is given for ever.', 'Give its last day, such as 2026-12-31.']],
  'end-unreadable': [422, ['看不懂这一天', '“{found}”不是日期。', '按年-月-日填写，例如2026-12-31。'], ['That is no day', '"{found}" is not a date.', 'Write it as year-month-day, such as 2026-12-31.']],
  'end-passed': [422, ['这一天已经过去', '最后一天不能早于今天（{today}）。', '填写今天或者以后的一天。'], ['That day is over', 'The last day cannot be before today ({today}).', 'Give today or a later day.']],
  'end-too-late': [422, ['期限过长', '最后一天不得晚于{latest}。', '填写较早的一天；到期后可以再次授权。'],
    ['Too long', 'The last day cannot be after {latest}.', 'Give an earlier day; you can authorise again afterwards.']],
  'already-authorised': [409, ['已经授权', '授权{authorisation}已经包括这些内容。', '无须再次授权。'], ['Authorised already', 'Authorisation {authorisation} covers this.', 'Nothing more is needed.']],
  'authorisation-unknown': [404, ['没有这项授权', '贵单位没有编号为{authorisation}的授权。', '核对编号。'],
    ['No such authorisation', 'Your organisation gave no authorisation {authorisation}.', 'Check the number.']],
  'authorisation-over': [409, ['授权已经终止', '授权{authorisation}已经撤回或者到期。', '无须再办。'], ['It is over', 'Authorisation {authorisation} was revoked or has ended.', 'Nothing is left to do.']],
  'not-withholdable': [422, ['不能申请不公开', '适用的条例没有规定可以申请不公开“{item}”。可以申请的：{allowed}。', '认为信息有误的，提出异议。'],
    ['No right to withhold it', 'The regulation in force gives no right to keep "{item}" from view. What may be withheld: {allowed}.', 'Where the record is wrong, object to it.']],
  'already-withheld': [409, ['已经不公开', '编号{record}的信息已经按贵单位的要求不公开。', '无须再办。'], ['Withheld already', 'Record {record} is kept from view at your request.', 'Nothing is left to do.']],
  'not-withheld': [409, ['没有申请过不公开', '编号{record}的信息没有按贵单位的要求不公开。', '无须再办。'], ['Not withheld', 'Record {record} is not withheld at your request.', 'Nothing is left to do.']],
  'statement-missing': [422, ['没有写明内容', '内容太短，看不出声明什么。', '写明声明或者承诺的事项。'], ['Nothing stated', 'The text is too short to tell what is stated.', 'Say what you state or pledge.']],
  'statement-too-long': [422, ['内容过长', '至多{most}字。', '写得短一些，或者分成几项。'], ['Too long', 'A statement has {most} characters at most.', 'Make it shorter or part it.']],
  'statement-kind-unknown': [422, ['没有选择种类', '须是声明或者承诺。', '选择其一。'], ['No kind', 'It is a statement or a pledge.', 'Choose one.']],
}
