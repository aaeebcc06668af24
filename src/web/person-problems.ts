/** Why words that may name a person are not taken as they are, and why a statement about them cannot be made: see `problem.ts`. Pure. */
import type { StatedRefusal } from '../register/boundary/stated/acts.ts'
import type { WithdrawnRefusal } from '../register/boundary/stated/withdrawal/acts.ts'

type Said = readonly [title: string, detail: string, cure: string]
export type PersonProblem = Exclude<StatedRefusal | WithdrawnRefusal, 'reason-missing' | 'reason-personal'>
  | 'person-doubtful' | 'person-in-form' | 'person-left-out' | 'statement-reason-missing' | 'statement-reason-personal' | 'evidence-personal' | 'evidence-doubtful' | 'file-doubtful' | 'evidence-unreadable'

export const personProblems: Readonly<Record<PersonProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'person-doubtful': [422, ['内容可能指自然人', '{where}从第{at}个字起可能指自然人：{reason}。未办理，也未保存。', '以职务代替姓名后重新提交；确实不指自然人的，先以同样的原文和理由作出说明（POST /api/v1/boundary/statements），再提交。'],
    ['The text may tell of a person', '{where}, from character {at} on, may tell of a person: {reason}. Nothing was done and nothing kept.',
      'Write the office instead of the name and send it again; where no person is meant, state so first with the same text and a reason (POST /api/v1/boundary/statements), then send it again.']],
  'person-in-form': [422, ['内容可能指自然人', '“{words}”可能指自然人：{reason}。未办理，也未保存。', '以职务代替姓名；确实不指自然人的，在下方勾选并说明理由，再提交。'],
    ['The text may tell of a person', '“{words}” may tell of a person: {reason}. Nothing was done and nothing kept.',
      'Write the office instead of the name; where no person is meant, tick the box below and say why, then send it again.']],
  'person-left-out': [422, ['内容中有自然人的信息', '这里指自然人：{reason}。未办理，也未保存；有关文字已去掉，原处标为{blank}。', '在{blank}处写明职务，不写姓名和号码，其余文字照旧，再提交。'],
    ['The text tells of a person', 'It tells of a person: {reason}. Nothing was done and nothing kept; the words were left out, and {blank} stands where they were.',
      'Write the office at {blank}, without names and numbers; the rest of the text is as you wrote it. Then send it again.']],
  'statement-reason-missing': [422, ['没有说明理由', '没有写明为何不指自然人，或者超过{most}个字。', '写明理由后重新提交。'],
    ['The reason is missing', 'Why no person is meant is not said, or in more than {most} characters.', 'Give the reason and send it again.']],
  'statement-reason-personal': [422, ['理由中有个人信息', '理由本身指自然人，或者可能指自然人，未办理，也未保存。', '理由不必引用有关文字：写明那是什么即可，不写姓名和号码。'],
    ['The reason tells of a person', 'The reason itself tells of a person, or may; nothing was done and nothing kept.', 'The words need not be quoted: say what they are, without names and numbers.']],
  'text-certain': [422, ['内容指自然人', '{where}中有自然人的信息，不能以说明代替，未保存。', '删去后重新提交。'],
    ['The text tells of a person', '{where} tells of a person beyond doubt: no statement changes that, and nothing was kept.', 'Leave it out and send it again.']],
  'text-clean': [409, ['无须说明', '{where}的内容没有可能指自然人之处。', '直接提交。'],
    ['No statement is needed', 'Nothing in {where} may tell of a person.', 'Send it as it is.']],
  'statement-unknown': [404, ['没有这项说明', '没有编号为{statement}、仍然有效的说明。', '核对编号。'], ['No such statement', 'There is no statement {statement} in force.', 'Check the number.']],
  'evidence-personal': [422, ['文件中有个人信息', '文件的{where}含有自然人的信息，文件未接收，也未保存。', '遮盖或者删去后，重新提交文件。'],
    ['The file holds personal data', 'The {where} of the file holds data on a person; the file was not taken and not kept.', 'Black it out or remove it and hand the file in again.']],
  'evidence-doubtful': [422, ['文件可能指自然人', '文件的{where}可能指自然人：{reason}。文件未接收，也未保存。', '遮盖或者删去后，重新提交文件；确实不指自然人的，先说明理由（POST /api/v1/boundary/statements，field为{field}，text为{file}），再提交。'],
    ['The file may tell of a person', 'The {where} of the file may tell of a person: {reason}. The file was not taken and not kept.',
      'Black it out or remove it and hand the file in again; where no person is meant, state so first with a reason (POST /api/v1/boundary/statements, field {field}, text {file}), then hand it in again.']],
  'file-doubtful': [422, ['文件可能指自然人', '文件的{where}可能指自然人：{reason}。文件未接收，也未保存。', '遮盖或者删去后，重新选择文件提交；确实不指自然人的，勾选“这里的文字不指自然人”，写明“为何不指自然人”，重新选择文件提交。'],
    ['The file may tell of a person', 'The {where} of the file may tell of a person: {reason}. The file was not taken and not kept.',
      'Black it out or remove it and choose the file again; where no person is meant, tick “The words here mean no person”, fill in “Why no person is meant”, and choose the file again.']],
  'evidence-unreadable': [422, ['文件无法检查', '文件的内容无法在限度内读出，不能确认其中没有个人信息，文件未接收。', '去掉密码，减少页数，或者重新导出为普通的PDF、PNG或JPEG后提交。'],
    ['The file cannot be checked', 'The file could not be read within bounds, so that nobody can say it holds no personal data; it was not taken.',
      'Remove its password, hand in fewer pages, or export it again as a plain PDF, PNG or JPEG.']],
}
