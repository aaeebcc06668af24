/** Why an objection, or an act in one, is refused: see `problem.ts`. Pure. */
import type { ObjectionRefusal } from '../register/objections/acts.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type ObjectionProblem = Exclude<ObjectionRefusal, 'evidence-personal' | 'evidence-doubtful' | 'evidence-unreadable' | 'personal-data' | 'record-unknown' | 'already-withdrawn' | 'pause-without-ground'> | 'act-not-for-you'

export const objectionProblems: Readonly<Record<ObjectionProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'case-unknown': [404, ['没有这件异议', '没有编号为{case}、与您有关的异议。', '核对编号。'], ['No such case', 'There is no case {case} to which you are a party.', 'Check the number.']],
  'case-open': [409, ['已有异议正在办理', '对本条信息的异议{case}正在办理。', '在该件中补充，或者等办结以后再提。'],
    ['An objection is being handled', 'Case {case} about this record is open.', 'Wait for its end, or follow it on its page.']],
  'case-closed': [409, ['异议已经办结', '对本条信息同一版本的异议{case}已经答复。', '仍不服的：{ways}。'],
    ['Answered and closed', 'Case {case} about the same version of this record was answered.', 'What is open to you: {ways}.']],
  'ground-unknown': [422, ['没有选择理由', '理由须是所列之一：{allowed}。', '选择一项理由。'], ['No ground', 'The ground must be one of these: {allowed}.', 'Choose one.']],
  'explanation-missing': [422, ['没有说明', '说明太短，看不出什么有误。', '写明哪一处有误、应当怎样。'],
    ['Nothing explained', 'The explanation is too short to tell what is wrong.', 'Say what is wrong and what it should be.']],
  'door-unknown': [422, ['不能在此提出', '可以提出的机构：{allowed}。', '选择其一。'], ['Not lodged there', 'It may be lodged with: {allowed}.', 'Choose one.']],
  'evidence-too-large': [413, ['文件过大', '一份文件不超过{most} MB。', '减小文件，或者分成几份。'], ['The file is too large', 'One file holds {most} MB at most.', 'Make it smaller or part it.']],
  'evidence-too-many': [422, ['文件过多', '一件至多{most}份文件。', '合并后提交。'], ['Too many files', 'A case takes {most} files at most.', 'Join some of them.']],
  'evidence-type': [422, ['不接收这种文件', '文件的内容不是PDF、PNG或者JPEG。', '另存为其中一种。'], ['File of another kind', 'Its content is neither PDF, PNG nor JPEG.', 'Save it as one of these.']],
  'evidence-empty': [422, ['文件是空的', '文件没有内容。', '另选文件。'], ['The file is empty', 'It has no content.', 'Choose another.']],
  'not-with-you': [409, ['不由您办理', '本件由{handler}办理。', '请由其办理。'], ['Not with you', 'The case is with {handler}.', 'Let that office act.']],
  'act-not-for-you': [403, ['没有办理的权限', '这一步须有“{role}”权限。', '请有此权限的成员办理。'], ['Not yours to do', 'This step needs the role "{role}".', 'Let a member with it act.']],
  'step-done': [409, ['已经办过', '这一步已经办理。', '刷新后查看。'], ['Done before', 'That step has been taken.', 'Read the case again.']],
  'case-over': [409, ['已经办结', '本件已经办结。', '无须再办。'], ['Closed', 'The case is closed.', 'Nothing is left to do.']],
  'not-accepted': [409, ['尚未受理', '期限自受理起算，受理以前不作出决定。', '先受理。'], ['Not accepted yet', 'The clock counts from acceptance; nothing is decided before it.', 'Accept the case first.']],
  'pause-running': [409, ['已在中止', '上一次中止没有结束。', '先结束该次中止。'], ['Paused already', 'A pause runs.', 'End it first.']],
  'no-pause': [409, ['没有中止', '没有可以结束的中止。', '刷新后查看。'], ['No pause', 'No pause runs.', 'Read the case again.']],
  'document-missing': [422, ['没有写明文件', '须写明所依据的文件。', '填写文件的名称或者文号。'], ['The document is missing', 'It rests on a document.', 'Give its title or number.']],
  'reasons-missing': [422, ['没有写明理由', '答复须写明理由。', '写明核查了什么、结论及依据。'], ['The reasons are missing', 'An answer gives its reasons.', 'Say what was checked, what was found and on what basis.']],
  'answer-beside-point': [422, ['答复没有针对本件异议', '答复既没有提到异议理由，也没有提到所涉信息。', '写明所针对的：{names}。'],
    ['The answer is beside the point', 'It speaks neither of the ground nor of the record.', 'Name what it answers: {names}.']],
  'verdict-not-here': [422, ['不能作出这种决定', '适用的条例没有规定这种处理。', '另选一种。'], ['Not an outcome here', 'The regulation in force gives you no such outcome.', 'Choose another.']],
  'not-decided': [409, ['尚未决定', '没有决定，不能办结。', '先作出决定。'], ['Not decided', 'A case is closed on a decision.', 'Decide first.']],
  'not-carried-out': [409, ['决定尚未落实', '信息还没有按决定更正或者撤回。', '交付更正后的信息，再办结。'],
    ['Not carried out', 'The record has not been corrected or withdrawn as decided.', 'Deliver the corrected version, then close.']],
  'case-still-open': [409, ['尚未办结', '办结以后才可以申请。', '等候办结。'], ['Still open', 'That way opens when the case is closed.', 'Wait for its end.']],
  'way-unknown': [422, ['没有这种途径', '可以选择的：{allowed}。', '选择其一。'], ['No such way', 'What is open: {allowed}.', 'Choose one.']],
  'review-unknown': [404, ['没有这项申请', '没有尚未结束的这项申请。', '核对后再办。'], ['No such review', 'None of this kind is pending.', 'Check the case.']],
}
