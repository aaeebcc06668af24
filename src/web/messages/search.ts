/** Looking organisations up. */
export const zh = {
  'search.label': '组织名称或统一社会信用代码',
  'search.hint': '现用名或者曾用名中任意两个字以上，或者完整的18位代码。',
  'search.button': '查询',
  'results.for': '与“{q}”相符的组织',
  'results.none': '没有名称或者代码与“{q}”相符的组织',
  'results.none-text': '本登记簿中没有这样的组织。没有登记不表示任何评价。可以换用曾用名，或者输入完整的18位代码。',
  'results.short': '请输入至少两个字',
  'results.short-text': '按名称查询需要现用名或者曾用名中相邻的两个字以上；按代码查询需要完整的18位。',
  'results.organisation': '组织',
  'results.code': '统一社会信用代码',
  'results.matched': '相符之处',
  'results.kind': '类型和状态',
  'results.next': '下一页',
  'results.again': '从头列出',
  'matched.code': '代码',
  'matched.current-name': '现用名',
  'matched.former-name': '曾用名：{text}',
  'matched.former-code': '原代码：{text}',
}

export const en: Record<keyof typeof zh, string> = {
  'search.label': 'Name or unified social credit code',
  'search.hint': 'Any two or more characters of a current or former name, or all 18 characters of a code.',
  'search.button': 'Search',
  'results.for': 'Results for “{q}”',
  'results.none': 'No organisation matches “{q}”',
  'results.none-text':
    'This register holds no such organisation. That says nothing about it. Try a former name, or all 18 characters of a code.',
  'results.short': 'Enter at least two characters',
  'results.short-text':
    'A name is found by two or more neighbouring characters of its current or a former name; a code by all 18 of its characters.',
  'results.organisation': 'Organisation',
  'results.code': 'Code',
  'results.matched': 'What matched',
  'results.kind': 'Kind and status',
  'results.next': 'Next page',
  'results.again': 'Back to the first page',
  'matched.code': 'code',
  'matched.current-name': 'current name',
  'matched.former-name': 'former name {text}',
  'matched.former-code': 'former code {text}',
}
