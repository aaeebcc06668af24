/** Checking the operator. */
export const zh = {
  'verify.title': '您不必相信我们，可以核验',
  'verify.lead': '每个行为都是公开日志中的一片叶子。日志只能增长：改动或者抽掉任何一条，核验就会指出是哪一条。',
  'verify.how': '怎样核验',
  'verify.how-text': '在您自己的电脑上运行下面的命令。它取下整个日志，重新计算，与它上次见到的检查点比较，然后用一句话说出结果。',
  'verify.one': '只核验一条信息：把地址换成该条信息页上的“证明”链接。',
  'verify.checkpoint': '最近的检查点',
  'verify.signed': '签署于',
  'verify.acts': '行为数',
  'verify.root': '根',
  'verify.key': '验证密钥',
  'verify.key-text': '请通过另一途径核对这把密钥，例如本机构的公告。只从本页取得的密钥不能证明本页。',
  'verify.note': '检查点原文',
  'verify.none': '日志尚无行为，因而没有检查点。',
  'verify.not-proved': '核验不能证明什么',
  'verify.not-proved-text': '它证明没有一条被事后改动，不证明交付的内容属实。内容有误的，依据各条信息所载文书向交付单位提出。',
}

export const en: Record<keyof typeof zh, string> = {
  'verify.title': 'You need not trust this register: check it',
  'verify.lead': 'Every act is a leaf of a public log. The log only grows: change or remove one act, and a check names it.',
  'verify.how': 'How to check',
  'verify.how-text':
    'Run this on your own computer. It fetches the whole log, computes it anew, compares it with the checkpoint it saw last time, and says what it found.',
  'verify.one': 'To check one record, give the address of the “Proof” link on its page instead.',
  'verify.checkpoint': 'The latest checkpoint',
  'verify.signed': 'Signed',
  'verify.acts': 'Acts',
  'verify.root': 'Root',
  'verify.key': 'Verifier key',
  'verify.key-text':
    'Compare this key with one you received another way, such as a notice of the operator. A key taken from this page alone cannot prove this page.',
  'verify.note': 'The checkpoint as signed',
  'verify.none': 'The log holds no act yet, so there is no checkpoint.',
  'verify.not-proved': 'What a check does not prove',
  'verify.not-proved-text':
    'It proves that nothing was changed afterwards, not that what was delivered is true. If a record is wrong, turn to the unit that delivered it, naming its document.',
}
