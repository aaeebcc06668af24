/** Why an inquiry, or what the operator decides about inquiries, is refused: see `problem.ts`. Pure. */
import type { InquiryRefusal } from '../register/inquiries/acts.ts'
import type { OfficeRefusal } from '../register/inquiries/office/acts.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type InquiryProblem = Exclude<InquiryRefusal | OfficeRefusal, 'personal-data' | 'organisation-unknown' | 'unit-unknown' | 'item-unknown' | 'days-unfit'>

export const inquiryProblems: Readonly<Record<InquiryProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'ground-not-in-list': [422, ['没有这种查询方式', '本地条例规定的查询方式：{allowed}。', '选择其一。'], ['No such way of asking', 'The regulation in force knows these: {allowed}.', 'Choose one of them.']],
  'not-an-authority': [403, ['只供登记的单位', '这种方式只供在本登记簿登记的单位使用。', '公示中的信息任何人都可以查询；其他信息须经该组织授权。'],
    ['For registered units', 'Only units registered here ask in this way.', 'What is on display is open to everybody; for the rest the organisation can authorise you.']],
  'not-oneself': [403, ['不是本组织', '自查只能查询本组织自身的信息。', '填写本组织的代码，或者改用其他方式。'], ['Not your own organisation', 'This way is for what is held about yourself.', 'Give your own code, or ask in another way.']],
  'not-authorised': [403, ['没有授权', '该组织没有在今天有效的、同一用途的授权。', '请该组织在其页面上授权，写明用途和类别。'],
    ['Not authorised', 'No authorisation of the organisation for this purpose stands today.', 'Ask the organisation to give one, with purpose and categories.']],
  'access-missing': [403, ['没有查询权限', '运行机构没有为本单位登记“{ground}”的查询权限，或者权限已经届满。', '将职责依据或者共享约定报运行机构登记。'],
    ['No access', 'The operator has registered no access of your unit for {ground}, or it has ended.', 'Hand the operator the document of your powers, or the agreement.']],
  'agreement-missing': [403, ['没有保密协议', '批量查询须先审查必要性、约定范围和用途并签订保密协议，今天没有有效的协议。', '与运行机构签订协议后再查询。'],
    ['No confidentiality agreement', 'Large volumes are given only once need is examined, scope and use are agreed and a confidentiality agreement is signed; none stands today.', 'Sign one with the operator first.']],
  'purpose-not-in-list': [422, ['用途不在所列之内', '查询须选择所列用途：{allowed}。', '选择其一。'], ['Purpose not in the list', 'An inquiry is for one of these: {allowed}.', 'Choose one of them.']],
  'purpose-declined': [422, ['本登记簿不作此用', '{why}', '没有可以代替的用途。'], ['Not a use of this register', '{why}', 'There is no other purpose in its place.']],
  'duty-not-stated': [422, ['没有写明职责或者规定', '这一用途须写明所履行的职责，或者所依据的规定。', '填写职责或者规定的名称和条款。'],
    ['Duty or provision not stated', 'For this purpose the duty, or the provision it rests on, is said.', 'Write which duty, or which provision and article.']],
  'outside-powers': [403, ['超出本单位的权限', '为本单位登记的用途：{allowed}。', '选择其一；职责有变化的，报运行机构登记。'],
    ['Outside the powers of the unit', 'Registered for your unit: {allowed}.', 'Choose one of them; tell the operator if the powers have changed.']],
  'reference-missing': [422, ['没有写明案件', '查询须写明正在办理的案件或者事项。', '填写案号、项目编号或者事项名称。'], ['The case is missing', 'An inquiry names the case in hand.', 'Give its number or title.']],
  'text-too-long': [422, ['写得过长', '{where}至多{most}个字。', '写短一些。'], ['Too long', '{where} holds {most} characters at most.', 'Write less.']],
  'inquirer-unknown': [403, ['没有这个查询人', '“{code}”既不是登记的单位，也不是本登记簿中的组织。', '核对代码。'], ['Inquirer unknown', '{code} is neither a registered unit nor an organisation held here.', 'Check the code.']],
  'too-many-records': [422, ['信息过多', '一次查询至多答复{most}条信息。', '指明目录项，分次查询。'], ['Too many records', 'One answer holds {most} records at most.', 'Name catalog items and ask in parts.']],
  'ground-not-granted': [422, ['这种方式无须登记权限', '可以登记权限的方式：{allowed}。', '选择其一。'], ['Nothing to grant', 'Access is granted for: {allowed}.', 'Choose one of them.']],
  'agreement-incomplete': [422, ['约定不完整', '缺少：{missing}。', '补齐以后再登记。'], ['The agreement is incomplete', 'Missing: {missing}.', 'Say it and register the agreement again.']],
  'norms-incomplete': [422, ['规范不完整', '缺少或者不符：{missing}。', '补齐以后再公布。'], ['The norms are incomplete', 'Missing or unfit: {missing}.', 'Complete them and publish again.']],
  'access-unknown': [404, ['没有这项权限', '没有编号为{access}、仍然有效的权限。', '核对编号。'], ['No such access', 'No access {access} stands.', 'Check the number.']],
  'nothing-to-review': [422, ['没有可检查的查询', '没有编号在{from}至{to}之间的查询。', '核对编号。'], ['Nothing to review', 'No inquiry bears a number from {from} to {to}.', 'Check the numbers.']],
  'outcome-missing': [422, ['没有写明结果', '检查须写明结果。', '写明检查了什么、发现了什么。'], ['The outcome is missing', 'A review says what it found.', 'Say what was looked at and what was found.']],
  'purpose-not-owed': [422, ['该事项不要求查询', '要求查询的事项：{allowed}。', '无须登记。'], ['No query is owed here', 'A query is owed for: {allowed}.', 'Nothing is to be told.']],
}
