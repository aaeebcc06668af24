/** Why an application for restoration, or an act in one, is refused: see `problem.ts`. Pure. */
import type { ApplyRefusal, CommandRefusal } from '../register/restoration/restoration.ts'
import type { RestructuringRefusal } from '../register/restoration/shield/restructuring.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type RestorationProblem =
  | Exclude<ApplyRefusal | CommandRefusal | RestructuringRefusal, 'record-unknown' | 'step-done' | 'reasons-missing' | 'document-missing'>
  | 'restoration-unknown' | 'method-incomplete'

export const restorationProblems: Readonly<Record<RestorationProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'restoration-unknown': [404, ['没有这件修复申请', '没有编号为{case}、与您有关的修复申请。', '核对编号。'], ['No such restoration', 'There is no restoration {case} to which you are a party.', 'Check the number.']],
  'restoration-open': [409, ['已在申请修复', '编号{record}的信息已有修复申请{case}正在办理。', '在该件中补充，或者等其办结。'],
    ['Applied for already', 'Restoration {case} about record {record} is open.', 'Add to that case, or wait for its end.']],
  'restoration-not-concerned': [409, ['不需要修复', '编号{record}的信息不是公示或者使用中的失信信息，没有可以修复的内容。', '认为信息有误的，请提出异议。'],
    ['Nothing to restore', 'Record {record} is no untrustworthiness information that is shown or used.', 'If it is wrong, object to it.']],
  'restoration-too-early': [409, ['尚未到可以申请的日期', '编号{record}的信息最早自{earliest}起可以申请修复。', '自该日起再申请；其间可以先准备材料。'],
    ['Too early', 'Restoration of record {record} can be applied for from {earliest} at the earliest.', 'Apply from that day; the papers can be prepared meanwhile.']],
  'restoration-class-missing': [409, ['没有写明失信行为等级', '编号{record}的信息没有写明等级，公示期和可以申请的日期都无从确定，因此不公示。', '请提供单位写明等级和理由；认为有误的可以提出异议。'],
    ['The class is not stated', 'Record {record} states no class: neither its display nor the earliest day can be told, so it is not shown.', 'Let the provider state class and reason, or object.']],
  'restoration-excluded': [409, ['依法不予修复', '编号{record}的信息，{provision}规定不予修复。', '最长公示期届满即停止公示，无须申请。'],
    ['Excluded by law', 'Restoration of record {record} is excluded by {provision}.', 'Its display ends by itself at its maximum.']],
  'restored-already': [409, ['已经修复', '编号{record}的信息已于{on}修复。', '不必再次申请。'], ['Restored before', 'Record {record} was restored on {on}.', 'Nothing is left to do.']],
  'restoration-over': [409, ['已经不需要修复', '编号{record}的信息自{on}起已不再公示和使用。', '不必申请。'],
    ['No longer needed', 'Record {record} has been neither shown nor used since {on}.', 'There is no need to apply.']],
  'no-records': [422, ['没有选择信息', '申请至少涉及一条信息。', '选择申请修复的信息。'], ['No record', 'An application is for one record at least.', 'Choose it.']],
  'restoration-door-unknown': [422, ['不能在此申请', '可以申请的机构：{allowed}。', '选择其一。'], ['Not lodged there', 'It may be lodged with: {allowed}.', 'Choose one.']],
  'restoration-way-unknown': [422, ['没有这种修复方式', '可以选择的方式：{allowed}。', '从中选择。'], ['No such way', 'Ways of restoration: {allowed}.', 'Choose among them.']],
  'restoration-way-missing': [422, ['没有选择修复方式', '至少选择一种：{allowed}。', '选择已经完成的方式。'], ['No way of restoration', 'One at least is needed: {allowed}.', 'Choose what was done.']],
  'corrected-on-missing': [422, ['纠正日期有误', '纠正日期须是已经过去的一天，写作2026-03-31；现为“{day}”。', '更正日期。'],
    ['The day of the correction', 'It must be a day that has come, written 2026-03-31; found: "{day}".', 'Correct the day.']],
  'commitment-missing': [422, ['没有作出信用承诺', '申请须附信用承诺书。', '阅读并作出承诺。'], ['No commitment', 'An application comes with a commitment letter.', 'Read it and commit.']],
  'proof-missing': [422, ['没有证明材料', '申请须附已经履行义务、纠正行为的证明。', '附上一份文件。'], ['No proof', 'Proof that the duties were met is needed.', 'Add a file.']],
  'correction-not-explained': [422, ['没有说明', '说明太短，看不出纠正了什么。', '写明纠正了什么、何时完成。'],
    ['Nothing explained', 'The explanation is too short to tell what was corrected.', 'Say what was corrected, and when.']],
  'restoration-not-with-you': [409, ['不由您办理', '本件由{handler}办理。', '请由其办理。'], ['Not with you', 'The case is with {handler}.', 'Let that body act.']],
  'restoration-closed': [409, ['已经决定', '本件已经作出决定。', '无须再办。'], ['Decided', 'The case has been decided.', 'Nothing is left to do.']],
  'restoration-not-passed-on': [409, ['尚未转交', '本件还没有转到认定单位。', '由运行机构先转交。'], ['Not passed on', 'The case is still with the operator.', 'The operator passes it on first.']],
  'what-is-missing': [422, ['没有写明缺什么', '退回补正须写明缺少的材料。', '写明缺少什么。'], ['What is missing', 'A return says what is missing.', 'Name it.']],
  'restoration-beside-point': [422, ['理由没有针对本件', '理由既没有提到所涉信息，也没有提到修复方式。', '写明所针对的：{names}。'],
    ['The reasons are beside the point', 'They speak neither of the record nor of a way of restoration.', 'Name what they answer: {names}.']],
  'restoration-verdict-missing': [422, ['没有选择结果', '决定须写明予以修复、不予修复或者依法不予修复。', '选择一项。'],
    ['No result', 'A decision says whether the record is restored, not restored, or excluded by law.', 'Choose one.']],
  'effect-not-here': [422, ['没有这种处理', '适用的条例没有规定“{effect}”；可以作出的：{allowed}。', '从中选择。'],
    ['Not an effect here', 'The regulation in force knows no "{effect}"; it has: {allowed}.', 'Choose among these.']],
  'way-not-fulfilled': [422, ['没有认定完成的方式', '予以修复的，须认定至少一种方式已经完成：{allowed}。', '勾选已经完成的方式。'],
    ['No way found fulfilled', 'A grant rests on a way that was gone: {allowed}.', 'Mark the ways found fulfilled.']],
  'in-time-missing': [422, ['没有记明是否及时', '责令期限为{ordered}，实际纠正于{corrected}；须记明是否视为及时。', '选择是或者否，并在理由中说明。'],
    ['In time or not', 'Ordered until {ordered}, corrected on {corrected}: the officer has to say whether that is in time.', 'Say yes or no, and why in the reasons.']],
  'provision-missing': [422, ['没有写明规定', '不予修复须写明所依据的法律、法规或者国家规定及其条款。', '写明名称和条款。'],
    ['The provision is missing', 'What excludes restoration is cited with its article.', 'Give its title and article.']],
  'method-incomplete': [422, ['办法不完整', '须写明行业、名称、文号和施行日期（2026-03-31）。', '补全后提交。'],
    ['The method is incomplete', 'It needs sector, title, document number and first day (2026-03-31).', 'Complete it.']],
  'shield-unknown-to-law': [409, ['没有暂时屏蔽的规定', '当日有效的规定没有暂时屏蔽的情形。', '没有可以办理的内容。'], ['No shield', 'No text in force on the day shields records.', 'There is nothing to apply for.']],
  'ruling-missing': [422, ['没有裁定书', '须写明人民法院裁定书的案号，并附裁定书。', '填写案号，附上文件。'], ['The ruling is missing', "The court's ruling is named by its number and handed in.", 'Give number and file.']],
  'restructuring-open': [409, ['已经提交', '重整裁定{case}已在办理或者已经生效。', '无须再次提交。'], ['Handed in before', 'Restructuring {case} is being handled or stands.', 'There is no need to hand it in again.']],
  'restructuring-unknown': [404, ['没有这件', '没有编号为{case}的重整。', '核对编号。'], ['No such restructuring', 'There is none numbered {case}.', 'Check the number.']],
  'restructuring-not-so': [409, ['现在不能这样办理', '本件现在的状态是“{state}”。', '刷新后查看。'], ['Not in this state', 'Its state is "{state}".', 'Read it again.']],
}
