/** Why a ruling is not taken in, or a task about it not ended: see `problem.ts`. Pure. */
import type { RegisterRefusal, SettleRefusal } from '../register/revocations/acts.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type RevocationProblem = Exclude<RegisterRefusal | SettleRefusal, 'personal-data' | 'reasons-missing'>

export const revocationProblems: Readonly<Record<RevocationProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'effect-unknown': [422, ['没有写明结果', '结果须是所列之一：{allowed}。', '选择其一。'], ['No effect chosen', 'The effect must be one of these: {allowed}.', 'Choose one.']],
  'ruling-missing': [422, ['缺少文号', '须写明原文书的文号和撤销、变更它的文书的文号（缺：{missing}）。', '填写文号。'],
    ['A number is missing', 'The number of the document and that of the ruling are both needed (missing: {missing}).', 'Enter it.']],
  'ruling-day-wrong': [422, ['日期有误', '“{found}”不是今天以前的日期。', '填写文书的日期，如2026-11-23。'],
    ['The day does not fit', '“{found}” is no day until today.', 'Enter the day of the ruling, such as 2026-11-23.']],
  'record-not-resting': [404, ['没有依据该文书的信息', '登记簿中没有关于{organisation}、依据{document}的信息。', '核对代码和原文书的文号。'],
    ['No record rests on it', 'The register holds no record about {organisation} that rests on {document}.', 'Check the code and the number of the document.']],
  'not-a-ruling-body': [403, ['无权登记该文书', '登记撤销、变更他单位文书的，须是：{bodies}；单位对自己作出的文书也可以登记。该组织没有依据该文书、由贵单位提供的信息。', '请作出裁判、复议决定的机关登记，或者请原提供单位自行更正、撤回；组织可以提出异议并附上该文书。'],
    ['Not yours to register', 'A ruling on what another unit determined is registered by: {bodies}; a unit does it for what it determined itself. No record about the organisation that you provided rests on that document.',
      'Let the body that ruled register it, or the provider take its record back; the organisation may object and add the ruling.']],
  'ruling-known': [409, ['已经登记', '{ruling}已经登记过。', '无须再次登记。'], ['Registered already', '{ruling} was registered before.', 'Nothing more is needed.']],
  'revocation-unknown': [404, ['没有这项任务', '没有编号为{case}、由贵单位办理的任务。', '核对编号。'], ['No such task', 'There is no task {case} of yours.', 'Check the number.']],
  'revocation-over': [409, ['已经办结', '编号{case}的任务已经办结或者已经告知。', '无须再次办理。'], ['Done already', 'Task {case} is over, or was told of before.', 'Nothing more is needed.']],
  'notice-missing': [422, ['缺少书面告知的文号', '告知须以书面作出。', '填写告知文书的文号。'], ['The number of your notice is missing', 'The notice must be in writing.', 'Enter its number.']],
  'not-by-operator': [409, ['由提供单位自行更正', '适用的条例由提供单位自行更正、撤回，没有规定告知后由工作机构处理。', '撤回该信息，或者交付更正后的版本。'],
    ['For the provider itself', 'Under the regulation in force the provider corrects or takes back its record; no work body does it for it.', 'Take the record back, or deliver the corrected version.']],
  'not-notified': [409, ['尚未书面告知', '工作机构依提供单位的书面告知处理，编号{case}的任务尚未告知。', '等待提供单位告知。'],
    ['No written notice yet', 'The operator acts on the written notice of the provider; of task {case} there is none.', 'Wait for the notice.']],
}
