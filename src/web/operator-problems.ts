/** What may be wrong with an act of the operator: code, status, and the sentences in both languages. Pure. */
export type OperatorProblem =
  | 'operator-needed' | 'no-period-asked' | 'period-in-law' | 'period-impossible' | 'office-missing' | 'basis-missing' | 'item-not-of-unit'
  | 'notice-unreadable' | 'notice-known' | 'unit-code-invalid' | 'no-public-provider' | 'item-unknown' | 'audit-running' | 'log-empty'
  | 'already-erased' | 'reason-personal' | 'account-unknown' | 'act-unknown' | 'act-readable'

type Said = readonly [title: string, detail: string, cure: string]

export const operatorProblems: Readonly<Record<OperatorProblem, readonly [status: number, zh: Said, en: Said]>> = {
  'operator-needed': [403, ['只供运行机构使用', '该令牌属于{unit}，不属于本登记簿的运行机构。', '使用运行机构的机器客户端；或者登录运行工作台。'],
    ['For the operator alone', 'The token is of {unit}, not of the operator of this register.', 'Use a machine client of the operator, or sign in at the operator’s desk.']],
  'no-period-asked': [422, ['该规则不涉及期限', '这条规则没有期限。', '选择没有写明数字的期限。'],
    ['No period', 'The rule sets no period at all.', 'Name a rule whose period is left open.']],
  'period-in-law': [422, ['条文已写明期限', '条文写明{amount}{unit}，不能另行设定。', '无须设定。'],
    ['The text gives the period', 'The text gives {amount} {unit}; it cannot be set otherwise.', 'Nothing needs to be entered.']],
  'period-impossible': [422, ['数字不成立', '应为大于零的整数。', '改正数字。'],
    ['Not a period', 'It must be a whole number above zero.', 'Correct the number.']],
  'office-missing': [422, ['没有写明机构', '设定期限须写明由哪个机构设定。', '填写 office。'],
    ['The office is missing', 'A period is entered by an office that answers for it.', 'Give office.']],
  'basis-missing': [422, ['没有写明依据', '设定期限须写明依据的文件。', '填写 basis。'],
    ['The basis is missing', 'A period rests on a document.', 'Give basis.']],
  'item-not-of-unit': [422, ['不是该单位的目录项', '{unit}没有登记“{item}”。', '核对单位和目录项。'],
    ['Not an item of the unit', '{unit} is not registered for "{item}".', 'Check unit and item.']],
  'notice-unreadable': [422, ['通知无法读取', '{detail}', '按 packs/calendar 的格式改正。'],
    ['The notice cannot be read', '{detail}', 'Correct it as the files in packs/calendar are written.']],
  'notice-known': [409, ['已经载入', '{edition}版已经载入过。', '更正须使用新的版本号。'],
    ['Loaded already', 'Edition {edition} has been loaded.', 'A correction needs an edition of its own.']],
  'unit-code-invalid': [422, ['代码有误', '“{code}”不是统一社会信用代码。', '逐位核对。'],
    ['Not a unit’s code', '"{code}" is no unified social credit code.', 'Check every character.']],
  'no-public-provider': [422, ['不提供公共信用信息', '这一类单位不提供公共信用信息。', '核对类别。'],
    ['Not a public provider', 'A unit of this kind provides no public credit information.', 'Check its kind.']],
  'item-unknown': [422, ['目录中没有这一项', '目录中没有“{item}”。', '目录项见 /api/v1/catalog。'],
    ['Not in the catalog', 'The catalog holds no "{item}".', 'See /api/v1/catalog.']],
  'audit-running': [409, ['正在核验', '第{audit}次核验正在进行。', '结束后再开始。'],
    ['An audit is running', 'Audit {audit} is under way.', 'Start another when it has ended.']],
  'log-empty': [409, ['没有可以核验的', '日志还没有签署过的检查点。', '稍后再试。'],
    ['Nothing to audit', 'The log has no signed checkpoint yet.', 'Try again shortly.']],
  'already-erased': [409, ['内容已经销毁', '编号为{record}的信息，内容已经销毁。', '无须再办。'],
    ['Destroyed already', 'The content of record {record} is destroyed.', 'Nothing is left to do.']],
  'reason-personal': [422, ['事由中含有个人信息', '事由会永久保存，其中不得有所发现的个人信息。', '只写发现了什么、在哪一栏。'],
    ['The reason holds personal data', 'The reason is kept for ever and must not repeat what was found.', 'Say what was found and where, without the datum.']],
  'act-unknown': [404, ['没有这个行为', '没有编号为{act}的行为。', '无法读取的行为见 /api/v1/operator/unreadable-acts。'],
    ['No such act', 'There is no act {act}.', 'Acts that cannot be read are listed at /api/v1/operator/unreadable-acts.']],
  'act-readable': [409, ['该行为可以读取', '行为{act}的内容可以读取，不在这里销毁。', '含有个人信息的，按个人信息事件办理。'],
    ['The act can be read', 'The content of act {act} can be read and is not erased here.', 'Where it holds personal data, report an incident.']],
  'account-unknown': [404, ['没有这个账户', '没有编号为{account}的账户。', '账户见运行工作台。'],
    ['No such account', 'There is no account {account}.', 'See the accounts on the operator’s desk.']],
}
